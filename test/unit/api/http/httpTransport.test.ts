import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { Transport, TargetAnswer } from '../../../../nodes/AdobeTarget/api/http/transport';
import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import type { TransportSettings } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { errorOf } from '../answering';

const open: Array<Server | Transport> = [];

afterEach(async () => {
	for (const one of open.splice(0)) {
		if ('closeAllConnections' in one) one.closeAllConnections();
		await one.close();
	}
});

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	open.push(server);
	await once(server, 'listening');
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function transport(settings: Partial<TransportSettings> = {}): Transport {
	const created = createTransport({ connections: 4, timeoutMs: 10_000, ...settings });
	open.push(created);
	return created;
}

test('a request is sent with its method, path, query, headers and body', async () => {
	const seen: unknown[] = [];
	const { url } = await serve((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			seen.push([request.method, request.url, request.headers['content-type'], body]);
			response.end('é');
		});
	});
	const way = transport();
	const headers = { 'content-type': 'text/plain' };
	expect(await way.send({ method: 'POST', url: `${url}/a/b?c=d&e`, headers, body: 'x=1' })).toEqual({
		status: 200,
		text: 'é',
		retryAfter: undefined,
	});
	await way.send({ method: 'GET', url: `${url}/a`, headers: {} });
	expect(seen).toEqual([
		['POST', '/a/b?c=d&e', 'text/plain', 'x=1'],
		['GET', '/a', undefined, ''],
	]);
});

test.each([
	['once', '7'],
	['twice, of which the first counts', ['7', '9']],
])('Retry-After is given as it came: %s', async (_, value) => {
	const { url } = await serve((__, response) => {
		response.writeHead(
			429,
			Array.isArray(value) ? value.flatMap((one) => ['retry-after', one]) : { 'retry-after': value },
		);
		response.end('wait');
	});
	expect(await transport().send({ method: 'GET', url, headers: {} })).toEqual({
		status: 429,
		text: 'wait',
		retryAfter: '7',
	});
});

test('redirects are not followed', async () => {
	let requests = 0;
	const { url } = await serve((_, response) => {
		requests++;
		response.writeHead(302, { location: '/elsewhere' }).end();
	});
	expect((await transport().send({ method: 'GET', url, headers: {} })).status).toBe(302);
	expect(requests).toBe(1);
});

test('sockets are kept and used again, and no more are opened than allowed', async () => {
	const { server, url } = await serve((_, response) => response.end());
	let sockets = 0;
	server.on('connection', () => sockets++);
	const way = transport({ connections: 2 });
	await Promise.all(Array.from({ length: 10 }, () => way.send({ method: 'GET', url, headers: {} })));
	expect(sockets).toBe(2);
});

describe.each([
	['the default', undefined, 65_536],
	['what the request says', 4_000_000, 4_000_000],
])('how much of an answer is read: %s', (_, maxAnswerBytes, most) => {
	const read = async (length: number): Promise<{ text: string; closed: Promise<unknown> }> => {
		const { server, url } = await serve((__, response) => response.end(`${'x'.repeat(length - 1)}y`));
		const closed = new Promise((resolve) => {
			server.once('connection', (socket: Socket) => socket.once('close', resolve));
		});
		const request = { method: 'GET', url, headers: {}, ...(maxAnswerBytes && { maxAnswerBytes }) } as const;
		return { ...(await transport().send(request)), closed };
	};

	test('all of it', async () => {
		const { text } = await read(most);
		expect(text).toHaveLength(most);
		expect(text.at(-1)).toBe('y');
	});

	test('not what is longer, and its connection is closed', async () => {
		const { text, closed } = await read(most + 4_000_000);
		expect(text.length).toBeGreaterThan(most);
		expect(text.length).toBeLessThan(most + 1_000_000);
		await closed;
	});
});

test('an answer in pieces of a byte takes no more memory than its size, and does not hold the event loop', async () => {
	const size = 1_000_000;
	const { url } = await serve((_, response) => {
		const { socket } = response;
		socket?.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
		socket?.write(`${'1\r\nx\r\n'.repeat(size)}0\r\n\r\n`);
	});
	const concat = jest.spyOn(Buffer, 'concat');
	const { text } = await transport().send({ method: 'GET', url, headers: {}, maxAnswerBytes: size });
	expect(text === 'x'.repeat(size)).toBe(true);
	// Each piece as a buffer of its own would be some hundred bytes, and putting them together one long step.
	expect(Math.max(0, ...concat.mock.calls.map(([pieces]) => pieces.length))).toBeLessThan(1_000);
	concat.mockRestore();
});

test('stopping ends a request with the reason why, not with an error of the network', async () => {
	const stop = new AbortController();
	const { url } = await serve(() => {
		stop.abort(new Error('stopped'));
	});
	const failed = transport().send({ method: 'GET', url, headers: {}, signal: stop.signal });
	await expect(failed).rejects.toThrow('stopped');
});

test('stopping closes the socket of a request, while others go on', async () => {
	const stop = new AbortController();
	const { url, server } = await serve((request, response) => {
		if (request.url === '/other') response.end('other');
		else stop.abort(new Error('stopped'));
	});
	const closed = once(server, 'connection').then(([socket]) => once(socket as Socket, 'close'));
	const way = transport();
	const failed = way.send({ method: 'GET', url, headers: {}, signal: stop.signal });
	await expect(failed).rejects.toThrow('stopped');
	await closed;
	expect(await way.send({ method: 'GET', url: `${url}/other`, headers: {} })).toMatchObject({
		text: 'other',
	});
});

test('a request that waits for a socket when it is stopped is not sent', async () => {
	const paths: Array<string | undefined> = [];
	let answerFirst: (() => void) | undefined;
	const { url } = await serve((request, response) => {
		paths.push(request.url);
		if (request.url === '/first') answerFirst = () => response.end();
		else response.end();
	});
	const way = transport({ connections: 1 });
	const send = (path: string, signal?: AbortSignal): Promise<TargetAnswer> =>
		way.send({ method: 'GET', url: url + path, headers: {}, signal });
	const first = send('/first');
	while (answerFirst === undefined) await new Promise(setImmediate);
	const stop = new AbortController();
	const waiting = send('/waiting', stop.signal);
	await new Promise(setImmediate);
	stop.abort(new Error('stopped'));
	await expect(waiting).rejects.toThrow('stopped');
	answerFirst();
	await first;
	await send('/last');
	expect(paths).toEqual(['/first', '/last']);
});

test('when a request is over, nobody listens to its signal any more', async () => {
	const { url } = await serve((_, response) => response.end());
	const { signal } = new AbortController();
	const way = transport();
	for (let sent = 0; sent < 3; sent++) await way.send({ method: 'GET', url, headers: {}, signal });
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('an answer that is announced by another one counts alone', async () => {
	const { url } = await serve((_, response) => {
		response.writeEarlyHints({ link: '</style.css>; rel=preload', 'retry-after': '7' }, () => {
			response.writeHead(201).end('answer');
		});
	});
	expect(await transport().send({ method: 'GET', url, headers: {} })).toEqual({
		status: 201,
		text: 'answer',
		retryAfter: undefined,
	});
});

test('host names are looked up as the caller says', async () => {
	const { url } = await serve((request, response) => response.end(request.headers.host));
	const { port } = new URL(url);
	const lookup: TransportSettings['lookup'] = (_, { all }, found) => {
		if (all === true) found(null, [{ address: '127.0.0.1', family: 4 }]);
		else found(null, '127.0.0.1', 4);
	};
	const order = transport({ lookup }).send({
		method: 'GET',
		url: `http://target.invalid:${port}/`,
		headers: {},
	});
	expect(await order).toMatchObject({ text: `target.invalid:${port}` });
});

test('200 requests under one signal end with it, and leave nothing behind', async () => {
	const stop = new AbortController();
	const warnings: Error[] = [];
	const onWarning = (warning: Error) => {
		if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
	};
	process.on('warning', onWarning);
	const { url, server } = await serve(() => undefined);
	let sockets = 0;
	server.on('connection', (socket) => {
		sockets++;
		socket.on('close', () => sockets--);
	});
	// Half of them are under way, half wait for their turn.
	const way = transport({ connections: 100 });
	const { signal } = stop;
	const sent = Array.from({ length: 200 }, () =>
		way.send({ method: 'GET', url, headers: {}, signal }).catch((error: unknown) => error),
	);
	while (sockets < 100) await new Promise(setImmediate);
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	const reason = new Error('stopped');
	stop.abort(reason);
	expect(new Set(await Promise.all(sent))).toEqual(new Set([reason]));
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	while (sockets > 0) await new Promise(setImmediate);
	expect(warnings).toEqual([]);
	process.off('warning', onWarning);
});

test('a request whose execution is stopped before it comes to be sent is not sent', async () => {
	let requests = 0;
	const { url } = await serve((_, response) => {
		requests++;
		response.end();
	});
	const way = transport();
	const stop = new AbortController();
	const sent = way.send({ method: 'GET', url, headers: {}, signal: stop.signal });
	stop.abort(new Error('stopped'));
	await expect(sent).rejects.toThrow('stopped');
	await expect(way.send({ method: 'GET', url, headers: {}, signal: stop.signal })).rejects.toThrow('stopped');
	await way.send({ method: 'GET', url, headers: {} });
	expect(requests).toBe(1);
});

test('closing ends the requests that wait for their turn', async () => {
	const { url } = await serve(() => undefined);
	const way = transport({ connections: 1 });
	const sent = [1, 2, 3].map(() => errorOf(way.send({ method: 'GET', url, headers: {} })));
	await new Promise(setImmediate);
	await way.close();
	for (const { message } of await Promise.all(sent)) expect(message).toContain('cut the connection');
});

test('what was never used can be closed', async () => {
	await expect(createTransport({ connections: 1, timeoutMs: 1_000 }).close()).resolves.toBeUndefined();
});
