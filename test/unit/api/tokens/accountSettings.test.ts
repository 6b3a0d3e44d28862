import * as virtualClock from '../../../clock/virtualClock';
import type {
	TargetAnswer,
	TargetRequest,
	Transport,
} from '../../../../nodes/AdobeTarget/api/http/transport';
import { CallBudget } from '../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import {
	requireClientCodeOf,
	settingsOfAccount,
} from '../../../../nodes/AdobeTarget/api/tokens/accountSettings';
import type { AccountSettings } from '../../../../nodes/AdobeTarget/api/tokens/accountSettings';
import { TokensOfProcess } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import { errorOf, SERVER_TO_SERVER } from '../answering';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

type Answer = Partial<TargetAnswer> | ((request: TargetRequest) => Promise<never>);

/** What the Admin API answers, by what it is asked for. */
interface Answers {
	readonly signIn?: Answer;
	readonly atJs?: Answer;
	readonly clients?: Answer;
}

const SIGNED_IN: Answer = { text: '{"access_token":"sample-ims-token","expires_in":86399}' };
const TOKEN: Answer = { text: '{"accessToken":"sample-profile-token","expiresIn":7776000}' };
const AT_JS: Answer = { text: '{"clientCode":"democlient","profileLifetime":14,"timeout":3000}' };
const CLIENTS: Answer = { text: '{"enableProfileApiAuthentication":true,"locale":"en_US"}' };

const PATHS = {
	signIn: '/ims/token/v3',
	token: '/demotenant/target/authentication/token',
	atJs: '/demotenant/target/atjs/settings',
	clients: '/demotenant/target/clients/settings',
};

/** An account whose Admin API answers so, and all requests to it. */
function account({ signIn = SIGNED_IN, atJs = AT_JS, clients = CLIENTS }: Answers = {}) {
	const answers = new Map([
		[PATHS.signIn, signIn],
		[PATHS.token, TOKEN],
		[PATHS.atJs, atJs],
		[PATHS.clients, clients],
	]);
	const requests: TargetRequest[] = [];
	const transport: Transport = {
		send(request) {
			requests.push(request);
			const answer = answers.get(new URL(request.url).pathname) ?? { status: 404 };
			if (typeof answer === 'function') return answer(request);
			return Promise.resolve({ status: 200, text: '', retryAfter: undefined, ...answer });
		},
		close: () => Promise.resolve(),
	};
	const way = { kind: 'unfiltered', open: () => transport } as const;
	const tokens = new TokensOfProcess().of(SERVER_TO_SERVER, way, new CallBudget());
	return { requests, settings: () => settingsOfAccount(tokens, transport) };
}

const json = (value: unknown): Answer => ({ text: JSON.stringify(value) });

test.each<[what: string, answers: Answers, settings: AccountSettings]>([
	['all that it says', {}, { clientCode: 'democlient', profileDays: 14, asksForToken: true }],
	[
		'that it asks for no token',
		{ clients: json({ enableProfileApiAuthentication: false }) },
		{ clientCode: 'democlient', profileDays: 14, asksForToken: false },
	],
	[
		'what at.js says, where the other answer is none',
		{ clients: { status: 404 } },
		{ clientCode: 'democlient', profileDays: 14 },
	],
	[
		'what the client’s settings say, where the other answer is none',
		{ atJs: { status: 403, text: '{"error_code":"403025","clientCode":"other"}' } },
		{ asksForToken: true },
	],
])('of an account is known %s', async (_, answers, settings) => {
	expect(await account(answers).settings()).toEqual(settings);
});

test.each<[profileLifetime: unknown, profileDays: number | undefined]>([
	[14, 14],
	[15, 15],
	[90, 90],
	[13, undefined],
	[91, undefined],
	[336, undefined],
	[1_209_600, undefined],
	[0, undefined],
	[-14, undefined],
	[14.5, undefined],
	['14', undefined],
	[null, undefined],
	[[14], undefined],
])('a lifetime of %j is in days: %j', async (profileLifetime, profileDays) => {
	const { settings } = account({ atJs: json({ profileLifetime }) });
	expect((await settings()).profileDays).toBe(profileDays);
});

test.each<[clientCode: unknown, known: string | undefined]>([
	['democlient', 'democlient'],
	['Demo-Client_2', 'Demo-Client_2'],
	['', undefined],
	['a.b/c', undefined],
	['<b>x</b>', undefined],
	['other.tt.omtrdc.net', undefined],
	['https://other.tt.omtrdc.net', undefined],
	[4711, undefined],
	[['democlient'], undefined],
	[null, undefined],
])('a client code %j is one: %j', async (clientCode, known) => {
	const { settings } = account({ atJs: json({ clientCode }) });
	expect((await settings()).clientCode).toBe(known);
});

test.each(['true', 1, 0, null, { value: true }])(
	'whether it asks for a token is not known by %j',
	async (enableProfileApiAuthentication) => {
		const { settings } = account({ clients: json({ enableProfileApiAuthentication }) });
		expect(await settings()).toEqual({ clientCode: 'democlient', profileDays: 14 });
	},
);

describe('nothing is known of it, and nothing is thrown, where the Admin API gives', () => {
	const fields = '{"clientCode":"other","profileLifetime":90,"enableProfileApiAuthentication":true}';

	test.each<[what: string, answer: Answer]>([
		['not found', { status: 404, text: fields }],
		['no access', { status: 403, text: fields }],
		['an error of its own', { status: 500, text: fields }],
		['its limit', { status: 503, text: fields, retryAfter: '90' }],
		['a redirect', { status: 302, text: fields }],
		['a creation', { status: 201, text: fields }],
		['an empty answer', { text: '' }],
		['a page', { text: '<html>Sign in</html>' }],
		['a list', { text: `[${fields}]` }],
		['a wrapped answer', { text: `{"settings":${fields}}` }],
		['half an answer', { text: fields.slice(0, -5) }],
		['null', { text: 'null' }],
		['no connection', () => Promise.reject(new Error('read ECONNRESET'))],
	])('%s', async (_, answer) => {
		expect(await account({ atJs: answer, clients: answer }).settings()).toEqual({});
	});

	test('no sign-in for these calls; it does not sign in again, as Adobe throttles who does so often', async () => {
		const refused = { status: 401, text: '{"error_code":"401013"}' };
		const { requests, settings } = account({ atJs: refused, clients: refused });
		expect(await settings()).toEqual({});
		expect(requests.filter(({ url }) => url.includes(PATHS.signIn))).toHaveLength(1);
	});
});

test('it is asked by the sign-in, in reading calls that are not repeated, after the token', async () => {
	const { requests, settings } = account();
	await settings();
	expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(Object.values(PATHS));
	for (const { method, url, headers } of requests.slice(2)) {
		expect([method, new URL(url).origin]).toEqual(['GET', SERVER_TO_SERVER.adminUrl]);
		expect(headers).toMatchObject({
			authorization: 'Bearer sample-ims-token',
			'x-api-key': SERVER_TO_SERVER.clientId,
		});
	}
});

test('where no token can be had, that is the error, and the settings are not asked for', async () => {
	const { requests, settings } = account({ signIn: { status: 400, text: '{"error":"invalid_client"}' } });
	await errorOf(settings());
	expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([PATHS.signIn]);
});

describe('whoever asks can do without, so', () => {
	/** No answer until the request is ended. */
	const silence = async ({ signal }: TargetRequest) =>
		await new Promise<never>((_, reject) => {
			signal?.addEventListener('abort', () => {
				reject(new Error('ended'));
			});
		});

	test.each<[what: string, answers: Answers, settings: AccountSettings]>([
		['of all', { atJs: silence, clients: silence }, {}],
		['of the last', { clients: silence }, { clientCode: 'democlient', profileDays: 14 }],
	])('an answer that does not come is waited for five seconds: %s', async (_, answers, settings) => {
		let known: AccountSettings | undefined;
		const asked = account(answers)
			.settings()
			.then((found) => (known = found));
		await clock.sleep(4_999);
		expect(known).toBeUndefined();
		await clock.sleep(1);
		await asked;
		expect(known).toEqual(settings);
	});

	test('a request that was answered is not ended later', async () => {
		const { requests, settings } = account();
		await settings();
		await clock.sleep(10_000);
		expect(requests.map(({ signal }) => signal?.aborted).slice(2)).toEqual([false, false]);
	});
});

describe('the client code of the credential', () => {
	test.each<[known: string | undefined, clientCode: string]>([
		['democlient', 'democlient'],
		['DemoClient', 'democlient'],
		['democlient', 'DEMOCLIENT'],
		[undefined, 'democlient'],
	])('may be the tenant’s, which is %j: %s', (known, clientCode) => {
		expect(() => {
			requireClientCodeOf(known === undefined ? {} : { clientCode: known }, { clientCode });
		}).not.toThrow();
	});

	test.each(['other', 'democlient2', 'demo-client'])('may be none but the tenant’s, which is %s', (known) => {
		expect(() => {
			requireClientCodeOf({ clientCode: known }, { clientCode: 'democlient' });
		}).toThrow('The client code of the credential is not the tenant’s');
	});
});
