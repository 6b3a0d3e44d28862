import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';

import * as virtualClock from '../../../clock/virtualClock';
import { readBatchStatus } from '../../../../nodes/AdobeTarget/api/calls/batchStatus';
import { CallBudget } from '../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { TokensOfProcess } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import { startEmulator } from '../../../emulator';
import type { CannedAnswer, Emulator, EmulatorOptions, Fault } from '../../../emulator';
import { answering, errorOf } from '../answering';
import { connectionTo } from '../connectionTo';
import { countsOf, settingsFor, tokensFor, wayTo } from './account';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const emulators: Emulator[] = [];

async function emulatorWith(identity: EmulatorOptions['identity'] = {}): Promise<Emulator> {
	const emulator = await startEmulator({ identity, clock: clock.now });
	emulators.push(emulator);
	return emulator;
}

afterEach(async () => {
	onSleep();
	for (const emulator of emulators.splice(0)) await emulator.close();
});

const MINUTE_MS = 60_000;

/** The next request is answered as it would be anyway. */
const AS_USUAL: Fault = { fault: 'latency', ms: 0 };

/** The Admin API's own words for that there is no token. */
const NONE: CannedAnswer = {
	status: 404,
	body: '{"httpStatus":404,"errors":[{"errorCode":"NotFound","message":"There is no token"}]}',
};

const profileToken = (token: string, expiresIn: unknown = 86_400): CannedAnswer => ({
	status: 200,
	body: JSON.stringify({ accessToken: token, expiresIn }),
});
const signIn = (expiresIn: unknown = 86_399): CannedAnswer => ({
	status: 200,
	body: JSON.stringify({ access_token: 'sample-ims-token', expires_in: expiresIn }),
});

/** Orders what the next requests are answered. */
function answersOf(emulator: Emulator, ...answers: ReadonlyArray<CannedAnswer | Fault>): void {
	for (const answer of answers) emulator.answerNext(answer);
}

describe('a creation whose answer does not come', () => {
	const DONE: ReadonlyArray<readonly [string, CannedAnswer | Fault]> = [
		['is lost', { fault: 'close', at: 'processed' }],
		['is reset', { fault: 'reset', at: 'processed' }],
		['is cut in its head', { fault: 'close', at: 'halfHead' }],
		['is cut in its body', { fault: 'close', at: 'halfBody' }],
		['is a 500', { status: 500, processed: true }],
		['is a 503', { status: 503, processed: true }],
		['is a gateway’s page', { status: 200, body: '<html></html>', processed: true }],
		['is empty', { fault: 'spoiled', how: 'empty' }],
		['is half', { fault: 'spoiled', how: 'half' }],
	];

	test.each(DONE)('%s: the existing token is asked for, and no second one is created', async (_, answer) => {
		const emulator = await emulatorWith({ hasToken: false });
		answersOf(emulator, AS_USUAL, AS_USUAL, AS_USUAL, answer);
		const token = await tokensFor(emulator).current();
		expect(emulator.identity?.isGood(token)).toBe(true);
		expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
	});

	const NOT_DONE: ReadonlyArray<readonly [string, CannedAnswer | Fault]> = [
		['is lost', { fault: 'close', at: 'requestRead' }],
		['is a 500', { status: 500 }],
		['is a gateway’s page', { status: 200, body: '<html></html>' }],
	];

	test.each(NOT_DONE)(
		'%s, and it was not done: an error says so, and ten minutes later it is done',
		async (_, answer) => {
			const emulator = await emulatorWith({ hasToken: false });
			const tokens = tokensFor(emulator);
			answersOf(emulator, AS_USUAL, AS_USUAL, AS_USUAL, answer);
			const error = await errorOf(tokens.current());
			expect(error.message).toBe(
				'A new profile token was asked for a moment ago, and Adobe does not give it',
			);
			expect(error.advice.match(/tried 4 times/g)).toHaveLength(1);
			expect(countsOf(emulator).tokenCreations).toBe(0);
			await clock.sleep(10 * MINUTE_MS);
			expect(emulator.identity?.isGood(await tokens.current())).toBe(true);
		},
	);

	test.each([401, 403, 429])('is a %i: it was refused, and may be asked for again', async (status) => {
		const emulator = await emulatorWith({ hasToken: false });
		const tokens = tokensFor(emulator);
		answersOf(emulator, AS_USUAL, AS_USUAL, AS_USUAL, { status });
		await tokens.current().catch(() => undefined);
		expect(emulator.identity?.isGood(await tokens.current())).toBe(true);
		expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1 });
	});
});

test('a token is created once in ten minutes, whatever becomes of it', async () => {
	const emulator = await emulatorWith({ hasToken: false });
	const process = new TokensOfProcess();
	const tokens = (clientId = 'sample-client-id') =>
		process.of(
			settingsFor(emulator, { clientId }),
			{ kind: 'unfiltered', open: () => wayTo(emulator) },
			new CallBudget(),
		);
	const first = await tokens().current();
	// Four tries, each of which asks twice.
	answersOf(emulator, ...Array<CannedAnswer>(8).fill(NONE));
	const error = await errorOf(tokens().renewed(first));
	expect(error.message).toMatch(/^A new profile token was asked for a moment ago/);
	expect(countsOf(emulator).tokenCreations).toBe(1);
	await clock.sleep(10 * MINUTE_MS);
	answersOf(emulator, ...Array<CannedAnswer>(2).fill(NONE));
	expect(await tokens().renewed(first)).not.toBe(first);
	expect(countsOf(emulator).tokenCreations).toBe(2);
});

describe('the tries of a flight', () => {
	test('stand in one loop, and are said once', async () => {
		const emulator = await emulatorWith();
		answersOf(emulator, ...Array<CannedAnswer>(50).fill({ status: 429 }));
		const error = await errorOf(tokensFor(emulator).current());
		expect(error.message).toBe('Adobe’s identity service is limiting the requests');
		expect(error.advice.match(/It was tried/g)).toHaveLength(1);
		expect(emulator.counts.requests).toBe(4);
	});

	test.each([
		['the identity service', []],
		['the Admin API', [AS_USUAL]],
	])('follow the Retry-After of %s', async (_, before) => {
		const emulator = await emulatorWith();
		answersOf(emulator, ...before, { status: 429, headers: { 'retry-after': '30' } });
		const began = clock.now();
		expect(emulator.identity?.isGood(await tokensFor(emulator).current())).toBe(true);
		expect(clock.now() - began).toBe(30_000);
		expect(countsOf(emulator).signIns).toBe(1);
	});

	test('end at once where Adobe asks to wait longer than is followed', async () => {
		const emulator = await emulatorWith();
		answersOf(emulator, ...Array<CannedAnswer>(50).fill({ status: 429, headers: { 'retry-after': '30' } }));
		const began = clock.now();
		const error = await errorOf(tokensFor(emulator).current());
		expect(error.advice).toContain('Adobe asks to wait 30 s.');
		expect(clock.now() - began).toBe(30_000);
		expect(emulator.counts.requests).toBe(2);
	});
});

describe('a flight that hangs', () => {
	const STALL: Fault = { fault: 'stall', at: 'headRead' };
	/** On this way time passes. */
	const tokensOn = (emulator: Emulator) =>
		new TokensOfProcess().of(
			settingsFor(emulator),
			{ kind: 'unfiltered', open: () => connectionTo(emulator).transport },
			new CallBudget(),
		);

	/** Whether somebody still waits, some turns of the event loop later. */
	const isWaiting = async (waiting: Promise<unknown>): Promise<boolean> => {
		let hasEnded = false;
		void waiting.then(() => (hasEnded = true));
		for (let turn = 0; turn < 50; turn++) await setImmediate();
		return !hasEnded;
	};

	test.each<readonly [where: string, before: ReadonlyArray<CannedAnswer | Fault>, lastsMs: number]>([
		['at the sign-in is given up after a minute', [], MINUTE_MS],
		['at the existing token is given up after a minute', [AS_USUAL], MINUTE_MS],
		[
			'has a minute beside the waiting that Adobe asks for',
			[{ status: 429, headers: { 'retry-after': '40' } }, AS_USUAL],
			MINUTE_MS + 40_000,
		],
	])('%s', async (_, before, lastsMs) => {
		const emulator = await emulatorWith();
		answersOf(emulator, ...before, STALL);
		const began = clock.now();
		const waiting = errorOf(tokensOn(emulator).current());
		while (emulator.counts.requests < before.length) await setImmediate();
		expect(await isWaiting(waiting)).toBe(true);
		await clock.sleep(began + lastsMs - 1_000 - clock.now());
		expect(await isWaiting(waiting)).toBe(true);
		await clock.sleep(2_000);
		expect((await waiting).message).toBe('Adobe did not give a profile token in time');
		while (emulator.counts.openConnections > 0) await setImmediate();
	});

	test('is aborted when the last one who waits is stopped, and the next one begins anew', async () => {
		const emulator = await emulatorWith();
		answersOf(emulator, STALL);
		const tokens = tokensOn(emulator);
		const stops = [new AbortController(), new AbortController()];
		const waiting = stops.map(({ signal }) => tokens.current(signal));
		const settled = Promise.allSettled(waiting);
		while (emulator.counts.openConnections === 0) await setImmediate();
		stops[0]?.abort(new Error('stopped'));
		await expect(waiting[0]).rejects.toThrow('stopped');
		expect(emulator.counts.openConnections).toBe(1);
		const aborted = performance.now();
		stops[1]?.abort(new Error('stopped too'));
		await expect(waiting[1]).rejects.toThrow('stopped too');
		await settled;
		while (emulator.counts.openConnections > 0) await setImmediate();
		// The way itself would give up after ten seconds.
		expect(performance.now() - aborted).toBeLessThan(5_000);
		expect(emulator.identity?.isGood(await tokens.current())).toBe(true);
	});
});

test('many who wait have one listener at their signal, and none when it is over', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	const { signal } = new AbortController();
	const add = jest.spyOn(signal, 'addEventListener');
	const remove = jest.spyOn(signal, 'removeEventListener');
	await Promise.all(Array.from({ length: 50 }, () => tokens.current(signal)));
	await setImmediate();
	expect(add).toHaveBeenCalledTimes(1);
	expect(remove).toHaveBeenCalledTimes(1);
});

describe('lifetimes', () => {
	const DAY_SECONDS = 86_400;
	const ODD = [59, 401 * DAY_SECONDS, 1e300, -1, 0];
	const WORDS = 'gave a token with a lifetime that can’t be right';

	test.each(ODD)('of %d seconds are none for a sign-in', async (seconds) => {
		const emulator = await emulatorWith();
		answersOf(emulator, signIn(seconds));
		const { message } = await errorOf(tokensFor(emulator).current());
		expect(message).toBe(`Adobe’s identity service ${WORDS}`);
		expect(emulator.counts.requests).toBe(1);
	});

	test.each([401 * DAY_SECONDS, 1e300])('of %d seconds are none for an existing token', async (seconds) => {
		const emulator = await emulatorWith();
		answersOf(emulator, AS_USUAL, profileToken('sample-token', seconds));
		const { message } = await errorOf(tokensFor(emulator).current());
		expect(message).toBe(`Adobe’s Admin API ${WORDS}`);
	});

	test.each([0, -1, -1e300])('of %d seconds mean that an existing token has expired', async (seconds) => {
		const emulator = await emulatorWith({ hasToken: false });
		answersOf(emulator, AS_USUAL, profileToken('sample-token', seconds));
		expect(await tokensFor(emulator).current()).not.toBe('sample-token');
		expect(countsOf(emulator).tokenCreations).toBe(1);
	});

	test.each([401 * DAY_SECONDS, 1e300, -1, 0])(
		'of %d seconds are none for a new token, and no second one is created',
		async (seconds) => {
			const emulator = await emulatorWith({ hasToken: false, tokenSeconds: seconds });
			const tokens = tokensFor(emulator);
			await errorOf(tokens.current());
			await errorOf(tokens.current());
			expect(countsOf(emulator).tokenCreations).toBe(1);
		},
	);

	test('of less than a minute are none for a new token, which is used when it is found to exist', async () => {
		const emulator = await emulatorWith({ hasToken: false, tokenSeconds: 59 });
		expect(emulator.identity?.isGood(await tokensFor(emulator).current())).toBe(true);
		expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
	});

	test.each([null, '3600', true, [], {}])('that are no number are none (%j)', async (seconds) => {
		const emulator = await emulatorWith();
		answersOf(emulator, AS_USUAL, profileToken('sample-token', seconds));
		const { message } = await errorOf(tokensFor(emulator).current());
		expect(message).toBe('Adobe’s Admin API gave no profile token');
	});

	test('of the last seconds are used to their end', async () => {
		const emulator = await emulatorWith();
		answersOf(emulator, AS_USUAL, profileToken('sample-token', 10));
		const tokens = tokensFor(emulator);
		expect(await tokens.current()).toBe('sample-token');
		await clock.sleep(8_900);
		expect(await tokens.current()).toBe('sample-token');
		await clock.sleep(200);
		expect(await tokens.current()).not.toBe('sample-token');
	});
});

describe('a token that was refused', () => {
	/** A token of an hour is still good by then, and to be asked for anew. */
	const NEARLY_OLD_MS = 55 * MINUTE_MS;

	test('stays in use for others until another is there', async () => {
		const emulator = await emulatorWith();
		const tokens = tokensFor(emulator);
		const token = await tokens.current();
		answersOf(emulator, { status: 403 });
		await errorOf(tokens.renewed(token));
		const { requests } = emulator.counts;
		expect(await tokens.current()).toBe(token);
		expect(emulator.counts.requests).toBe(requests);
	});

	test('and is called valid is not asked for again within a minute', async () => {
		const emulator = await emulatorWith();
		const tokens = tokensFor(emulator);
		const token = await tokens.current();
		const MESSAGE = 'Target refused the profile token that Adobe’s Admin API gives as valid';
		expect((await errorOf(tokens.renewed(token))).message).toBe(MESSAGE);
		const { requests } = emulator.counts;
		await clock.sleep(59_000);
		expect((await errorOf(tokens.renewed(token))).message).toBe(MESSAGE);
		expect(await tokens.current()).toBe(token);
		expect(emulator.counts.requests).toBe(requests);
		await clock.sleep(2_000);
		emulator.identity?.resetToken();
		expect(emulator.identity?.isGood(await tokens.renewed(token))).toBe(true);
	});

	test('is not handed out again by a flight that another began for an older one', async () => {
		const emulator = await emulatorWith({ tokenSeconds: 3_600 });
		const tokens = tokensFor(emulator);
		const valid = await tokens.current();
		await clock.sleep(NEARLY_OLD_MS);
		const [older, refused] = await Promise.allSettled([
			tokens.renewed('sample-older-token'),
			tokens.renewed(valid),
		]);
		expect(older).toMatchObject({ status: 'fulfilled', value: valid });
		expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(TargetError) as unknown });
	});

	test('and is called valid is no error for one who was refused with another, or needs any', async () => {
		const emulator = await emulatorWith({ tokenSeconds: 3_600 });
		const tokens = tokensFor(emulator);
		const valid = await tokens.current();
		await clock.sleep(NEARLY_OLD_MS);
		const [refused, other, any] = await Promise.allSettled([
			tokens.renewed(valid),
			tokens.renewed('sample-older-token'),
			tokens.current(),
		]);
		expect(refused.status).toBe('rejected');
		expect(other).toMatchObject({ status: 'fulfilled', value: valid });
		expect(any).toMatchObject({ status: 'fulfilled', value: valid });
	});

	test('by another host than the edge is not renewed', async () => {
		const asked: string[] = [];
		const tokens = {
			expiresAt: undefined,
			known: () => 'sample-token',
			ripened: () => Promise.resolve(false),
			current: () => Promise.resolve('sample-token'),
			renewed: (refused: string) => {
				asked.push(refused);
				return Promise.resolve('sample-other-token');
			},
		};
		const status = 'm2/democlient/profile/batchStatus?batchId=1';
		for (const host of ['mboxedge45', 'democlient']) {
			const connection = answering([{ status: 403 }], { tokens });
			await errorOf(readBatchStatus(connection, `https://${host}.tt.omtrdc.net/${status}`, true));
			expect(asked).toHaveLength(host === 'democlient' ? 2 : 0);
		}
	});
});

test('nobody joins a flight that goes another way than his own: an execution with n8n’s SSRF filter, one without, the test of a credential', async () => {
	const emulator = await emulatorWith();
	const process = new TokensOfProcess();
	const flights: string[] = [];
	const tokens = (kind: 'unfiltered' | 'filtered' | 'credentialTest') =>
		process.of(
			settingsFor(emulator),
			{
				kind,
				open: () => {
					flights.push(kind);
					return wayTo(emulator);
				},
			},
			new CallBudget(),
		);
	const ways = ['unfiltered', 'filtered', 'credentialTest'] as const;
	await Promise.all([...ways, ...ways].map((kind) => tokens(kind).current()));
	expect(flights).toEqual(ways);
});

test('what the process keeps holds no secret of the credential, and is forgotten after a day unused', async () => {
	const emulator = await emulatorWith();
	const process = new TokensOfProcess();
	const tokens = (clientSecret = 'sample-client-secret') =>
		process.of(
			settingsFor(emulator, { clientSecret }),
			{ kind: 'unfiltered', open: () => wayTo(emulator) },
			new CallBudget(),
		);
	const kept = () => inspect(process, { depth: Infinity, showHidden: true });
	const token = await tokens().current();
	await tokens('sample-client-secret-of-before')
		.current()
		.catch(() => undefined);
	expect(kept()).toContain(token);
	expect(kept()).not.toMatch(/sample-client-(secret|id)|demotenant|openid/);

	await clock.sleep(24 * 60 * MINUTE_MS + 1);
	expect(tokens('sample-client-secret-of-another').expiresAt).toBeUndefined();
	expect(kept()).not.toContain(token);
});

test('no token that is known is told by what the Admin API says when another is asked for', async () => {
	const emulator = await emulatorWith();
	const [first, second, profile] = ['sample-sign-in-one', 'sample-sign-in-two', 'sample-profile-token'];
	const signedIn = (token: string): CannedAnswer => ({
		status: 200,
		body: JSON.stringify({ access_token: token, expires_in: 86_399 }),
	});
	const message = `Not ${[first, second, profile].join(', ')}`;
	answersOf(emulator, signedIn(first), profileToken(profile), { status: 401 }, signedIn(second), {
		status: 400,
		body: JSON.stringify({ error_code: '400000', message }),
	});
	const tokens = tokensFor(emulator);
	expect(await tokens.current()).toBe(profile);
	const error = await errorOf(tokens.renewed(profile));
	expect(error.advice).toContain('It says: "400000: Not (token), (token), (token)"');
});
