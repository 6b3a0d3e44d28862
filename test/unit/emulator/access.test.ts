import type { Emulator } from '../../emulator';
import { element, get, post, upload, withEmulator } from './withEmulator';

const BATCH = ['thirdPartyId,a', '1,x'];
const STATUS = '/m2/democlient/profile/batchStatus?batchId=x';
const FETCH = '/rest/v1/profiles/thirdPartyId/1?client=democlient';

describe('a path that the edge does not know', () => {
	it.each([
		'/',
		'/m2/other/profile/update?mboxPC=1&profile.a=x',
		'/m2/other/profile/batchStatus?batchId=1',
		'/m2/democlient/profile/constructor',
		'/m2/democlient/constructor',
		'/m2/democlient/v3/profile/batchUpdate',
		'/rest/v1/profiles/',
	])('gets a 404 with an HTML page: %s', async (path) => {
		await withEmulator({}, async (emulator) => {
			const { status, text, headers } = await get(emulator, path);
			expect(status).toBe(404);
			expect(headers.get('content-type')).toContain('text/html');
			expect(text).toMatch(/^<!DOCTYPE html>/);
			expect(emulator.counts.refused).toBe(1);
		});
	});

	it('is another one when the emulator has another client code', async () => {
		await withEmulator({ clientCode: 'acme_1' }, async (emulator) => {
			emulator.putProfile('pcId', '1');
			expect(emulator.clientCode).toBe('acme_1');
			expect((await get(emulator, '/m2/democlient/profile/update?mboxPC=1')).status).toBe(404);
			expect((await get(emulator, '/m2/acme_1/profile/update?mboxPC=1')).status).toBe(200);
			expect((await get(emulator, '/rest/v1/profiles/1?client=acme_1')).status).toBe(200);
		});
	});
});

describe('a method that the path does not have', () => {
	it.each([
		['profile/batchUpdate', 'GET', 'POST'],
		['v2/profile/batchUpdate', 'GET', 'POST'],
		['profile/batchStatus', 'DELETE', 'GET'],
		['profile/update', 'PUT', 'GET and POST'],
	])('gets 405: %s %s', async (path, method, allowed) => {
		await withEmulator({}, async (emulator) => {
			const response = await fetch(`${emulator.url}/m2/democlient/${path}`, { method });
			expect(response.status).toBe(405);
			expect(await response.text()).toBe(`${method} is not allowed here, only ${allowed}`);
		});
	});
});

describe('the profile token', () => {
	const CALLS: [
		string,
		(emulator: Emulator, headers: Record<string, string>) => Promise<{ status: number }>,
	][] = [
		[
			'single update',
			(emulator, headers) => post(emulator, 'profile/update', 'mboxPC=1&profile.a=x', headers),
		],
		['bulk v1', (emulator, headers) => post(emulator, 'profile/batchUpdate', 'batch=pcId,a\n1,x', headers)],
		[
			'bulk v2',
			(emulator, headers) => post(emulator, 'v2/profile/batchUpdate', 'batch=pcId,a\n1,x', headers),
		],
		['fetch', (emulator, headers) => get(emulator, '/rest/v1/profiles/1?client=democlient', headers)],
	];

	it.each(CALLS)('is required when there is one: %s', async (_name, call) => {
		await withEmulator({ profileToken: 'sample-token' }, async (emulator) => {
			emulator.putProfile('pcId', '1', { a: 'before' });
			for (const authorization of [undefined, 'Bearer other-token', 'sample-token', 'Basic sample-token']) {
				const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
				expect(await call(emulator, headers)).toMatchObject({
					status: 401,
					text: expect.stringMatching(/Authorization header|token is not valid/) as string,
				});
			}
			expect(emulator.counts).toMatchObject({ refused: 4, singleUpdates: 0, batches: 0, fetches: 0 });
			expect(emulator.profile('pcId', '1')?.get('a')).toBe('before');
			expect((await call(emulator, { authorization: 'Bearer sample-token' })).status).toBe(200);
		});
	});

	it.each(CALLS)('does not matter when none is required: %s', async (_name, call) => {
		await withEmulator({}, async (emulator) => {
			emulator.putProfile('pcId', '1');
			expect((await call(emulator, { authorization: 'Bearer whatever' })).status).toBe(200);
		});
	});

	it('is not asked for by the batch status', async () => {
		await withEmulator({ profileToken: 'sample-token' }, async (emulator) => {
			expect((await get(emulator, STATUS)).status).toBe(200);
		});
	});

	it('never comes back in a refusal', async () => {
		await withEmulator({ profileToken: 'sample-token' }, async (emulator) => {
			const { text } = await get(emulator, FETCH, { authorization: 'Bearer other-token' });
			expect(text).not.toMatch(/sample-token|other-token/);
		});
	});
});

describe('the calls per minute', () => {
	it('are 50 unless told otherwise, and past them is a 503 without Retry-After', async () => {
		await withEmulator({ clock: () => 0 }, async (emulator) => {
			for (let call = 1; call <= 50; call++) expect((await get(emulator, STATUS)).status).toBe(200);
			const { status, headers } = await get(emulator, STATUS);
			expect(status).toBe(503);
			expect(headers.has('retry-after')).toBe(false);
			expect(emulator.counts).toMatchObject({ statusCalls: 50, refused: 1 });
		});
	});

	it('are shared by both bulk versions and the status', async () => {
		await withEmulator({ callsPerMinute: 3, clock: () => 0 }, async (emulator) => {
			expect((await upload(emulator, BATCH)).status).toBe(200);
			expect((await upload(emulator, BATCH, '')).status).toBe(200);
			expect((await get(emulator, STATUS)).status).toBe(200);
			expect((await get(emulator, STATUS)).status).toBe(503);
			expect((await upload(emulator, BATCH)).status).toBe(503);
			expect((await upload(emulator, BATCH, '')).status).toBe(503);
			expect(emulator.counts.batches).toBe(2);
		});
	});

	it('are of any 60 seconds: each call is free again a minute after it was made', async () => {
		let now = 0;
		await withEmulator({ callsPerMinute: 2, clock: () => now }, async (emulator) => {
			const statusAt = async (time: number): Promise<number> => {
				now = time;
				return (await get(emulator, STATUS)).status;
			};
			expect(await statusAt(0)).toBe(200);
			expect(await statusAt(30_000)).toBe(200);
			expect(await statusAt(59_999)).toBe(503);
			expect(await statusAt(60_000)).toBe(200);
			expect(await statusAt(60_001)).toBe(503);
			expect(await statusAt(90_000)).toBe(200);
		});
	});

	it('do not hold single updates and fetches', async () => {
		await withEmulator({ callsPerMinute: 1, clock: () => 0 }, async (emulator) => {
			await upload(emulator, BATCH);
			const single = await post(emulator, 'profile/update', 'mbox3rdPartyId=1&profile.a=y');
			expect(element(single.text, 'success')).toBe('true');
			expect((await get(emulator, FETCH)).status).toBe(200);
			expect((await upload(emulator, BATCH)).status).toBe(503);
		});
	});

	it('count a batch that was answered with success false', async () => {
		await withEmulator({ callsPerMinute: 1, clock: () => 0 }, async (emulator) => {
			expect((await post(emulator, 'profile/batchUpdate', 'batch=')).status).toBe(200);
			expect((await upload(emulator, BATCH)).status).toBe(503);
		});
	});
});
