import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';

import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { TargetError } from '../../../nodes/AdobeTarget/api/targetError';
import type { TargetRequest, Transport } from '../../../nodes/AdobeTarget/api/http/transport';
import { credentialTestTransport } from '../../../nodes/AdobeTarget/credential/credentialTestTransport';
import { startRawServer } from '../../unit/api/http/rawServer';
import type { RawServer } from '../../unit/api/http/rawServer';
import { startForeignHost } from '../foreignHost';
import type { ForeignHost } from '../foreignHost';

const TOKEN = 'sample-profile-token-0001';
const TIMEOUT_MS = 300;

let server: RawServer | undefined;
let foreign: ForeignHost;

beforeEach(async () => {
	foreign = await startForeignHost();
});

afterEach(async () => {
	await foreign.close();
	await server?.close();
	server = undefined;
});

/** A server that does this with what it is asked. */
async function serving(serve: (socket: Socket) => void): Promise<RawServer> {
	server = await startRawServer((socket) =>
		socket.once('data', () => {
			serve(socket);
		}),
	);
	return server;
}

function way(timeoutMs = TIMEOUT_MS): Transport {
	return credentialTestTransport(new CredentialTestContext(), timeoutMs);
}

function request(url: string, others: Partial<TargetRequest> = {}): TargetRequest {
	return { method: 'GET', url, headers: { authorization: `Bearer ${TOKEN}` }, ...others };
}

async function errorOf(answer: Promise<unknown>): Promise<TargetError> {
	const error: unknown = await answer.catch((caught: unknown) => caught);
	if (!(error instanceof TargetError)) throw new Error(`No error in words: ${inspect(error)}`);
	expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/sample-profile-token|inner/);
	return error;
}

async function allClosed({ sockets }: RawServer): Promise<void> {
	const left = sockets.filter(({ closed }) => !closed);
	await Promise.all(
		left.map(async (socket) => await new Promise((resolve) => socket.once('close', resolve))),
	);
}

test('an answer is read as the own transport reads it', async () => {
	const { url } = await serving((socket) =>
		socket.end('HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 5\r\n\r\ntäxt'),
	);
	expect(await way().send(request(url))).toEqual({ status: 503, text: 'täxt', retryAfter: '7' });
});

test('a request has its method, headers and body as they are', async () => {
	let received = '';
	server = await startRawServer((socket) =>
		socket.on('data', (piece: Buffer) => {
			received += piece.toString();
			if (received.endsWith('a=1%2C2')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
		}),
	);
	const type = 'application/x-www-form-urlencoded';
	const others = { method: 'POST', headers: { 'content-type': type }, body: 'a=1%2C2' } as const;
	expect(await way().send(request(`${server.url}/a%20b?c=d`, others))).toMatchObject({ text: '' });
	expect(received).toContain('POST /a%20b?c=d HTTP/1.1\r\n');
	expect(received.toLowerCase()).toContain(`content-type: ${type}\r\n`);
	expect(received.toLowerCase()).toContain('accept-encoding: identity\r\n');
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
	const { url } = await serving((socket) =>
		socket.end(
			`HTTP/1.1 ${status} Elsewhere\r\nlocation: ${foreign.url}/stolen\r\ncontent-length: 0\r\n\r\n`,
		),
	);
	expect(await way().send(request(url))).toMatchObject({ status });
	expect(await way().send(request(url, { method: 'POST', body: 'a=1' }))).toMatchObject({ status });
	expect(foreign.seen).toEqual([]);
});

describe('an answer without an end is cut, and its connection closed', () => {
	const endless = (socket: Socket) => {
		const more = () => {
			while (!socket.destroyed && socket.write('x'.repeat(10_000)));
		};
		socket.on('drain', more);
		more();
	};

	test('as it comes', async () => {
		const raw = await serving((socket) => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			endless(socket);
		});
		const { text } = await way(5_000).send(request(raw.url, { maxAnswerBytes: 100_000 }));
		expect(text.length).toBeGreaterThan(100_000);
		expect(text.length).toBeLessThan(300_000);
		await allClosed(raw);
	});

	test('as it is when it is unpacked', async () => {
		const packed = gzipSync(Buffer.alloc(50_000_000, 'x'));
		const raw = await serving((socket) => {
			socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`);
			socket.end(packed);
		});
		const { text } = await way(5_000).send(request(raw.url, { maxAnswerBytes: 100_000 }));
		expect(text.length).toBeLessThan(300_000);
		await allClosed(raw);
	});
});

describe('what does not come to an end in time is an error, and its connection is closed', () => {
	const drops = (head: string, drop: string) => (socket: Socket) => {
		socket.write(head);
		const timer = setInterval(() => socket.write(drop), 20);
		socket.on('close', () => {
			clearInterval(timer);
		});
	};
	test.each([
		['no answer at all', () => undefined],
		['a head in drops', drops('HTTP/1.1 200 OK\r\nx: ', 'inner')],
		['announcements', drops('', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
		['a body in drops', drops('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n', 'inner')],
	])('%s', async (_, serve) => {
		const raw = await serving(serve);
		const began = performance.now();
		const error = await errorOf(way().send(request(raw.url)));
		expect(performance.now() - began).toBeLessThan(TIMEOUT_MS + 1_000);
		expect(error.message).toBe(`${new URL(raw.url).host} did not answer in time`);
		await allClosed(raw);
	});
});

test.each([
	['closes at once', (socket: Socket) => socket.destroy(), /cut the connection|could not be asked/],
	['resets', (socket: Socket) => socket.resetAndDestroy(), /cut the connection before its answer/],
	[
		'speaks no HTTP',
		(socket: Socket) => socket.end('inner\r\n\r\n'),
		/sent something that is no HTTP answer/,
	],
	[
		'cuts its answer',
		(socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ninner'),
		/cut the connection before its answer/,
	],
	[
		'packs what is not packed',
		(socket: Socket) =>
			socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\ninner'),
		/could not be asked/,
	],
])('a server that %s is an error in words', async (_, serve, message) => {
	const raw = await serving(serve);
	const error = await errorOf(way().send(request(raw.url)));
	expect(error.message).toMatch(message);
	await allClosed(raw);
});

test('a request is ended by its signal, and by the end of the test, its connection too', async () => {
	const raw = await serving(() => undefined);
	const stop = new AbortController();
	const transport = way(20_000);
	const stopped = transport.send(request(raw.url, { signal: stop.signal }));
	const closed = transport.send(request(raw.url));
	while (raw.sockets.length < 2) await delay(5);
	stop.abort(new Error('stopped'));
	await expect(stopped).rejects.toThrow('stopped');
	await transport.close();
	expect((await errorOf(closed)).message).toMatch(/cut the connection/);
	await allClosed(raw);
});

/** What is said where n8n's helper throws this. */
async function asking(error: unknown): Promise<TargetError> {
	const helpers = { request: jest.fn().mockRejectedValue(error) };
	const context = { helpers } as unknown as ICredentialTestFunctions;
	return await errorOf(credentialTestTransport(context, TIMEOUT_MS).send(request('https://x.example.com/')));
}

test('of an error of n8n’s helper nothing is taken but a code', async () => {
	const telling = Object.assign(new Error(`503 - "inner" ${TOKEN}`), {
		code: 'inner words',
		options: { headers: { authorization: TOKEN } },
		error: 'inner',
	});
	expect(await asking(telling)).toMatchObject({ message: 'x.example.com could not be asked' });
	const hidden = new Error(TOKEN, { cause: Object.assign(new Error('inner'), { code: 'ECONNREFUSED' }) });
	expect(await asking(hidden)).toMatchObject({ message: 'x.example.com refused the connection' });
	const circle = new Error(TOKEN);
	circle.cause = circle;
	expect(await asking(circle)).toMatchObject({ message: 'x.example.com could not be asked' });
	expect(await asking('inner')).toMatchObject({ message: 'x.example.com could not be asked' });
	expect(await asking(undefined)).toMatchObject({ message: 'x.example.com could not be asked' });
});

describe.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED'])('%s', (code) => {
	const failed = (syscall: string) => Object.assign(new Error('inner'), { code, syscall });

	test.each([
		['read', failed('read')],
		['write', failed('write')],
		['read, hidden in another error', Object.assign(new Error('inner', { cause: failed('read') }), { code })],
	])('at a %s of a connection: nobody knows what became of the request', async (_, error) => {
		expect(await asking(error)).toMatchObject({
			message: 'x.example.com cut the connection before its answer was complete',
			isUnsent: false,
		});
	});

	test('while a connection is made: nothing has left', async () => {
		expect(await asking(failed('connect'))).toMatchObject({ isUnsent: true });
	});
});

test.each([407, 502])(
	'what a proxy says that makes no tunnel (%i) is no answer of the host',
	async (status) => {
		const proxy = await serving((socket) =>
			socket.end(`HTTP/1.1 ${status} Inner\r\ncontent-length: 5\r\n\r\ninner`),
		);
		process.env.HTTPS_PROXY = proxy.url;
		try {
			const error = await errorOf(way().send(request('https://target.example.com/')));
			expect(error.message).toBe('The proxy did not let the connection to target.example.com through');
			expect(error.advice).toContain(`(HTTP ${status})`);
		} finally {
			delete process.env.HTTPS_PROXY;
		}
	},
);

describe('a server on this machine', () => {
	afterEach(() => {
		delete process.env.HTTP_PROXY;
		delete process.env.NO_PROXY;
	});

	test('is not asked by way of a proxy, which would see the token', async () => {
		process.env.HTTP_PROXY = foreign.url;
		const { url } = await serving((socket) => socket.destroy());
		const error = await errorOf(way().send(request(url)));
		expect(error.message).toBe(
			`n8n would ask ${new URL(url).host} by way of a proxy, which would see the secrets of the credential`,
		);
		expect(foreign.seen).toEqual([]);
	});

	test('is asked where the proxy is not for it', async () => {
		process.env.HTTP_PROXY = foreign.url;
		process.env.NO_PROXY = '127.0.0.1';
		const { url } = await serving((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
		expect(await way().send(request(url))).toMatchObject({ status: 204 });
		expect(foreign.seen).toEqual([]);
	});
});
