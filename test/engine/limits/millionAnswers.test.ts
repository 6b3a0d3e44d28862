import type { ICredentialTestFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import type { CannedAnswer } from '../../emulator';
import { credentialFor, emulatorPerTest, runBulk, runUpdate, serverToServerFor } from '../emulatedRun';
import { runNode } from '../engine';
import { HOSTILE_TEXTS, MILLION, WHOLE_TEXTS } from './hostileTexts';
import type { HostileText } from './hostileTexts';
import { holdOf, ownHold, slowTexts } from './longestHold';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { now } = virtualClock.clock;
const emulator = emulatorPerTest({
	clock: now,
	callsPerMinute: Infinity,
	identity: { attributeNames: ['tier'] },
});

const many = (piece: string, begin = '', end = '') =>
	begin + piece.repeat((MILLION - begin.length - end.length) / piece.length) + end;

const numbered = (count: number, one: (index: number) => string) =>
	Array.from({ length: count }, (_, index) => one(index));

/** Answers that are right but for their size. */
const LARGE: readonly HostileText[] = [
	[
		'failed rows',
		many('<profile><id>a&amp;b</id><status>failed</status></profile>', '<response><status>complete</status>'),
	],
	['a long message', many('a', '<response><success>true</success><message>', '</message></response>')],
	[
		'a long address',
		many('/', '<response><success>true</success><batchStatus>https://a', '</batchStatus></response>'),
	],
	[
		'attributes',
		`{"profileAttributes":{${numbered(25_000, (index) => `"a${index}":{"value":"x","modifiedAt":"y"}`).join(',')}}}`,
	],
	[
		'attributes that are just not too many',
		`{"profileAttributes":{${numbered(4_900, (index) => `"a${index}":{"value":"x","modifiedAt":"y"}`).join(',')}}}`,
	],
	[
		'fields that are just not too many',
		`{"profileAttributes":{${numbered(19_900, (index) => `"a${index}":1`).join(',')}}}`,
	],
	['small attributes', `{"profileAttributes":{${numbered(80_000, (index) => `"${index}a":1`).join(',')}}}`],
	['fields', `{${numbered(80_000, (index) => `"a${index}":1`).join(',')}}`],
	['lists', `{"a":[${numbered(300_000, () => '[]').join(',')}]}`],
	['objects', `{"a":[${numbered(300_000, () => '{}').join(',')}]}`],
	['names', `{"mboxProfileAttributes":[${numbered(90_000, (index) => `"n${index}"`).join(',')}]}`],
	['a long name', `{"mboxProfileAttributes":[${numbered(30, () => `"${'n'.repeat(30_000)}"`).join(',')}]}`],
	['a token', many('t', '{"expiresIn":1000,"expires_in":1000,"accessToken":"', '"}')],
];

const BODIES: readonly HostileText[] = [
	...HOSTILE_TEXTS,
	...LARGE,
	...WHOLE_TEXTS.map(
		([what, text]) => [`a refusal of ${what}`, `<response><success>false</success><message>${text}`] as const,
	),
	...WHOLE_TEXTS.map(
		([what, text]) =>
			[`JSON with ${what}`, JSON.stringify({ profileAttributes: { [text.slice(0, 1_000)]: text } })] as const,
	),
];

const PAGES: readonly HostileText[] = [
	...HOSTILE_TEXTS.map(([what, text]) => [`a page of ${what}`, `<html><style>${text}`] as const),
];

/** With a new secret for each run, as a token that was had once is kept. */
const serverToServer = () =>
	serverToServerFor(emulator(), { clientSecret: `sample-client-secret-${++secrets}` });
let secrets = 0;

const ONE = [{ id: 'c1', tier: 'gold' }];
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const TOKEN = 'sample-profile-token';

const run = (operation: string) =>
	ownHold(() =>
		runNode({
			parameters: { operation, profileId: 'c1', batch: 'batch-7', options: { maxRetries: 0 } },
			items: ONE,
			credential: credentialFor(emulator(), TOKEN),
			...CONTINUE,
		}),
	);

const signIn = () =>
	ownHold(() => runUpdate(emulator(), ONE, {}, { ...CONTINUE, credential: serverToServer() }));

/** Each kind of call, how many right answers come before the one in question, and the hold of a run with it. */
const CALLS: ReadonlyArray<readonly [what: string, before: number, hold: () => Promise<number>]> = [
	['an update', 0, () => run('updateProfile')],
	[
		'a batch',
		0,
		() =>
			ownHold(() =>
				runBulk(emulator(), ONE, {}, { ...CONTINUE, credential: credentialFor(emulator(), TOKEN) }),
			),
	],
	['a status', 0, () => run('getBulkUpdateStatus')],
	['a profile', 0, () => run('getProfile')],
	['a sign-in', 0, signIn],
	['a profile token', 1, signIn],
	[
		'the names of attributes',
		1,
		() => {
			const context = { getCredentials: () => Promise.resolve(serverToServer()), helpers: {} };
			const ask = new AdobeTarget().methods.listSearch.getAttributeNames;
			return holdOf(() => ask.call(context as unknown as ILoadOptionsFunctions).catch(() => undefined));
		},
	],
	[
		'the credential test',
		0,
		() => {
			const data = credentialFor(emulator(), TOKEN) as Record<string, string>;
			const test = new AdobeTarget().methods.credentialTest.testCredential;
			return holdOf(() =>
				test.call({} as ICredentialTestFunctions, { id: '1', name: 'a', type: 'adobeTargetApi', data }),
			);
		},
	],
];

describe.each(CALLS)('an answer to %s leaves the event loop free', (_, before, hold) => {
	const holdWith = async (answer: CannedAnswer) => {
		if (before > 0)
			emulator().answerNext(
				{ status: 200, body: JSON.stringify({ access_token: 'sample-sign-in', expires_in: 86_399 }) },
				before,
			);
		emulator().answerNext(answer);
		return await hold();
	};

	test.each([
		['', 200, BODIES],
		[', which is a page', 404, PAGES],
	] as const)('with a million characters in its body%s', async (_what, status, bodies) => {
		expect(await slowTexts(bodies, (body) => holdWith({ status, body }))).toEqual([]);
	});

	test('with as many characters in its headers as Node.js takes', async () => {
		const texts = HOSTILE_TEXTS.filter(([, text]) => /^[ -~]+$/.test(text.slice(0, 10))).map(
			([what, text]) => [what, text.slice(0, 15_000)] as const,
		);
		const answer = (text: string) => ({ status: 503, headers: { 'retry-after': text, 'x-other': 'a' } });
		expect(
			await slowTexts([...texts, ['digits', '9'.repeat(15_000)]], (text) => holdWith(answer(text))),
		).toEqual([]);
	});
});
