import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import type { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { errorOf } from '../answering';
import { makeKeyPair, trustAnyCertificate } from './keyPair';
import { answerOf, rawServerPerTest, readRequests } from './rawServer';
import type { RawServer } from './rawServer';

trustAnyCertificate();

const serve = rawServerPerTest();

async function submitTo(url: string): Promise<TargetError> {
	const way = createTransport({ connections: 1, timeoutMs: 5_000 }, new Lanes());
	try {
		return await errorOf(way.send({ method: 'POST', url, headers: {}, body: 'x=1', isSubmit: true }));
	} finally {
		await way.close();
	}
}

function expectUnknown({ advice, isUnsent, mayBeTaken, retry }: TargetError): void {
	expect({ isUnsent, mayBeTaken, retry }).toEqual({ isUnsent: false, mayBeTaken: true, retry: 'afterPause' });
	expect(advice).toContain('Whether it took the request is not known');
}

test.each([
	[
		'with longer headers than are read',
		answerOf('', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`),
		/no HTTP/,
	],
	[
		'with a status that there is not',
		answerOf('', 'HTTP/1.1 000 OK'),
		/^127\.0\.0\.1:\d+ cut the connection/,
	],
	['with an upgrade', 'HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n', /cut the connection/],
	[
		'with a chunk without a length',
		answerOf('', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked'),
		/HTTP|cut/,
	],
])('a submit is answered %s: nobody knows whether Target took it', async (_, answer, message) => {
	const { url } = await serve((socket) => {
		readRequests(socket, { onWhole: () => socket.write(answer) });
	});
	const error = await submitTo(url);
	expectUnknown(error);
	expect(error.message).toMatch(message);
});

/** A record of TLS that decrypts to nothing, as from something on the way that mixes up connections. */
const BROKEN_RECORD = Buffer.from([23, 3, 3, 0, 32, ...Buffer.alloc(32)]);

/** Stands before a server, and may put something of its own into its connections. */
async function serveOnTheWay(target: RawServer): Promise<RawServer> {
	const { port } = new URL(target.url);
	const onTheWay = await serve((socket) => {
		const further = connect(Number(port), '127.0.0.1');
		further.on('error', () => socket.destroy());
		socket.on('close', () => further.destroy());
		socket.pipe(further).pipe(socket);
	});
	return { ...onTheWay, url: onTheWay.url.replace('http:', 'https:') };
}

test('TLS breaks when a submit has been sent: nobody knows whether Target took it', async () => {
	const target = await serve(
		(socket) => {
			readRequests(socket, { onWhole: () => onTheWay.sockets[0]?.write(BROKEN_RECORD) });
		},
		await makeKeyPair(),
	);
	const onTheWay = await serveOnTheWay(target);
	const error = await submitTo(onTheWay.url);
	expectUnknown(error);
	expect(error.message).toMatch(/ cut the connection before its answer was complete$/);
	expect(error.advice).toMatch(/\(ERR_SSL_\w+\)$/);
});

test('TLS breaks while nothing goes over a kept connection: the next request goes over a new one', async () => {
	const target = await serve(
		(socket) => {
			readRequests(socket, { onWhole: () => socket.write(answerOf('answer')) });
		},
		await makeKeyPair(),
	);
	const onTheWay = await serveOnTheWay(target);
	const way = createTransport({ connections: 1, timeoutMs: 2_000 }, new Lanes());
	const request = { method: 'POST', url: onTheWay.url, headers: {}, body: 'x=1', isSubmit: true } as const;
	await way.send(request);
	const [first] = onTheWay.sockets;
	if (first === undefined) throw new Error('There was no connection');
	first.write(BROKEN_RECORD);
	await Promise.race([once(first, 'close'), pause(1_000)]);
	expect(await way.send(request)).toMatchObject({ text: 'answer' });
	expect(onTheWay.sockets).toHaveLength(2);
	await way.close();
});

test('TLS that never came to be is told as before: nothing has been sent', async () => {
	const { url } = await serve((socket) => {
		socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
	});
	const error = await submitTo(url.replace('http:', 'https:'));
	expect(error.message).toMatch(/ could not be asked$/);
	expect(error).toMatchObject({ mayBeTaken: false, retry: 'never' });
});
