import { Agent, request } from 'node:http';

import { startEmulator } from '../../emulator';
import { element, get, post, upload, withEmulator } from './withEmulator';

const FETCH = '/rest/v1/profiles/thirdPartyId/1?client=democlient';

/** Waits, without a time of its own, until something that the emulator does by itself has happened. */
async function until(happened: () => boolean): Promise<void> {
	while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the emulator as a server', () => {
	it('listens on loopback, on a port of its own', async () => {
		await withEmulator({}, async (first) => {
			await withEmulator({}, async (second) => {
				expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
				expect(second.url).not.toBe(first.url);
				await upload(first, ['thirdPartyId,a', '1,x']);
				expect(second.profile('thirdPartyId', '1')).toBeUndefined();
			});
		});
	});

	it('says in a sentence that its port is taken', async () => {
		await withEmulator({}, async (emulator) => {
			const port = Number(new URL(emulator.url).port);
			await expect(startEmulator({ port })).rejects.toThrow(
				`Port ${port} is already in use: choose another, or 0 for any free one.`,
			);
		});
	});

	it('counts requests and connections, and which are still open', async () => {
		await withEmulator({}, async (emulator) => {
			const agent = new Agent({ keepAlive: true, maxSockets: 1 });
			const ask = (): Promise<void> =>
				new Promise((resolve, reject) => {
					request(emulator.url + FETCH, { agent }, (response) => {
						response.resume().on('end', resolve);
					})
						.on('error', reject)
						.end();
				});
			await ask();
			await ask();
			expect(emulator.counts).toMatchObject({ requests: 2, connections: 1, openConnections: 1 });
			agent.destroy();
			await until(() => emulator.counts.openConnections === 0);
			expect(emulator.counts.connections).toBe(1);
		});
	});

	it('gives counts that stay as they were when they were asked for', async () => {
		await withEmulator({}, async (emulator) => {
			const before = emulator.counts;
			await get(emulator, FETCH);
			expect(before.requests).toBe(0);
			expect(emulator.counts.requests).toBe(1);
		});
	});

	it('keeps the requests with method, URL, headers and body', async () => {
		await withEmulator({}, async (emulator) => {
			await post(emulator, 'profile/update', 'mboxPC=1&profile.a=%C3%BC', {
				authorization: 'Bearer sample-token',
			});
			await get(emulator, FETCH);
			expect(emulator.requests).toHaveLength(2);
			expect(emulator.requests[0]).toMatchObject({
				method: 'POST',
				url: '/m2/democlient/profile/update',
				headers: { authorization: 'Bearer sample-token' },
				body: Buffer.from('mboxPC=1&profile.a=%C3%BC'),
				bodyBytes: 25,
			});
			expect(emulator.requests[1]).toMatchObject({ method: 'GET', url: FETCH, bodyBytes: 0 });
		});
	});

	it('keeps the newest 1,000 requests and the first 64 KiB of each body', async () => {
		await withEmulator({}, async (emulator) => {
			await post(emulator, 'profile/batchUpdate', 'x'.repeat(70_000));
			expect(emulator.requests[0]?.body).toHaveLength(65_536);
			expect(emulator.requests[0]?.bodyBytes).toBe(70_000);
			for (let number = 1; number <= 1_000; number++) await get(emulator, `/${number}`);
			expect(emulator.requests).toHaveLength(1_000);
			expect(emulator.requests[0]?.url).toBe('/1');
			expect(emulator.requests[999]?.url).toBe('/1000');
			expect(emulator.counts.requests).toBe(1_001);
		});
	});

	it('does not process a batch whose sender goes away before its end', async () => {
		await withEmulator({}, async (emulator) => {
			const sender = request(`${emulator.url}/m2/democlient/v2/profile/batchUpdate`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 1_000 },
			});
			sender.on('error', () => undefined);
			sender.write('batch=thirdPartyId,a\n1,x');
			await until(() => emulator.counts.requests === 1);
			sender.destroy();
			await until(() => emulator.counts.openConnections === 0);
			expect(emulator.counts).toMatchObject({ batches: 0, refused: 0 });
			expect(emulator.profile('thirdPartyId', '1')).toBeUndefined();
			expect((await get(emulator, FETCH)).status).toBe(404);
		});
	});

	it('holds each answer back for its latency, and lets go of it when it is closed', async () => {
		const emulator = await startEmulator({ latencyMs: 3_600_000 });
		let answered = false;
		const asked = get(emulator, FETCH).then(
			() => {
				answered = true;
			},
			() => 'cut off',
		);
		await until(() => emulator.counts.fetches === 1);
		expect(answered).toBe(false);
		await emulator.close();
		expect(await asked).toBe('cut off');
	});

	it('closes open connections, and can not be reached any more', async () => {
		const emulator = await startEmulator();
		await get(emulator, FETCH);
		await emulator.close();
		await expect(get(emulator, FETCH)).rejects.toThrow();
		expect(emulator.counts.openConnections).toBe(0);
	});
});

describe('an answer ordered for the next requests', () => {
	it('comes in place of the real one, and the request is not processed', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.answerNext({ status: 429, headers: { 'retry-after': '7' }, body: 'slow down' });
			const first = await upload(emulator, ['thirdPartyId,a', '1,x']);
			expect(first).toMatchObject({ status: 429, text: 'slow down' });
			expect(first.headers.get('retry-after')).toBe('7');
			expect(emulator.profile('thirdPartyId', '1')).toBeUndefined();
			expect(emulator.counts).toMatchObject({ requests: 1, batches: 0, refused: 0 });
			expect(emulator.requests).toHaveLength(1);
			expect((await upload(emulator, ['thirdPartyId,a', '1,x'])).status).toBe(200);
			expect(emulator.profile('thirdPartyId', '1')).toBeDefined();
		});
	});

	it('comes as often as ordered, first come first served', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.answerNext({ status: 500 }, 2);
			emulator.answerNext({ status: 200 });
			emulator.answerNext({ status: 599 }, 0);
			const statuses = [];
			for (let call = 0; call < 4; call++) statuses.push((await get(emulator, FETCH)).status);
			expect(statuses).toEqual([500, 500, 200, 404]);
		});
	});

	it('takes nothing from the calls per minute', async () => {
		await withEmulator({ callsPerMinute: 1, clock: () => 0 }, async (emulator) => {
			emulator.answerNext({ status: 503 }, 3);
			for (let call = 0; call < 3; call++) await upload(emulator, ['thirdPartyId,a', '1,x']);
			expect((await upload(emulator, ['thirdPartyId,a', '1,x'])).status).toBe(200);
		});
	});

	it('may be a connection cut before the answer', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.answerNext({ fault: 'close', at: 'requestRead' });
			await expect(upload(emulator, ['thirdPartyId,a', '1,x'])).rejects.toThrow();
			expect(emulator.counts).toMatchObject({ requests: 1, batches: 0 });
			expect(element((await upload(emulator, ['thirdPartyId,a', '1,x'])).text, 'success')).toBe('true');
		});
	});

	it('may be a connection cut inside the body, after a status of 200', async () => {
		await withEmulator({}, async (emulator) => {
			emulator.answerNext({ fault: 'close', at: 'halfBody', processed: false });
			const response = await fetch(emulator.url + FETCH);
			expect(response.status).toBe(200);
			await expect(response.text()).rejects.toThrow();
			expect(emulator.counts.fetches).toBe(0);
		});
	});
});
