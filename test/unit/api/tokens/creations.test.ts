import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { createTransport } from '../../../../nodes/AdobeTarget/api/http/httpTransport';
import { Creations } from '../../../../nodes/AdobeTarget/api/tokens/creations';
import { errorOf } from '../answering';
import { startRawServer } from '../http/rawServer';

async function create(creations: Creations, url: string): Promise<string> {
	const way = createTransport({ connections: 1, timeoutMs: 5_000 });
	const post = async () => (await way.send({ method: 'POST', url, headers: {}, idempotent: false })).text;
	try {
		return await creations.createOne('account', post);
	} finally {
		await way.close();
	}
}

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

test('a creation for which there was no connection is none: the next one may be at once', async () => {
	const creations = new Creations();
	const url = await nobody();
	for (let tries = 0; tries < 2; tries++) {
		const { message, retry } = await errorOf(create(creations, url));
		expect(message).toBe(`${new URL(url).host} refused the connection`);
		expect(retry).toBe('afterPause');
	}
});

test('a creation whose connection was cut may have been done: there is no next one for ten minutes', async () => {
	const creations = new Creations();
	const server = await startRawServer((socket) => {
		socket.once('data', () => socket.destroy());
	});
	const { url, sockets } = server;
	const cut = await errorOf(create(creations, url));
	expect(cut.message).toContain('cut the connection');
	const { message } = await errorOf(create(creations, url));
	expect(message).toContain('A new profile token was asked for a moment ago');
	expect(sockets).toHaveLength(1);
	await server.close();
});
