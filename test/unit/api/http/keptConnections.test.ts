import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { LookupFunction, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import type { TransportSettings } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import type { TargetAnswer, TargetRequest } from '../../../../nodes/AdobeTarget/api/http/transport';
import { errorOf } from '../answering';
import { makeKeyPair, trustAnyCertificate } from './keyPair';
import { answerOf, rawServerPerTest, readRequests } from './rawServer';
import type { RawServer, Received } from './rawServer';

trustAnyCertificate();

const serve = rawServerPerTest();

/** Answers all requests. */
function answerAll(socket: Socket): void {
	readRequests(socket, { onWhole: () => socket.write(answerOf('answer')) });
}

/** What one execution does: it sends a request, and ends. */
async function executeOnce(
	lanes: Lanes,
	url: string,
	request: Partial<TargetRequest> = {},
	settings: Partial<TransportSettings> = {},
): Promise<TargetAnswer> {
	const way = createTransport({ connections: 10, timeoutMs: 10_000, ...settings }, lanes);
	try {
		return await way.send({ method: 'POST', url, headers: {}, body: 'x=1', ...request });
	} finally {
		await way.close();
	}
}

const HERE: LookupFunction = (_, { all }, found) => {
	if (all === true) found(null, [{ address: '127.0.0.1', family: 4 }]);
	else found(null, '127.0.0.1', 4);
};

test('one execution after the other uses the same connection', async () => {
	const { url, sockets } = await serve(answerAll);
	const lanes = new Lanes();
	for (let sent = 0; sent < 5; sent++) await executeOnce(lanes, url);
	expect(sockets).toHaveLength(1);
});

test('over TLS, only the first of many executions shakes hands', async () => {
	const { url, sockets } = await serve(answerAll, await makeKeyPair());
	const lanes = new Lanes();
	for (let sent = 0; sent < 5; sent++) await executeOnce(lanes, url);
	expect(sockets).toHaveLength(1);
});

test('connections are kept apart by host, and by whether n8n’s filter was asked', async () => {
	const { url, sockets } = await serve(answerAll);
	const lanes = new Lanes();
	await executeOnce(lanes, url);
	await executeOnce(lanes, url, {}, { lookup: HERE });
	expect(sockets).toHaveLength(2);
	await executeOnce(lanes, url.replace('127.0.0.1', 'localhost'), {}, { lookup: HERE });
	expect(sockets).toHaveLength(3);
	// Each finds its own again; another filter is as good as the first, as all are n8n's.
	await executeOnce(lanes, url);
	await executeOnce(lanes, url, {}, { lookup: HERE.bind(undefined) });
	expect(sockets).toHaveLength(3);
});

test('a time-out is the request’s, not the connection’s', async () => {
	const { url, sockets } = await serve((socket) => {
		readRequests(socket, {
			onWhole: (index) => {
				if (index === 0) socket.write(answerOf());
			},
		});
	});
	const lanes = new Lanes();
	await executeOnce(lanes, url, {}, { timeoutMs: 20_000 });
	const { message } = await errorOf(executeOnce(lanes, url, {}, { timeoutMs: 200 }));
	expect(message).toContain('did not answer in time');
	// What is late is late: it is no matter of the connection, and not sent again.
	expect(sockets).toHaveLength(1);
});

test('an execution that ends takes the requests under way with it, and no connection of others', async () => {
	const { url, sockets } = await serve((socket) => {
		readRequests(socket, {
			onWhole: (index) => {
				if (index === 0) socket.write(answerOf());
			},
		});
	});
	const lanes = new Lanes();
	const [ending, other] = [1, 2].map(() => createTransport({ connections: 2, timeoutMs: 10_000 }, lanes));
	const get = { method: 'GET', url, headers: {} } as const;
	await Promise.all([ending?.send(get), other?.send(get)]);
	const failed = errorOf(ending?.send(get) ?? Promise.resolve());
	const waiting = other?.send(get);
	await pause(50);
	await ending?.close();
	await failed;
	while (sockets.every((socket) => !socket.closed)) await pause(5);
	expect(sockets.filter((socket) => !socket.closed)).toHaveLength(1);
	await other?.close();
	await expect(waiting).rejects.toThrow();
});

describe('a kept connection that the other side has closed is no failure', () => {
	test('when it is known', async () => {
		const { url, sockets } = await serve(answerAll);
		const lanes = new Lanes();
		await executeOnce(lanes, url);
		sockets[0]?.end();
		await pause(50);
		expect(await executeOnce(lanes, url)).toMatchObject({ text: 'answer' });
		expect(sockets).toHaveLength(2);
	});

	test('when it is closed right after its answer', async () => {
		const { url, sockets } = await serve((socket) => {
			readRequests(socket, { onWhole: () => socket.end(answerOf('answer')) });
		});
		const lanes = new Lanes();
		for (let sent = 0; sent < 20; sent++) {
			expect(await executeOnce(lanes, url)).toMatchObject({ text: 'answer' });
		}
		expect(sockets).toHaveLength(20);
	});

	test('when it breaks between the choice of it and the first byte over it', async () => {
		const head = 'HTTP/1.1 200 OK\r\ncontent-length: 65000\r\npadding: ';
		// Node.js reads so much at a time: what comes after it is read when the next request has been begun.
		const padding = 'x'.repeat(65_536 - 65_000 - head.length - 4);
		const answer = `${head}${padding}\r\n\r\n${'y'.repeat(65_000)}`;
		const { url, sockets } = await serve((socket) => {
			readRequests(socket, { onWhole: () => socket.write(`${answer}what nobody asked for`) });
		});
		const way = createTransport({ connections: 1, timeoutMs: 5_000 }, new Lanes());
		for (let sent = 0; sent < 10; sent++) {
			const { text } = await way.send({ method: 'GET', url, headers: {} });
			expect(text).toHaveLength(65_000);
		}
		expect(sockets).toHaveLength(10);
	});

	const breaks: Record<string, (socket: Socket) => unknown> = {
		reset: (socket) => socket.resetAndDestroy(),
		'closed, with the request unread': (socket) => socket.destroy(),
		ended: (socket) => socket.end(),
	};
	const kinds = Object.keys(breaks).flatMap((how) =>
		[false, true]
			.filter((tls) => !(tls && how === 'reset'))
			.map((tls) => ({ how, where: tls ? 'over TLS' : 'in clear', tls })),
	);

	/** A server that breaks a connection when the second request comes over it. */
	async function serveOnce(how: string, tls: boolean): Promise<{ server: RawServer; received: Received[] }> {
		const received: Received[] = [];
		const server = await serve(
			(socket) => {
				const requests = readRequests(socket, {
					onHead: (index) => {
						if (index === 1) breaks[how]?.(socket);
					},
					onWhole: (index) => {
						if (index === 0) socket.write(answerOf('answer'));
					},
				});
				received.push(requests);
			},
			tls ? await makeKeyPair() : undefined,
		);
		return { server, received };
	}

	test.each(kinds)('when it is $how as the next request comes, $where', async ({ how, tls }) => {
		const { server, received } = await serveOnce(how, tls);
		const lanes = new Lanes();
		await executeOnce(lanes, server.url);
		expect(await executeOnce(lanes, server.url, { body: 'y=2' })).toMatchObject({ text: 'answer' });
		expect(received.map(({ bodies }) => bodies[0]?.toString())).toEqual(['x=1', 'y=2']);
	});

	test('also where a large upload is broken off, which goes again from its beginning', async () => {
		const { server, received } = await serveOnce('closed, with the request unread', false);
		const lanes = new Lanes();
		const body = Buffer.alloc(5_000_000, 'profile-0123456789\n');
		await executeOnce(lanes, server.url);
		expect(await executeOnce(lanes, server.url, { body })).toMatchObject({ text: 'answer' });
		expect(received[1]?.bodies[0]?.equals(body)).toBe(true);
	});

	test('and what must not be done twice goes over no kept connection', async () => {
		const { server, received } = await serveOnce('reset', false);
		const lanes = new Lanes();
		await executeOnce(lanes, server.url);
		const request = { body: 'y=2', idempotent: false };
		expect(await executeOnce(lanes, server.url, request)).toMatchObject({ text: 'answer' });
		expect(received.map(({ bodies }) => bodies.join())).toEqual(['x=1', 'y=2']);
	});
});

test('a new connection that breaks is a failure, and nothing is sent twice', async () => {
	const { url, sockets } = await serve((socket) => {
		readRequests(socket, { onHead: () => socket.resetAndDestroy() });
	});
	const { message, retry } = await errorOf(executeOnce(new Lanes(), url));
	expect(message).toContain('cut the connection before its answer was complete');
	expect(retry).toBe('afterPause');
	expect(sockets).toHaveLength(1);
});

test('a kept connection that breaks again when the request is sent again is a failure', async () => {
	const { url, sockets } = await serve((socket, index) => {
		readRequests(socket, {
			onWhole: (request) => {
				if (index === 0 && request === 0) socket.write(answerOf());
				else socket.resetAndDestroy();
			},
		});
	});
	const lanes = new Lanes();
	await executeOnce(lanes, url);
	await errorOf(executeOnce(lanes, url));
	expect(sockets).toHaveLength(2);
});

test.each(['H', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', 'HTTP/1.1 103 Early Hints\r\n\r\n'])(
	'a kept connection that breaks after %j has begun to answer, so nothing is sent twice',
	async (beginning) => {
		const { url, sockets } = await serve((socket) => {
			readRequests(socket, {
				onWhole: (index) => {
					if (index === 0) socket.write(answerOf());
					else socket.end(beginning);
				},
			});
		});
		const lanes = new Lanes();
		await executeOnce(lanes, url);
		await errorOf(executeOnce(lanes, url));
		expect(sockets).toHaveLength(1);
	},
);

describe('a connection over which nothing goes', () => {
	test('is closed after its time', async () => {
		const { url, sockets } = await serve(answerAll);
		const lanes = new Lanes(100);
		await executeOnce(lanes, url);
		const [socket] = sockets;
		const begin = performance.now();
		if (socket) await once(socket, 'close');
		expect(performance.now() - begin).toBeGreaterThan(50);
		expect(await executeOnce(lanes, url)).toMatchObject({ text: 'answer' });
	});

	test('is closed earlier where the other side says so', async () => {
		const { url, sockets } = await serve((socket) => {
			readRequests(socket, {
				onWhole: () => socket.write(answerOf('', 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=3')),
			});
		});
		await executeOnce(new Lanes(), url);
		const [socket] = sockets;
		if (socket) await once(socket, 'close');
	});

	test('keeps no process alive', async () => {
		const { url } = await serve(answerAll);
		const tsx = join(process.cwd(), 'node_modules/tsx/dist/cli.mjs');
		const child = [tsx, join(__dirname, 'oneRequest.ts'), url];
		const begin = performance.now();
		const { stdout } = await promisify(execFile)(process.execPath, child);
		expect(stdout).toMatch(/^answer after \d+ ms/);
		// Within the 30 s for which connections are kept, by far.
		expect(performance.now() - begin).toBeLessThan(25_000);
	});
});
