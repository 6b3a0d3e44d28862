import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import type { TargetAnswer, Transport } from '../../../../nodes/AdobeTarget/api/http/transport';
import { errorOf } from '../answering';
import { makeKeyPair, trustAnyCertificate } from './keyPair';
import type { KeyPair } from './keyPair';
import { answerOf, startRawServer } from './rawServer';
import type { RawServer } from './rawServer';

/** More than the system keeps of it for both sides. */
const BODY = Buffer.alloc(24_000_000, 'profile-0123456789\n');

const SUCCESS = '<success>true</success>';
const KEEP = answerOf(SUCCESS);
const CLOSE = answerOf(SUCCESS, 'HTTP/1.1 200 OK\r\nconnection: close');
const SHORT_LIVED = answerOf(SUCCESS, 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=1');
const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\ntrue\r\n0\r\n\r\n';

trustAnyCertificate();

let keys: KeyPair;
beforeAll(async () => {
	keys = await makeKeyPair();
});

const open: Array<RawServer | Transport> = [];
afterEach(async () => {
	for (const one of open.splice(0)) await one.close();
});

/** A server that answers when it has a head, and reads on when a test says so. */
interface EarlyServer {
	readonly url: string;
	readonly socket: () => Socket;
	/** Once it has answered the first request. */
	readonly answered: Promise<void>;
	/** What it has of the first body. */
	readonly body: () => Buffer;
}

async function startEarlyServer(
	answer: string,
	goOn: (socket: Socket) => unknown = () => undefined,
	tls = false,
	afterMs = 0,
): Promise<EarlyServer> {
	const firsts: Buffer[] = [];
	let onAnswered = (): void => undefined;
	const answered = new Promise<void>((resolve) => {
		onAnswered = resolve;
	});
	const server = await startRawServer(
		(socket, index) => {
			socket.once('data', () => {
				socket.pause();
				setTimeout(() => {
					socket.write(answer, () => {
						onAnswered();
						goOn(socket);
					});
				}, afterMs);
			});
			socket.on('data', (chunk: Buffer) => {
				if (index === 0) firsts.push(chunk);
			});
		},
		tls ? keys : undefined,
	);
	open.push(server);
	return {
		url: server.url,
		answered,
		socket: () => {
			const [socket] = server.sockets;
			if (socket === undefined) throw new Error('Nobody has connected');
			return socket;
		},
		body: () => {
			const all = Buffer.concat(firsts);
			return all.subarray(all.indexOf('\r\n\r\n') + 4);
		},
	};
}

function transport(timeoutMs = 20_000): Transport {
	const created = createTransport({ connections: 2, timeoutMs }, new Lanes());
	open.push(created);
	return created;
}

function upload(way: Transport, url: string, signal?: AbortSignal): Promise<TargetAnswer> {
	return way.send({ method: 'POST', url: `${url}/batch`, headers: {}, body: BODY, signal, isSubmit: true });
}

describe.each([false, true])('over TLS: %s', (tls) => {
	test.each([
		['that keeps the connection', KEEP],
		['that closes it', CLOSE],
		['that keeps it for a second', SHORT_LIVED],
		['without a body', EMPTY],
		['in chunks', CHUNKED],
	])('an answer %s counts when the whole upload has left, and all of it arrives', async (_, answer) => {
		const { url, socket, answered, body } = await startEarlyServer(answer, undefined, tls);
		const way = transport();
		const onAnswer = jest.fn();
		const sent = upload(way, url).then(onAnswer);
		await answered;
		// A connection that may be kept for a second is one that undici would not keep at all.
		await pause(300);
		expect(onAnswer).not.toHaveBeenCalled();
		socket().resume();
		await sent;
		expect(onAnswer).toHaveBeenCalledTimes(1);
		// The execution is over now; what the system still holds arrives all the same.
		await way.close();
		while (body().length < BODY.length && !socket().closed) await pause(20);
		expect(body().equals(BODY)).toBe(true);
	});

	test('a connection that breaks after an early answer leaves the outcome unknown', async () => {
		const { url } = await startEarlyServer(
			KEEP,
			// The answer is to arrive before it.
			(socket) => setTimeout(() => socket.destroy(), 200),
			tls,
		);
		const error = await errorOf(upload(transport(), url));
		expect(error).toMatchObject({
			message: `${new URL(url).host} answered before it had the whole request, and then cut the connection`,
			advice: expect.stringContaining('is not known') as string,
			retry: 'afterPause',
		});
	});

	test('stopping ends an upload that has its answer already', async () => {
		const stop = new AbortController();
		const { url, socket, answered } = await startEarlyServer(KEEP, () => undefined, tls);
		const sent = upload(transport(), url, stop.signal);
		await answered;
		await pause(100);
		const closed = once(socket().resume(), 'close');
		stop.abort(new Error('stopped'));
		await expect(sent).rejects.toThrow('stopped');
		await closed;
	});
});

test('what the system holds of an upload arrives, also where its connection closes with an early answer', async () => {
	const { url, body } = await startEarlyServer(
		CLOSE,
		(socket) => {
			// As the end of TLS comes after the answer: a socket that is closed by then would answer with a reset.
			setTimeout(() => socket.write('over'), 50);
			setTimeout(() => socket.resume(), 200);
		},
		false,
		// All of the upload is to have left the process by then.
		100,
	);
	const way = transport();
	// The system keeps all of it.
	const small = Buffer.alloc(1_000_000, 'profile-0123456789\n');
	await way.send({ method: 'POST', url, headers: {}, body: small });
	await way.close();
	await pause(500);
	expect(body().equals(small)).toBe(true);
});

test('a connection that was to close after an upload closes as soon as the other side does', async () => {
	const { url, socket } = await startEarlyServer(CLOSE, (connection) => {
		setTimeout(() => connection.resume().end(), 100);
	});
	const way = transport();
	await way.send({ method: 'POST', url, headers: {}, body: BODY.subarray(0, 1_000_000) });
	if (!socket().closed) await once(socket(), 'close');
});

test('a server that ends its side after an early answer, and reads no more, has not taken the request', async () => {
	const { url } = await startEarlyServer(KEEP, (socket) => socket.end());
	const { message } = await errorOf(upload(transport(500), url));
	// Whether the end is seen before the time is over depends on the moment.
	expect(message).toMatch(
		/answered before it had the whole request, and then (cut the connection|stopped reading)$/,
	);
});

test('a server that stops reading after an early answer is given up', async () => {
	const { url } = await startEarlyServer(KEEP);
	const { message, advice } = await errorOf(upload(transport(300), url));
	expect(message).toContain('answered before it had the whole request, and then stopped reading');
	expect(advice).toContain('"Timeout (Seconds)"');
});

test('an early answer that is too long to be read can’t be awaited', async () => {
	const { url } = await startEarlyServer(answerOf('x'.repeat(1_000)));
	const request = { method: 'POST', url, headers: {}, body: BODY, maxAnswerBytes: 100 } as const;
	const { message } = await errorOf(transport().send(request));
	expect(message).toContain('answered before it had the whole request');
});

test('closing the transport ends an upload that has its answer already', async () => {
	const { url, socket, answered } = await startEarlyServer(KEEP);
	const way = transport();
	const failed = errorOf(upload(way, url));
	await answered;
	await pause(100);
	const closed = once(socket().resume(), 'close');
	await way.close();
	await failed;
	await closed;
});

test.each([401, 413, 500, 302])(
	'an early answer with %i ends the upload at once: nobody wants the rest',
	async (status) => {
		const { url, socket, body } = await startEarlyServer(answerOf('why', `HTTP/1.1 ${status} No`));
		const way = transport();
		expect(await upload(way, url)).toEqual({ status, text: 'why', retryAfter: undefined });
		const closed = once(socket().resume(), 'close');
		await closed;
		expect(body().length).toBeLessThan(BODY.length);
	},
);

test('a connection with an early answer is not used for the next request', async () => {
	const { url, socket, body } = await startEarlyServer(KEEP, (connection) => {
		setTimeout(() => connection.resume(), 200);
	});
	const way = transport();
	await upload(way, url);
	expect(await upload(way, url)).toMatchObject({ status: 200 });
	while (body().length < BODY.length && !socket().closed) await pause(20);
	expect(body().equals(BODY)).toBe(true);
	expect(open.flatMap((one) => ('sockets' in one ? one.sockets : []))).toHaveLength(2);
});
