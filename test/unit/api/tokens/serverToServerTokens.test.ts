import * as virtualClock from '../../../clock/virtualClock';
import { fetchProfile } from '../../../../nodes/AdobeTarget/api/calls/fetchProfile';
import { submitUpdate } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import { CallBudget } from '../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { tokensOf } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import type { ServerToServerTokens } from '../../../../nodes/AdobeTarget/api/tokens/serverToServerTokens';
import { startEmulator } from '../../../emulator';
import type { Emulator, EmulatorOptions } from '../../../emulator';
import { errorOf } from '../answering';
import { connectionTo } from '../connectionTo';
import { countsOf, settingsFor, timeless, tokensFor, wayTo } from './account';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const emulators: Emulator[] = [];

async function emulatorWith(
	identity: EmulatorOptions['identity'] = {},
	readings: EmulatorOptions['readings'] = {},
): Promise<Emulator> {
	const emulator = await startEmulator({ identity, readings, clock: clock.now });
	emulators.push(emulator);
	return emulator;
}

afterEach(async () => {
	onSleep();
	for (const emulator of emulators.splice(0)) await emulator.close();
});

/** Sends updates over a connection of its own until a time is over, one every so often. */
async function keepSending(
	emulator: Emulator,
	tokens: ServerToServerTokens,
	milliseconds: number,
	everyMs: number,
) {
	const way = connectionTo(emulator, { tokens, retries: { maxRetries: 0, firstPauseMs: 0 } });
	const connection = { ...way, transport: timeless(way.transport) };
	const end = clock.now() + milliseconds;
	let sent = 0;
	while (clock.now() < end) {
		await submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold');
		sent++;
		await clock.sleep(everyMs);
	}
	await connection.transport.close();
	return sent;
}

test('the existing token is taken, and none is created', async () => {
	const emulator = await emulatorWith();
	const token = await tokensFor(emulator).current();
	expect(emulator.identity?.isGood(token)).toBe(true);
	expect(countsOf(emulator)).toEqual({ signIns: 1, tokenReads: 1, tokenCreations: 0, tokensBroken: 0 });
});

test('a token is created where there is none', async () => {
	const emulator = await emulatorWith({ hasToken: false });
	const token = await tokensFor(emulator).current();
	expect(emulator.identity?.isGood(token)).toBe(true);
	expect(countsOf(emulator)).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
});

test('however many ask, one flight goes, and what it brought is kept', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
	await tokens.current();
	expect(countsOf(emulator)).toMatchObject({ signIns: 1, tokenReads: 1 });
	expect(emulator.counts.requests).toBe(2);
});

test('all executions of a process share the tokens of a credential, and none of another', async () => {
	const emulator = await emulatorWith();
	const open = () => wayTo(emulator);
	const token = await tokensOf(
		settingsFor(emulator),
		{ kind: 'unfiltered', open },
		new CallBudget(),
	).current();
	const { requests } = emulator.counts;
	expect(await tokensOf(settingsFor(emulator), { kind: 'filtered', open }, new CallBudget()).current()).toBe(
		token,
	);
	expect(emulator.counts.requests).toBe(requests);
	const other = tokensOf(
		settingsFor(emulator, { clientSecret: 'other' }),
		{ kind: 'unfiltered', open },
		new CallBudget(),
	);
	await expect(other.current()).rejects.toThrow('client secret');
});

test.each(['gone', 'expired'] as const)(
	'tokens of a quarter of an hour’s life last through hours of four executions in two processes (%s)',
	async (expiredTokenIs) => {
		const emulator = await emulatorWith({ tokenSeconds: 900, expiredTokenIs });
		emulator.putProfile('thirdPartyId', 'c1');
		const processes = [tokensFor(emulator), tokensFor(emulator)];
		const sent = await Promise.all(
			[0, 1, 0, 1].map(async (number) => {
				const tokens = processes[number] ?? tokensFor(emulator);
				return await keepSending(emulator, tokens, 10_000_000, 60_000);
			}),
		);
		expect(emulator.counts.singleUpdates).toBe(sent.reduce((sum, one) => sum + one, 0));
		const { tokenCreations, tokensBroken } = countsOf(emulator);
		expect(tokensBroken).toBe(0);
		expect(tokenCreations).toBeGreaterThan(8);
		expect(tokenCreations).toBeLessThanOrEqual(11);
	},
);

test('a token that somebody else has reset is read anew, the request is repeated, and none is created', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	await tokens.current();
	emulator.identity?.resetToken();
	const connection = connectionTo(emulator, { tokens, retries: { maxRetries: 0, firstPauseMs: 0 } });
	await submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold');
	await connection.transport.close();
	expect(emulator.counts.singleUpdates).toBe(1);
	expect(countsOf(emulator)).toMatchObject({ tokenReads: 2, tokenCreations: 0 });
});

test('a token that the Admin API calls good and Target refuses is a clear error, and is not reset', async () => {
	const emulator = await emulatorWith();
	emulator.answerNext({ status: 200, body: '{"access_token":"sample-ims-token-1","expires_in":86399}' });
	emulator.answerNext({ status: 200, body: '{"accessToken":"sample-wrong-token","expiresIn":7776000}' }, 1);
	emulator.answerNext({ status: 403 });
	emulator.answerNext({ status: 200, body: '{"accessToken":"sample-wrong-token","expiresIn":7776000}' }, 1);
	const connection = connectionTo(emulator, { tokens: tokensFor(emulator) });
	const error: unknown = await submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold').catch(
		(failure: unknown) => failure,
	);
	await connection.transport.close();
	expect(error).toBeInstanceOf(TargetError);
	expect((error as TargetError).message).toBe(
		'Target refused the profile token that Adobe’s Admin API gives as valid',
	);
	expect(error).toMatchObject({
		status: 401,
		advice: expect.stringMatching(/^The client code and the tenant ID/) as string,
	});
	expect(JSON.stringify(error)).not.toContain('sample-wrong-token');
	expect(countsOf(emulator).tokenCreations).toBe(0);
});

test('a renewed token that is refused too is a clear error, and the request is not sent for ever', async () => {
	const emulator = await emulatorWith({}, { newTokenAfterMs: 600_000 });
	const tokens = tokensFor(emulator);
	await tokens.current();
	emulator.identity?.resetToken();
	const connection = connectionTo(emulator, { tokens });
	const { requests } = emulator.counts;
	const error = await errorOf(submitUpdate(connection, 'mbox3rdPartyId=c1&profile.tier=gold'));
	await connection.transport.close();
	expect(error.message).toBe('Target refused the profile token that Adobe’s Admin API gives as valid');
	expect(emulator.counts.requests - requests).toBeLessThan(12);
	expect(countsOf(emulator).tokenCreations).toBe(0);
	expect(emulator.counts.singleUpdates).toBe(0);
});

test('a token that was renewed meanwhile is taken without asking anybody', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	const token = await tokens.current();
	const { requests } = emulator.counts;
	expect(await tokens.renewed('sample-older-token')).toBe(token);
	expect(emulator.counts.requests).toBe(requests);
});

test('a token is asked for anew before it expires, and it is known when it will', async () => {
	const emulator = await emulatorWith({ tokenSeconds: 100 });
	const tokens = tokensFor(emulator);
	await tokens.current();
	const lasts = (tokens.expiresAt ?? NaN) - clock.today();
	expect(lasts).toBeGreaterThan(98_000);
	expect(lasts).toBeLessThanOrEqual(100_000);
	await clock.sleep(80_000);
	await tokens.current();
	expect(countsOf(emulator).tokenReads).toBe(1);
	await clock.sleep(15_000);
	await tokens.current();
	expect(countsOf(emulator).tokenReads).toBe(2);
});

test('a flight goes the way of who begins it, and closes it', async () => {
	const emulator = await emulatorWith({ tokenSeconds: 100 });
	const ways: string[] = [];
	const way = (name: string) => () => {
		const transport = wayTo(emulator);
		ways.push(`${name} opened`);
		return {
			...transport,
			close: async () => {
				ways.push(`${name} closed`);
				await transport.close();
			},
		};
	};
	await tokensOf(
		settingsFor(emulator),
		{ kind: 'unfiltered', open: way('first') },
		new CallBudget(),
	).current();
	await clock.sleep(110_000);
	await tokensOf(
		settingsFor(emulator),
		{ kind: 'unfiltered', open: way('second') },
		new CallBudget(),
	).current();
	expect(ways).toEqual(['first opened', 'first closed', 'second opened', 'second closed']);
});

test('a sign-in that has expired is not used again', async () => {
	const emulator = await emulatorWith({ tokenSeconds: 60, signInSeconds: 60 });
	const tokens = tokensFor(emulator);
	await tokens.current();
	const { requests } = emulator.counts;
	await clock.sleep(61_000);
	await tokens.current();
	const { signIns, tokenReads, tokenCreations } = countsOf(emulator);
	expect(signIns).toBe(2);
	// Two requests in the first flight; in the second the sign-in, reads and the creation of a token, and none in vain.
	expect(emulator.counts.requests - requests).toBe(tokenReads - 1 + tokenCreations + 1);
});

test('a sign-in that Adobe has revoked is made anew', async () => {
	const emulator = await emulatorWith({ tokenSeconds: 60 });
	const tokens = tokensFor(emulator);
	await tokens.current();
	emulator.identity?.revokeSignIns();
	await clock.sleep(61_000);
	const token = await tokens.current();
	expect(emulator.identity?.isGood(token)).toBe(true);
	expect(countsOf(emulator).signIns).toBe(2);
});

test('a sign-in is used until shortly before it expires', async () => {
	const emulator = await emulatorWith({ tokenSeconds: 900, signInSeconds: 10_000 });
	await keepSending(emulator, tokensFor(emulator), 8_000_000, 60_000);
	expect(countsOf(emulator)).toMatchObject({ signIns: 1, tokenCreations: 8 });
});

test.each([
	['a wrong client secret', { clientSecret: 'wrong' }, 'Adobe does not take the client secret'],
	['a wrong client ID', { clientId: 'wrong' }, 'Adobe does not know this client ID'],
	[
		'a scope that is not granted',
		{ scopes: 'openid,other' },
		'Adobe does not grant the scopes of the credential',
	],
	['a wrong tenant', { tenantId: 'other' }, 'Adobe’s Admin API does not know the tenant'],
])('%s is said in words, without the secret', async (_, others, message) => {
	const emulator = await emulatorWith();
	const error: unknown = await tokensFor(emulator, others)
		.current()
		.catch((failure: unknown) => failure);
	expect(error).toBeInstanceOf(TargetError);
	expect((error as TargetError).message).toBe(message);
	expect(JSON.stringify([error, (error as TargetError).advice])).not.toMatch(/sample-(client-secret|ims)/);
	expect(countsOf(emulator).tokensBroken).toBe(0);
});

const SIGNED_IN = { status: 200, body: '{"access_token":"sample-ims-token-1","expires_in":86399}' };

test.each([
	['401', { status: 401 }, 'Adobe’s Admin API did not take the sign-in'],
	['403', { status: 403 }, 'The credential may not use Adobe’s Admin API for this tenant'],
	['400', { status: 400 }, 'Adobe’s Admin API refused the request'],
	['407', { status: 407 }, 'Adobe’s Admin API refused the request'],
	['a web page', { status: 200, body: '<html></html>' }, 'Adobe’s Admin API gave no profile token'],
	[
		'a token with a line end in it',
		{ status: 200, body: '{"accessToken":"a\\nb","expiresIn":5}' },
		'Adobe’s Admin API gave no profile token',
	],
])('the Admin API’s answer %s is said in words', async (_, answer, message) => {
	const emulator = await emulatorWith();
	emulator.answerNext(SIGNED_IN);
	emulator.answerNext(answer);
	await expect(tokensFor(emulator).current()).rejects.toThrow(message);
	// A sign-in that was just given is not made again.
	expect(emulator.counts.requests).toBe(2);
});

test.each([
	['IMS', 429],
	['IMS', 500],
	['the Admin API', 429],
	['the Admin API', 503],
])('%s answering %i for a moment is asked again', async (who, status) => {
	const emulator = await emulatorWith();
	if (who === 'the Admin API') {
		emulator.answerNext(SIGNED_IN);
		emulator.answerNext({ status });
		emulator.answerNext({ status: 200, body: '{"accessToken":"sample-profile-token-9","expiresIn":60}' });
		expect(await tokensFor(emulator).current()).toBe('sample-profile-token-9');
		return;
	}
	emulator.answerNext({ status }, 2);
	expect(emulator.identity?.isGood(await tokensFor(emulator).current())).toBe(true);
});

test('an answer of IMS that is none of its own is no token', async () => {
	const emulator = await emulatorWith();
	emulator.answerNext({ status: 200, body: '{"access_token":""}' });
	await expect(tokensFor(emulator).current()).rejects.toThrow('Adobe’s identity service gave no token');
});

test('after a failure the next one who asks begins anew', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	emulator.answerNext({ status: 400, body: '{"error":"invalid_scope"}' });
	await expect(tokens.current()).rejects.toThrow('scopes');
	expect(emulator.identity?.isGood(await tokens.current())).toBe(true);
});

test('whoever is stopped leaves the flight to the others', async () => {
	const emulator = await emulatorWith();
	const tokens = tokensFor(emulator);
	const stop = new AbortController();
	const stopped = tokens.current(stop.signal);
	const other = tokens.current();
	stop.abort(new Error('stopped'));
	await expect(stopped).rejects.toThrow('stopped');
	expect(emulator.identity?.isGood(await other)).toBe(true);
	expect(countsOf(emulator).signIns).toBe(1);
});

test('fetches carry the token too', async () => {
	const emulator = await emulatorWith();
	emulator.putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const connection = connectionTo(emulator, { tokens: tokensFor(emulator) });
	const profile = await fetchProfile(connection, 'thirdPartyId', 'c1');
	await connection.transport.close();
	expect(profile).toMatchObject({ profileAttributes: { tier: { value: 'gold' } } });
});
