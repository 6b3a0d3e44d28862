import { inspect } from 'node:util';

import { profileAttributeNames } from '../../../../nodes/AdobeTarget/api/tokens/adminApi';
import { readBatchStatus } from '../../../../nodes/AdobeTarget/api/calls/batchStatus';
import { fetchProfile } from '../../../../nodes/AdobeTarget/api/calls/fetchProfile';
import { requestImsToken } from '../../../../nodes/AdobeTarget/api/tokens/imsToken';
import { withoutTokens } from '../../../../nodes/AdobeTarget/api/sending/withoutTokens';
import { submitBatch } from '../../../../nodes/AdobeTarget/api/calls/submitBatch';
import { submitUpdate } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import type { TokenSource } from '../../../../nodes/AdobeTarget/api/sending/tokenSource';
import type { TargetAnswer } from '../../../../nodes/AdobeTarget/api/http/transport';
import { answering, SERVER_TO_SERVER } from '../answering';

const UUID = '4f0a9c3e-77b1-4d55-9c1e-0a2b3c4d5e6f';
/** With what each way of writing has to escape. */
const ODD = 'sample&token<0>/"1\'%2=\\3+?';

const each = (text: string, write: (code: number, character: string) => string) =>
	Array.from(text, (character) => write(character.charCodeAt(0), character)).join('');
const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0');
const percent = (text: string) => each(text, (code) => `%${hex(code)}`);
const xml = (text: string) =>
	each(text, (code, character) => ('&<>"\''.includes(character) ? `&#${code};` : character));
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** How servers write a token that they send back. */
const WRITINGS: ReadonlyArray<readonly [how: string, write: (token: string) => string]> = [
	['plain', (token) => token],
	['as its header', (token) => `Bearer ${token}`],
	['in upper case', (token) => token.toUpperCase()],
	['in lower case', (token) => token.toLowerCase()],
	['in upper case, by references', (token) => each(token.toUpperCase(), (code) => `&#${code};`)],
	['in upper case, as its header in JSON', (token) => JSON.stringify(`BEARER ${token.toUpperCase()}`)],
	['twice', (token) => token + token],
	['percent-encoded', encodeURIComponent],
	['percent-encoded, all of it', percent],
	[
		'percent-encoded, its first character',
		(token) => percent(token.slice(0, 1)).toUpperCase() + token.slice(1),
	],
	['percent-encoded, its last character', (token) => token.slice(0, -1) + percent(token.slice(-1))],
	['percent-encoded twice', (token) => encodeURIComponent(percent(token))],
	['in XML', xml],
	[
		'by named references',
		(token) =>
			token
				.replaceAll('&', '&amp;')
				.replaceAll('<', '&lt;')
				.replaceAll('>', '&gt;')
				.replaceAll('"', '&quot;')
				.replaceAll("'", '&apos;'),
	],
	['by references', (token) => each(token, (code) => `&#${code};`)],
	['by references in hexadecimal', (token) => each(token, (code) => `&#x${hex(code, 5)};`)],
	['by references without their ends', (token) => each(token, (code) => `&#${code}`)],
	['by references in XML', (token) => each(token, (code) => `&amp;#${code};`)],
	['percent-encoded, in XML', (token) => each(token, (code) => `&#37;${hex(code)}`)],
	['in JSON', (token) => JSON.stringify(token).slice(1, -1).replaceAll('/', '\\/')],
	['in JSON, all of it', (token) => each(token, (code) => `\\u${hex(code, 4)}`)],
	['in JSON in JSON', (token) => each(token, (code) => `\\\\u${hex(code, 4)}`)],
	['in XML in JSON', (token) => each(token, (code) => `\\u0026#${code};`)],
	['in Base64', base64],
	['in Base64, as its header', (token) => base64(`Bearer ${token}`)],
	['in Base64, behind one byte', (token) => base64(`x${token}`)],
	['in Base64, between others', (token) => base64(`xy${token}z`)],
	['in Base64 for addresses', (token) => Buffer.from(`Bearer ${token}`).toString('base64url')],
	['in Base64, percent-encoded', (token) => encodeURIComponent(base64(`Bearer ${token}`))],
	['in Base64, in JSON', (token) => base64(`Bearer ${token}`).replaceAll('/', '\\/')],
];

/** Whether a text holds the token in any of these ways: what a person with patience would find. */
function reveals(text: string, token: string): boolean {
	let layers = [text];
	for (let times = 0; times < 3; times++) {
		const isIn = (text: string) => text.toLowerCase().includes(token.toLowerCase());
		if (layers.some((layer) => isIn(layer) || inBase64(layer).some(isIn))) return true;
		const unescaped = layers.flatMap((layer) => [
			layer.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
				String.fromCharCode(Number.parseInt(code, 16)),
			),
			layer.replaceAll(/&#x([0-9a-f]+);?/gi, (_, code: string) =>
				String.fromCharCode(Number.parseInt(code, 16)),
			),
			layer.replaceAll(/&#(\d+);?/g, (_, code: string) => String.fromCharCode(Number(code))),
			layer
				.replaceAll('&amp;', '&')
				.replaceAll('&lt;', '<')
				.replaceAll('&gt;', '>')
				.replaceAll('&quot;', '"')
				.replaceAll('&apos;', "'"),
			layer.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
				String.fromCharCode(Number.parseInt(code, 16)),
			),
			layer.replaceAll(/\\(.)/g, '$1'),
		]);
		layers = [...new Set(unescaped)];
	}
	return false;
}

function inBase64(text: string): string[] {
	const runs = text.match(/[A-Za-z0-9+/_-]{10,}/g) ?? [];
	return runs.flatMap((run) =>
		[0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
	);
}

const response = (fields: string) => `<response>${fields}</response>`;
const submit = (fields: string) => response(`<success>true</success>${fields}`);

/** Answers with something in the place of what was sent back. */
const PLACES: ReadonlyArray<readonly [where: string, answer: (back: string) => Partial<TargetAnswer>]> = [
	['a message', (back) => ({ text: submit(`<message>OK ${back}.</message>`) })],
	['a message without tags', (back) => ({ text: `trueOK ${back}.` })],
	['CDATA', (back) => ({ text: submit(`<message><![CDATA[${back}]]></message>`) })],
	[
		'a status URL',
		(back) => ({ text: submit(`<batchStatus>http://a.tt.omtrdc.net/s?batchId=${back}</batchStatus>`) }),
	],
	[
		'the host of a status URL',
		(back) => ({ text: submit(`<batchStatus>http://${back}.tt.omtrdc.net/s</batchStatus>`) }),
	],
	[
		'a status URL without tags',
		(back) => ({ text: `truehttps://a.tt.omtrdc.net/s?batchId=${back}Batch submitted` }),
	],
	['a reason', (back) => ({ text: response(`<success>false</success><message>${back}</message>`) })],
	['the word of success', (back) => ({ text: response(`<success>${back}</success>`) })],
	['a batch ID', (back) => ({ text: response(`<batchId>${back}</batchId><status>complete</status>`) })],
	['a status word', (back) => ({ text: response(`<status>${back}</status>`) })],
	[
		'the ID of a failed row',
		(back) => ({ text: response(`<status>a</status><profile><id>${back}</id></profile>`) }),
	],
	['a name and a value of a profile', (back) => ({ text: `{"${back}":{"a":["${back}"]}}` })],
	[
		'the words of a missing profile',
		(back) => ({ status: 404, text: `No profile found for client ${back}` }),
	],
	['JSON that is no profile', (back) => ({ text: `["${back}"]` })],
	['a page', (back) => ({ text: `<html><title>${back}</title>` })],
	['text', (back) => ({ text: `You sent ${back}` })],
	...[302, 400, 401, 404, 503].map(
		(status) =>
			[
				`an answer ${status}`,
				(back: string) => ({ status, text: `<p>You sent ${back}</p>`, retryAfter: back }),
			] as const,
	),
];

type Asked = ReturnType<typeof answering>;

const CALLS: ReadonlyArray<readonly [what: string, call: (asked: Asked) => Promise<unknown>]> = [
	['an update', (asked) => submitUpdate(asked, 'mboxPC=1')],
	['a batch', (asked) => submitBatch(asked, 'v2', Buffer.from('batch=pcId,a\n1,x'))],
	['a status', (asked) => readBatchStatus(asked, 'https://democlient.tt.omtrdc.net/s', true)],
	['a fetch', (asked) => fetchProfile(asked, 'pcId', '1')],
];

/** All that a call leaves, errors and their causes included. */
async function left(call: Promise<unknown>): Promise<string> {
	const result = await call.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
	return `${inspect(result, { depth: null, showHidden: true, maxStringLength: null })} ${JSON.stringify(result)}`;
}

const { stackTraceLimit } = Error;

// Stacks are long, and hold nothing but places in the code.
beforeAll(() => {
	Error.stackTraceLimit = 0;
});

afterAll(() => {
	Error.stackTraceLimit = stackTraceLimit;
});

describe.each(CALLS)('%s', (_, call) => {
	test.each(PLACES)('tells no token that comes back in %s', async (_where, answer) => {
		for (const token of [UUID, ODD]) {
			for (const [how, write] of WRITINGS) {
				const text = await left(call(answering([answer(write(token))], { profileToken: token })));
				expect({ how, token, isTold: reveals(text, token) }).toEqual({ how, token, isTold: false });
			}
		}
	});
});

test('the search for tokens finds them, written in each of these ways', () => {
	for (const [how, write] of WRITINGS) {
		for (const token of [UUID, ODD]) {
			expect({ how, token, isTold: reveals(`a ${write(token)} z`, token) }).toEqual({
				how,
				token,
				isTold: true,
			});
		}
	}
});

test.each(WRITINGS)('what stands around a token that is written %s stays as it is', async (_, write) => {
	for (const token of [UUID, ODD]) {
		const text = await withoutTokens(`a%20&amp; \\n ${write(token)} ü%3D&#61;`, [undefined, token]);
		expect(text).toMatch(/^a%20&amp; \\n .*\(token\).* ü%3D&#61;$/);
		expect(text.length).toBeLessThan(60);
	}
});

test.each([
	['no token at all', [undefined]],
	['tokens of less than 8 characters', ['', 'a', 'message', undefined]],
])('%s is looked for, so the text stays', async (_, tokens) => {
	const text = '<response><message>a message, undefined</message></response>';
	expect(await withoutTokens(text, tokens)).toBe(text);
});

test('two tokens in one text go, and where one ends as the other begins', async () => {
	const text = 'x sample-one sample-two sample-onesample-two %73ample-one%73ample-two';
	expect(await withoutTokens(text, ['sample-one', 'sample-two'])).toBe(
		'x (token) (token) (token)(token) (token)(token)',
	);
});

test('what comes after 50,000 escapes is not read', async () => {
	const text = `a${'%41'.repeat(50_000)}b sample-token`;
	expect(await withoutTokens(text, ['sample-token'])).toBe(`a${'%41'.repeat(50_000)}`);
	expect(await withoutTokens(text.slice(0, 3) + text.slice(6), ['sample-token'])).toBe(
		`${text.slice(0, 3)}${text.slice(6).replace('sample-token', '(token)')}`,
	);
});

test('of an answer that is made of tokens nothing is left but the mark', async () => {
	const twice = `${percent(UUID)} `;
	expect(await withoutTokens(twice.repeat(1_000), [UUID])).toBe('(token) '.repeat(1_000));
	expect(await withoutTokens(twice.repeat(1_001), [UUID])).toBe('(token)');
});

describe('no token that a request was sent with is told by its last answer', () => {
	const issued = ['sample-token-one', 'sample-token-two', 'sample-token-three'];

	/** @param stays whether a token is given again until it is refused */
	function tokensInTurn(stays: boolean): TokenSource {
		let index = -1;
		const next = () => issued[++index] ?? '';
		return {
			expiresAt: undefined,
			known: (refused) => (stays && issued[index] !== refused ? issued[index] : undefined),
			ripened: () => Promise.resolve(false),
			current: () => Promise.resolve(next()),
			renewed: () => Promise.resolve(next()),
		};
	}

	const taken = { text: submit(`<message>${issued.join(' ')}</message>`) };

	test.each([
		['it was renewed', [{ status: 401 }, taken], '(token) (token) sample-token-three'],
		['it was renewed twice', [{ status: 401 }, { status: 403 }, taken], '(token) (token) (token)'],
	])('where %s', async (_, answers, told) => {
		const asked = answering(answers, { tokens: tokensInTurn(true) });
		expect(await submitUpdate(asked, 'mboxPC=1')).toBe(told);
	});

	test('where each try had another', async () => {
		const retries = { maxRetries: 2, firstPauseMs: 0 };
		const asked = answering([{ status: 500 }, { status: 500 }, taken], {
			tokens: tokensInTurn(false),
			retries,
		});
		expect(await submitUpdate(asked, 'mboxPC=1')).toBe('(token) (token) (token)');
	});
});

test.each([
	['', 'demo-1', 'http://a.tt.omtrdc.net/s?batchId=demo-1'],
	['&amp;token=sample-token', 'demo-1', undefined],
	['-sample-token', undefined, undefined],
	['%2dsample%2Dtoken', undefined, undefined],
])(
	'of a status URL that ends with %j, the batch ID is %j and the rest %j',
	async (end, batchId, statusUrl) => {
		const text = submit(`<batchStatus>http://a.tt.omtrdc.net/s?batchId=demo-1${end}</batchStatus>`);
		const batch = await submitBatch(answering([{ text }]), 'v2', Buffer.from('batch='));
		expect(batch).toMatchObject({ batchId, statusUrl });
	},
);

describe('what the sign-in and the Admin API send back', () => {
	test.each([200, 400, 404, 429])('is not told: HTTP %i', async (status) => {
		for (const [, write] of WRITINGS) {
			for (const secret of [SERVER_TO_SERVER.clientSecret, UUID]) {
				const back = write(secret);
				for (const text of [
					back,
					`{"error":"${back}","error_description":"${back}"}`,
					`{"mboxProfileAttributes":["${back}"]}`,
				]) {
					const { transport } = answering([{ status, text, retryAfter: back }]);
					const told = [
						await left(requestImsToken(transport, SERVER_TO_SERVER)),
						await left(profileAttributeNames({ transport, settings: SERVER_TO_SERVER, imsToken: secret })),
					].join();
					expect(reveals(told, secret)).toBe(false);
				}
			}
		}
	});
});
