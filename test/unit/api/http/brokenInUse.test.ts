import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Lanes } from '../../../../nodes/AdobeTarget/api/http/connecting/lanes';
import type { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { errorOf } from '../answering';
import { makeKeyPair, trustAnyCertificate } from './keyPair';
import { answerOf, rawServerPerTest, readRequests } from './rawServer';

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

test('TLS breaks when a submit has been sent: nobody knows whether Target took it', async () => {
	let toClient: Socket | undefined;
	const target = await serve(
		(socket) => {
			// A record of TLS that decrypts to nothing, as from something on the way that mixes up connections.
			readRequests(socket, {
				onWhole: () => toClient?.write(Buffer.from([23, 3, 3, 0, 32, ...Buffer.alloc(32)])),
			});
		},
		await makeKeyPair(),
	);
	const onTheWay = await serve((socket) => {
		toClient = socket;
		const further = connect(Number(new URL(target.url).port), '127.0.0.1');
		further.on('error', () => socket.destroy());
		socket.on('close', () => further.destroy());
		socket.pipe(further).pipe(socket);
	});
	const error = await submitTo(onTheWay.url.replace('http:', 'https:'));
	expectUnknown(error);
	expect(error.message).toMatch(/ cut the connection before its answer was complete$/);
	expect(error.advice).toMatch(/\(ERR_SSL_\w+\)$/);
});

test('TLS that never came to be is told as before: nothing has been sent', async () => {
	const { url } = await serve((socket) => {
		socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
	});
	const error = await submitTo(url.replace('http:', 'https:'));
	expect(error.message).toMatch(/ could not be asked$/);
	expect(error).toMatchObject({ mayBeTaken: false, retry: 'never' });
});
