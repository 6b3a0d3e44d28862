import * as virtualClock from '../../../clock/virtualClock';
import { fetchProfile } from '../../../../nodes/AdobeTarget/api/calls/fetchProfile';
import type { Connection } from '../../../../nodes/AdobeTarget/api/sending/connection';
import { CallBudget } from '../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { submitBatch } from '../../../../nodes/AdobeTarget/api/calls/submitBatch';
import { submitUpdate } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import { startEmulator } from '../../../emulator';
import type { Emulator, EmulatorOptions, Readings } from '../../../emulator';
import { errorOf } from '../answering';
import { connectionTo } from '../connectionTo';
import { countsOf, timeless, tokensFor } from './account';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const open: Array<{ close(): Promise<void> }> = [];

async function emulatorWith(
	readings: Partial<Readings>,
	identity: EmulatorOptions['identity'] = {},
): Promise<Emulator> {
	const emulator = await startEmulator({ identity, readings, clock: clock.now });
	emulator.putProfile('thirdPartyId', 'c1', { tier: 'none' });
	open.push(emulator);
	return emulator;
}

afterEach(async () => {
	for (const one of open.splice(0).reverse()) await one.close();
});

/** Without retries, so that what is sent again is for the token's sake. */
function connectionWith(emulator: Emulator, tokens = tokensFor(emulator)): Connection {
	const way = connectionTo(emulator, { tokens, retries: { maxRetries: 0, firstPauseMs: 0 } });
	open.push(way.transport);
	return { ...way, transport: timeless(way.transport) };
}

const BATCH = Buffer.from('batch=thirdPartyId,tier\nc1,gold');

const CALLS = {
	update: async (connection: Connection) => {
		await submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold');
	},
	batch: async (connection: Connection) => {
		await submitBatch(connection, 'v2', BATCH);
	},
	fetch: async (connection: Connection) => {
		await fetchProfile(connection, 'thirdPartyId', 'c1');
	},
};

const REFUSALS = ['401', '403', 'successFalse', 'redirect'] as const;
const CASES = REFUSALS.flatMap((tokenRefusal) =>
	(['update', 'batch', 'fetch'] as const).map((call) => [tokenRefusal, call] as const),
);

describe.each(CASES)('where a token is refused by %s: a %s', (tokenRefusal, call) => {
	test('gets the token that somebody else has made meanwhile, and none is created', async () => {
		const emulator = await emulatorWith({ tokenRefusal });
		const connection = connectionWith(emulator);
		await CALLS[call](connection);
		emulator.identity?.resetToken();
		await CALLS[call](connection);
		expect(countsOf(emulator)).toMatchObject({ tokenReads: 2, tokenCreations: 0 });
	});

	test('waits for a token that was made moments ago, and none is created in its place', async () => {
		const emulator = await emulatorWith({ tokenRefusal, newTokenAfterMs: 50_000 }, { hasToken: false });
		const connection = connectionWith(emulator);
		const began = clock.now();
		await CALLS[call](connection);
		expect(clock.now() - began).toBeGreaterThan(50_000);
		expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
		expect(emulator.counts.refused).toBeLessThan(8);
	});

	test('gives a token up that is not taken for longer, in words', async () => {
		const emulator = await emulatorWith({ tokenRefusal, newTokenAfterMs: 600_000 }, { hasToken: false });
		const connection = connectionWith(emulator);
		const began = clock.now();
		const { message, advice } = await errorOf(CALLS[call](connection));
		expect(message).toMatch(
			tokenRefusal === 'redirect' ? /redirect, which is not followed$/ : /^Target refused the profile token/,
		);
		expect(advice).toMatch(/token/);
		expect(clock.now() - began).toBeLessThan(70_000);
		expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
	});
});

test('two processes, one of which finds the token that the other has just made, wait for it alike', async () => {
	const emulator = await emulatorWith({ newTokenAfterMs: 40_000 }, { hasToken: false });
	const connections = [connectionWith(emulator), connectionWith(emulator)];
	await Promise.all(connections.map((connection) => CALLS.update(connection)));
	expect(emulator.counts.singleUpdates).toBe(2);
	expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
});

test('where only batches are covered, updates and fetches go with the token nevertheless', async () => {
	const emulator = await emulatorWith({ tokenCovers: 'bulk' });
	const connection = connectionWith(emulator);
	for (const call of Object.values(CALLS)) await call(connection);
	const toEdge = emulator.requests.filter(({ url }) => /^\/(m2|rest)\//.test(url));
	expect(toEdge.map(({ headers }) => headers.authorization?.startsWith('Bearer '))).toEqual([
		true,
		true,
		true,
	]);
});

describe.each(['gateway', 'page'] as const)('where the Admin API’s 404 comes as %s', (adminNotFound) => {
	test('no token is created, and one that somebody makes is found', async () => {
		const emulator = await emulatorWith({ adminNotFound }, { hasToken: false });
		const connection = connectionWith(emulator);
		const { message } = await errorOf(CALLS.batch(connection));
		expect(message).toBe('Adobe’s Admin API does not say whether there is a profile token');
		expect(countsOf(emulator).tokenCreations).toBe(0);
		emulator.identity?.resetToken();
		await CALLS.batch(connection);
		expect(emulator.counts.batches).toBe(1);
	});
});

test('where none may be created, an error says who can, and one that he makes is found', async () => {
	const emulator = await emulatorWith({}, { hasToken: false });
	const connection = connectionWith(emulator, tokensFor(emulator, { createToken: false }));
	const { message, advice } = await errorOf(CALLS.update(connection));
	expect(message).toBe('There is no profile token, and the credential does not let the node create one');
	expect(advice).toMatch(/Approver.*Administration > Implementation > Profile API/);
	expect(countsOf(emulator)).toMatchObject({ tokenReads: 1, tokenCreations: 0 });
	emulator.identity?.resetToken();
	await CALLS.update(connection);
	expect(emulator.counts.singleUpdates).toBe(1);
});

describe('Admin calls count among the 50 a minute', () => {
	test('and nobody is refused for too many where a token ends while uploads wait for their turn', async () => {
		const LIFE_SECONDS = 660;
		const emulator = await emulatorWith({}, { hasToken: false, tokenSeconds: LIFE_SECONDS });
		const budget = new CallBudget();
		const connections = [1, 2].map(() => ({
			...connectionWith(emulator, tokensFor(emulator, {}, budget)),
			budget,
		}));
		const upload = () =>
			Promise.all(connections.flatMap((one) => Array.from({ length: 40 }, () => CALLS.batch(one))));
		await upload();
		// It is used for nine tenths of its life.
		await clock.sleep(LIFE_SECONDS * 900 - 30_000 - clock.now());
		await upload();
		await upload();
		expect(emulator.counts).toMatchObject({ batches: 240, refused: 0 });
		expect(countsOf(emulator)).toMatchObject({ tokensBroken: 0 });
	});

	test.each([46, 47, 48, 49, 50])(
		'and no second token is created by one process that has made %i calls, beside one that has made none',
		async (made) => {
			const emulator = await emulatorWith({}, { hasToken: false });
			const used = new CallBudget();
			const ends = await Promise.all(Array.from({ length: made }, () => used.take()));
			for (const end of ends) end();
			const slow = tokensFor(emulator, {}, used).current();
			await clock.sleep(3_000);
			const quick = tokensFor(emulator).current();
			expect(await slow).toBe(await quick);
			expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
		},
	);

	test('and none is held by one who waits for a token', async () => {
		const emulator = await emulatorWith({}, { hasToken: false });
		const budget = new CallBudget();
		const connection = { ...connectionWith(emulator, tokensFor(emulator, {}, budget)), budget };
		const began = clock.now();
		await Promise.all(Array.from({ length: 45 }, () => CALLS.batch(connection)));
		expect(clock.now() - began).toBeLessThan(10_000);
		expect(emulator.counts).toMatchObject({ batches: 45, refused: 0 });
	});
});

test('a no for another reason asks nobody for a token', async () => {
	const emulator = await emulatorWith({});
	const connection = connectionWith(emulator);
	await CALLS.batch(connection);
	const { requests } = emulator.counts;
	const { message } = await errorOf(submitBatch(connection, 'v2', Buffer.from('batch=thirdPartyId,tier')));
	expect(message).toBe('Target refused the update: Batch is empty');
	expect(emulator.counts.requests - requests).toBe(1);
});

test('a no that only speaks of tokens is told in Target’s words, once no other token is to be had', async () => {
	const emulator = await emulatorWith({});
	const connection = connectionWith(emulator);
	await CALLS.batch(connection);
	emulator.answerNext({
		status: 200,
		body: '<response><success>false</success><message>invalid token "," in line 3</message></response>',
	});
	const { advice } = await errorOf(CALLS.batch(connection));
	expect(advice).toContain('Target says: "invalid token "," in line 3"');
	expect(countsOf(emulator)).toMatchObject({ tokenReads: 2, tokenCreations: 0 });
});
