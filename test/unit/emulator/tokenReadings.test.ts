import type { Emulator, EmulatorOptions, Readings } from '../../emulator';
import { FORM, withEmulator } from './withEmulator';

const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';
const TOKEN_PATH = '/demotenant/target/authentication/token?authorizationScope=profile_api';

/** What an answer says by itself, with no redirect followed. */
interface Said {
	readonly status: number;
	readonly text: string;
	readonly location: string | null;
}

async function send(emulator: Emulator, path: string, init: RequestInit = {}): Promise<Said> {
	const answer = await fetch(emulator.url + path, { redirect: 'manual', ...init });
	return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
}

const CALLS = {
	bulk: (emulator: Emulator, headers: Record<string, string> = {}) =>
		send(emulator, '/m2/democlient/v2/profile/batchUpdate', {
			method: 'POST',
			headers: { 'content-type': FORM, ...headers },
			body: 'batch=thirdPartyId,a\n1,x',
		}),
	single: (emulator: Emulator, headers: Record<string, string> = {}) =>
		send(emulator, '/m2/democlient/profile/update', {
			method: 'POST',
			headers: { 'content-type': FORM, ...headers },
			body: 'mbox3rdPartyId=1&profile.a=x',
		}),
	fetch: (emulator: Emulator, headers: Record<string, string> = {}) =>
		send(emulator, '/rest/v1/profiles/thirdPartyId/1?client=democlient', { headers }),
};

const withToken = (readings: Partial<Readings>, check: (emulator: Emulator) => Promise<void>) =>
	withEmulator({ profileToken: 'sample-token', readings }, async (emulator) => {
		emulator.putProfile('thirdPartyId', '1');
		await check(emulator);
	});

describe('the refusal of a token', () => {
	const SAYS = '<success>false</success>';
	it.each<[Readings['tokenRefusal'], keyof typeof CALLS, number, string]>([
		['401', 'bulk', 401, 'token is not valid'],
		['401', 'fetch', 401, 'token is not valid'],
		['403', 'bulk', 403, 'token is not valid'],
		['403', 'single', 403, 'token is not valid'],
		['successFalse', 'bulk', 200, SAYS],
		['successFalse', 'single', 200, SAYS],
		['successFalse', 'fetch', 200, '"success":false'],
		['redirect', 'bulk', 302, ''],
		['redirect', 'fetch', 302, ''],
	])('as %s: %s', async (tokenRefusal, call, status, text) => {
		await withToken({ tokenRefusal }, async (emulator) => {
			const said = await CALLS[call](emulator, { authorization: 'Bearer other-token' });
			expect(said.status).toBe(status);
			expect(said.text).toContain(text);
			expect(said.location).toBe(tokenRefusal === 'redirect' ? `${emulator.url}/sign-in` : null);
			expect(emulator.counts).toMatchObject({ refused: 1, batches: 0, singleUpdates: 0, fetches: 0 });
		});
	});
});

describe('the token covers', () => {
	it.each<[Readings['tokenCovers'], Record<keyof typeof CALLS, number>]>([
		['all', { bulk: 401, single: 401, fetch: 401 }],
		['bulk', { bulk: 401, single: 200, fetch: 200 }],
	])('%s', async (tokenCovers, statuses) => {
		await withToken({ tokenCovers }, async (emulator) => {
			for (const call of ['bulk', 'single', 'fetch'] as const) {
				expect((await CALLS[call](emulator)).status).toBe(statuses[call]);
			}
		});
	});
});

async function ask(emulator: Emulator, method: string, path = TOKEN_PATH): Promise<Said> {
	const signIn = await send(emulator, '/ims/token/v3', {
		method: 'POST',
		headers: { 'content-type': FORM },
		body: 'grant_type=client_credentials&client_id=sample-client-id&client_secret=sample-client-secret&scope=openid',
	});
	const { access_token: token } = JSON.parse(signIn.text) as { access_token: string };
	return await send(emulator, path, {
		method,
		headers: { authorization: `Bearer ${token}`, 'x-api-key': 'sample-client-id', accept: MEDIA_TYPE },
	});
}

describe('a token that was just created', () => {
	it('is taken after the time that it takes, and no other is meanwhile', async () => {
		let now = 1_000_000;
		const options: EmulatorOptions = { clock: () => now, identity: {}, readings: { newTokenAfterMs: 5_000 } };
		await withEmulator(options, async (emulator) => {
			const tokenOf = async (method: string) =>
				(JSON.parse((await ask(emulator, method)).text) as { accessToken: string }).accessToken;
			const isTaken = async (token: string) =>
				(await CALLS.bulk(emulator, { authorization: `Bearer ${token}` })).status === 200;
			const before = await tokenOf('GET');
			expect(await isTaken(before)).toBe(true);
			const created = await tokenOf('POST');
			expect([await isTaken(created), await isTaken(before)]).toEqual([false, false]);
			expect(await tokenOf('GET')).toBe(created);
			now += 5_000;
			expect(await isTaken(created)).toBe(true);
		});
	});
});

describe('what the Admin API does not find', () => {
	it.each<[Readings['adminNotFound'], RegExp]>([
		['api', /^\{"httpStatus":404,"requestId":"[^"]+","requestTime":"[^"]+","errors":\[\{"errorCode":/],
		['gateway', /^\{"error_code":"404\d{3}","message":/],
		['page', /^<!DOCTYPE html>/],
	])('is said as %s', async (adminNotFound, text) => {
		await withEmulator({ identity: { hasToken: false }, readings: { adminNotFound } }, async (emulator) => {
			for (const path of [TOKEN_PATH, TOKEN_PATH.replace('demotenant', 'other')]) {
				const said = await ask(emulator, 'GET', path);
				expect(said.status).toBe(404);
				expect(said.text).toMatch(text);
			}
		});
	});
});

it('Admin calls are among the 50 a minute, sign-ins are not', async () => {
	const options = { identity: {}, callsPerMinute: 2, clock: () => 1_000_000 };
	await withEmulator(options, async (emulator) => {
		const { text } = await ask(emulator, 'GET');
		const { accessToken } = JSON.parse(text) as { accessToken: string };
		const authorization = `Bearer ${accessToken}`;
		expect((await CALLS.bulk(emulator, { authorization })).status).toBe(200);
		expect((await CALLS.bulk(emulator, { authorization })).status).toBe(503);
		expect((await ask(emulator, 'GET')).status).toBe(503);
	});
});
