import { once } from 'node:events';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import type { TargetAnswer } from '../../../../nodes/AdobeTarget/api/http/transport';
import { errorOf } from '../answering';
import { answerOf, rawServerPerTest, readRequests } from './rawServer';

/** More than {@link KEPT_BY_SYSTEM}. */
const LARGE = Buffer.alloc(24_000_000, 'profile-0123456789\n');

/** The systems of both sides keep less of an upload. */
const KEPT_BY_SYSTEM = 20_000_000;

const serve = rawServerPerTest();

async function post(
	url: string,
	timeoutMs: number,
	body: Uint8Array | string = 'x=1',
	signal?: AbortSignal,
): Promise<TargetAnswer> {
	const way = createTransport({ connections: 1, timeoutMs }, new Lanes());
	return await way.send({ method: 'POST', url, headers: {}, body, signal, isSubmit: true });
}

/** How long something takes, in milliseconds. */
async function duration(work: Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work;
	return performance.now() - begin;
}

test('an upload may take longer than the time-out while it moves', async () => {
	const { url } = await serve((socket) => {
		const { bodies } = readRequests(socket, {
			onWhole: () => socket.end(answerOf(String(bodies[0]?.equals(LARGE)))),
		});
		// Some 16 MB a second.
		let bytes = 0;
		socket.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes < 800_000) return;
			bytes = 0;
			socket.pause();
			setTimeout(() => socket.resume(), 50);
		});
	});
	let answer: TargetAnswer | undefined;
	const took = await duration(post(url, 800, LARGE).then((result) => (answer = result)));
	expect(answer?.text).toBe('true');
	expect(took).toBeGreaterThan(1_000);
});

test.each([
	'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n',
	answerOf('true').slice(0, -4),
])('an upload may take longer than an answer that has begun before it: %j', async (beginning) => {
	const larger = Buffer.alloc(100_000_000, 'profile-0123456789\n');
	const { url } = await serve((socket) => {
		socket.once('data', () => socket.write(beginning));
		let bytes = 0;
		let all = 0;
		socket.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			all += chunk.length;
			if (all > larger.length) socket.write('true');
			// What the system of the sender has kept goes at once: it can't be seen to move.
			if (bytes < 1_000_000 || all > larger.length - KEPT_BY_SYSTEM) return;
			bytes = 0;
			socket.pause();
			setTimeout(() => socket.resume(), 20);
		});
	});
	const took = await duration(
		post(url, 500, larger).then(({ text }) => {
			expect(text).toBe('true');
		}),
	);
	expect(took).toBeGreaterThan(3 * 500);
});

test('an upload that stands still ends after the time-out', async () => {
	const { url, sockets } = await serve((socket) => socket.pause());
	const took = await duration(
		errorOf(post(url, 400, LARGE)).then(({ message, advice, retry }) => {
			expect(message).toBe(`${new URL(url).host} stopped reading before it had the whole request`);
			expect(advice).toMatch(/is not known.*"Timeout \(Seconds\)"/);
			expect(retry).toBe('afterPause');
		}),
	);
	expect(took).toBeGreaterThan(399);
	expect(took).toBeLessThan(3_000);
	const [socket] = sockets;
	if (socket) await once(socket.resume(), 'close');
});

test('the time-out for an answer counts from the end of the upload', async () => {
	const { url } = await serve((socket) => {
		readRequests(socket, { onWhole: () => undefined });
		socket.pause();
		setTimeout(() => socket.resume(), 500);
	});
	const took = await duration(
		errorOf(post(url, 900, LARGE)).then(({ message }) => {
			expect(message).toBe(`${new URL(url).host} did not answer in time`);
		}),
	);
	expect(took).toBeGreaterThan(1_399);
});

test('the head of an answer that comes in drops is not waited for', async () => {
	const { url } = await serve((socket) => {
		socket.resume();
		const drip = setInterval(() => socket.write('H'), 100);
		socket.write('HTTP/1.1 200 OK\r\n');
		socket.on('close', () => {
			clearInterval(drip);
		});
	});
	const { message } = await errorOf(post(url, 300));
	expect(message).toBe(`${new URL(url).host} did not answer in time`);
});

test('an answer that comes in drops is given up after three time-outs', async () => {
	const { url } = await serve((socket) => {
		socket.resume();
		socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
		const drip = setInterval(() => socket.write('x'), 50);
		socket.on('close', () => {
			clearInterval(drip);
		});
	});
	const took = await duration(
		errorOf(post(url, 500)).then(({ message }) => {
			expect(message).toBe(`${new URL(url).host} did not finish its answer in time`);
		}),
	);
	expect(took).toBeGreaterThan(1_499);
	expect(took).toBeLessThan(5_000);
});

test('an answer that came while others held the event loop is not late', async () => {
	const server = new Worker(
		`const { parentPort } = require('node:worker_threads');
		require('node:net').createServer((socket) => socket.once('data', () => {
			setTimeout(() => socket.write('HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok'), 100);
		})).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`,
		{ eval: true },
	);
	try {
		const [port] = (await once(server, 'message')) as [number];
		const sent = post(`http://127.0.0.1:${port}`, 300);
		await pause(50);
		// Timers are looked at next, and only then sockets.
		await immediate();
		const begin = performance.now();
		while (performance.now() - begin < 600);
		expect(await sent).toMatchObject({ text: 'ok' });
	} finally {
		await server.terminate();
	}
});

test('an answer may take longer than the time-out while it comes', async () => {
	const { url } = await serve((socket) => {
		socket.resume();
		socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n');
		let sent = 0;
		const drip = setInterval(() => {
			socket.write('x');
			if (++sent === 10) clearInterval(drip);
		}, 100);
	});
	expect(await post(url, 800)).toMatchObject({ text: 'x'.repeat(10) });
});

const EARLY_HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n';

test.each([
	[0, true],
	[10, true],
	[11, false],
])('an answer that is announced %i times is taken: %s', async (times, isTaken) => {
	const { url, sockets } = await serve((socket) => {
		socket.once('data', () => socket.write(EARLY_HINTS.repeat(times) + answerOf('answer')));
	});
	const sent = post(url, 10_000);
	if (isTaken) {
		expect(await sent).toMatchObject({ text: 'answer' });
		return;
	}
	const { message, advice } = await errorOf(sent);
	expect(message).toBe(`${new URL(url).host} announced its answer again and again, and did not give it`);
	expect(advice).toContain('is not known');
	const [socket] = sockets;
	if (socket && !socket.closed) await once(socket.resume(), 'close');
});

test('announcing an answer for ever is no way to hold a request', async () => {
	const { url } = await serve((socket) => {
		socket.resume();
		const drip = setInterval(() => socket.write(EARLY_HINTS), 100);
		socket.on('close', () => {
			clearInterval(drip);
		});
	});
	const { message } = await errorOf(post(url, 10_000));
	expect(message).toContain('announced its answer again and again');
});

describe('a connection that never comes to be', () => {
	const secure = (url: string) => url.replace('http:', 'https:');

	test('is given up', async () => {
		// It takes the connection, and says nothing of TLS.
		const { url, sockets } = await serve((socket) => socket.resume());
		const { message } = await errorOf(post(secure(url), 300));
		expect(message).toBe(`${new URL(url).host} did not accept the connection in time`);
		const [socket] = sockets;
		if (socket && !socket.closed) await once(socket, 'close');
	});

	test('ends when the execution is stopped', async () => {
		const { url, sockets } = await serve((socket) => socket.resume());
		const stop = new AbortController();
		const sent = post(secure(url), 20_000, 'x=1', stop.signal);
		while (sockets.length === 0) await pause(5);
		stop.abort(new Error('stopped'));
		await expect(sent).rejects.toThrow('stopped');
		const [socket] = sockets;
		if (socket && !socket.closed) await once(socket, 'close');
	});
});
