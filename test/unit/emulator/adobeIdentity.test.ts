import type { Emulator, EmulatorOptions } from '../../emulator';
import { get, post, withEmulator } from './withEmulator';

const FORM = 'grant_type=client_credentials&client_id=sample-client-id&client_secret=sample-client-secret';
const SCOPE = 'scope=openid%2CAdobeID';
const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';
const TOKEN_PATH = '/demotenant/target/authentication/token?authorizationScope=profile_api';

interface Answer {
	status: number;
	json: Record<string, unknown>;
}

async function signIn(emulator: Emulator, form = `${FORM}&${SCOPE}`): Promise<Answer> {
	const response = await fetch(`${emulator.url}/ims/token/v3`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: form,
	});
	const text = await response.text();
	return { status: response.status, json: text.startsWith('{') ? (JSON.parse(text) as Answer['json']) : {} };
}

/** Asks the Admin API as somebody who has signed in, but for what is given. */
async function ask(
	emulator: Emulator,
	{
		method = 'GET',
		path = TOKEN_PATH,
		headers = {},
	}: { method?: string; path?: string; headers?: object } = {},
): Promise<Answer> {
	const { json } = await signIn(emulator);
	const response = await fetch(emulator.url + path, {
		method,
		headers: {
			authorization: `Bearer ${String(json.access_token)}`,
			'x-api-key': 'sample-client-id',
			accept: MEDIA_TYPE,
			...headers,
		},
	});
	return { status: response.status, json: JSON.parse(await response.text()) as Answer['json'] };
}

async function withIdentity(
	identity: EmulatorOptions['identity'],
	check: (emulator: Emulator, pass: (milliseconds: number) => void) => Promise<void>,
): Promise<void> {
	let now = 1_000_000;
	await withEmulator({ identity, clock: () => now }, (emulator) =>
		check(emulator, (milliseconds) => {
			now += milliseconds;
		}),
	);
}

describe('the sign-in', () => {
	it('gives a token that lives nearly a day', async () => {
		await withIdentity({}, async (emulator) => {
			expect(await signIn(emulator)).toMatchObject({
				status: 200,
				json: { token_type: 'bearer', expires_in: 86_399 },
			});
		});
	});

	it.each([
		['a wrong secret', `${FORM}x&${SCOPE}`, 400, 'invalid_client'],
		['a wrong ID', `${FORM.replace('client_id=', 'client_id=x')}&${SCOPE}`, 400, 'invalid_client'],
		['another grant type', FORM.replace('client_credentials', 'password'), 400, 'unsupported_grant_type'],
		['a scope that is not granted', `${FORM}&scope=openid%2Cother`, 400, 'invalid_scope'],
		['no scope', FORM, 400, 'invalid_scope'],
	])('refuses %s', async (_, form, status, error) => {
		await withIdentity({}, async (emulator) => {
			expect(await signIn(emulator, form)).toMatchObject({ status, json: { error } });
		});
	});

	it.each([
		['ID', `${FORM.replace('client_id=', 'client_id=x')}&${SCOPE}`, 'invalid client_id parameter'],
		['secret', `${FORM}x&${SCOPE}`, 'invalid client_secret parameter'],
	])('says that it is the %s that is wrong', async (_, form, description) => {
		await withIdentity({}, async (emulator) => {
			expect((await signIn(emulator, form)).json.error_description).toBe(description);
		});
	});

	it('is throttled past its limit, for a minute', async () => {
		await withIdentity({ signInsPerMinute: 2 }, async (emulator, pass) => {
			for (const status of [200, 200, 429]) expect((await signIn(emulator)).status).toBe(status);
			pass(60_000);
			expect((await signIn(emulator)).status).toBe(200);
			expect(emulator.identity?.counts.signIns).toBe(3);
		});
	});
});

describe('the Admin API', () => {
	it('gives the token that exists, with the seconds that it has left', async () => {
		await withIdentity({ tokenSeconds: 100 }, async (emulator, pass) => {
			pass(30_500);
			const { json } = await ask(emulator);
			expect(json).toMatchObject({ tokenType: 'bearer', scope: 'profile_api', expiresIn: 69 });
			expect(emulator.identity?.isGood(String(json.accessToken))).toBe(true);
		});
	});

	it('breaks the token that was good when it creates one, and counts that', async () => {
		await withIdentity({}, async (emulator) => {
			const before = String((await ask(emulator)).json.accessToken);
			const { status, json } = await ask(emulator, { method: 'POST' });
			expect(status).toBe(201);
			expect(emulator.identity?.isGood(before)).toBe(false);
			expect(emulator.identity?.isGood(String(json.accessToken))).toBe(true);
			expect(emulator.identity?.counts).toMatchObject({ tokenCreations: 1, tokensBroken: 1 });
		});
	});

	it.each([
		['gone', 404, undefined],
		['expired', 200, 0],
	] as const)('says of an expired token that it is %s', async (expiredTokenIs, status, expiresIn) => {
		await withIdentity({ tokenSeconds: 5, expiredTokenIs }, async (emulator, pass) => {
			pass(5_000);
			const answer = await ask(emulator);
			expect(answer.status).toBe(status);
			expect(answer.json.expiresIn).toBe(expiresIn);
		});
	});

	it.each([
		['without a sign-in', { headers: { authorization: 'Bearer other' } }, 401],
		['without its API key', { headers: { 'x-api-key': '' } }, 403],
		['for another tenant', { path: TOKEN_PATH.replace('demotenant', 'other') }, 404],
		['in another media type', { headers: { accept: 'application/json' } }, 406],
	])('is closed %s', async (_, request, status) => {
		await withIdentity({}, async (emulator) => {
			expect((await ask(emulator, request)).status).toBe(status);
		});
	});

	it('says what is set, as its spec has it', async () => {
		await withIdentity({ profileLifetime: 30 }, async (emulator) => {
			const settings = async (path: string) =>
				(await ask(emulator, { path: `/demotenant/target/${path}` })).json;
			expect(await settings('clients/settings')).toMatchObject({ enableProfileApiAuthentication: true });
			expect(await settings('atjs/settings')).toMatchObject({
				clientCode: 'democlient',
				profileLifetime: 30,
			});
		});
	});

	it('lets in whoever comes where the account asks for no token', async () => {
		await withIdentity({ asksForToken: false }, async (emulator) => {
			expect((await post(emulator, 'profile/update', 'mbox3rdPartyId=c1&profile.a=b')).status).toBe(200);
		});
	});

	it('lists the attribute names that it was given', async () => {
		await withIdentity({ attributeNames: ['tier', 'city'] }, async (emulator) => {
			const { json } = await ask(emulator, { path: '/demotenant/target/profileattributes/mbox' });
			expect(json).toEqual({ mboxProfileAttributes: ['tier', 'city'] });
		});
	});
});

describe('the edge of an account with a sign-in', () => {
	it('lets in the token that is good, until it expires', async () => {
		await withIdentity({ tokenSeconds: 60 }, async (emulator, pass) => {
			const token = String((await ask(emulator)).json.accessToken);
			const update = async (authorization?: string): Promise<number> => {
				const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
				return (await post(emulator, 'profile/update', 'mbox3rdPartyId=c1&profile.a=b', headers)).status;
			};
			expect([await update(), await update('Bearer other')]).toEqual([401, 401]);
			expect(await update(`Bearer ${token}`)).toBe(200);
			pass(60_000);
			expect(await update(`Bearer ${token}`)).toBe(401);
			expect((await get(emulator, '/rest/v1/profiles/x?client=democlient')).status).toBe(401);
		});
	});
});
