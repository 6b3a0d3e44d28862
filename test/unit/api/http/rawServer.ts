import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { KeyPair } from './keyPair';

/** A server that does with its connections whatever a test says, byte by byte. */
export interface RawServer {
	/** `http://127.0.0.1:<port>`, or https. */
	readonly url: string;
	/** All connections that were made, in their order. */
	readonly sockets: readonly Socket[];
	close(): Promise<void>;
}

/**
 * Starts one.
 *
 * @param serve is given each connection, and how many there were before
 * @param keys for TLS
 */
export async function startRawServer(
	serve: (socket: Socket, index: number) => void,
	keys?: KeyPair,
): Promise<RawServer> {
	const sockets: Socket[] = [];
	const accept = (socket: Socket) => {
		socket.on('error', () => undefined);
		serve(socket, sockets.push(socket) - 1);
	};
	const server: Server =
		keys === undefined
			? createServer(accept)
			: createTlsServer(keys, accept).on('tlsClientError', () => undefined);
	// Also those that never come to be TLS.
	const all = new Set<Socket>();
	server.on('connection', (socket: Socket) => all.add(socket));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `${keys === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		sockets,
		async close() {
			for (const socket of all) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** What has come over a connection, in requests whose bodies have a length. */
export interface Received {
	readonly heads: string[];
	readonly bodies: Buffer[];
}

/**
 * Reads requests as fast as they come, and calls back for each: when its head is there, and when all of it is.
 *
 * @returns what has come, growing
 */
export function readRequests(
	socket: Socket,
	{ onHead, onWhole }: { onHead?: (index: number) => void; onWhole?: (index: number) => void },
): Received {
	const received: Received = { heads: [], bodies: [] };
	let pending = Buffer.alloc(0);
	let missing: number | undefined;
	const look = () => {
		for (;;) {
			if (missing === undefined) {
				const end = pending.indexOf('\r\n\r\n');
				if (end < 0) return;
				const head = pending.toString('latin1', 0, end);
				pending = pending.subarray(end + 4);
				missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
				const index = received.heads.push(head) - 1;
				onHead?.(index);
			}
			if (pending.length < missing) return;
			const index = received.bodies.push(pending.subarray(0, missing)) - 1;
			pending = pending.subarray(missing);
			missing = undefined;
			onWhole?.(index);
		}
	};
	const chunks: Buffer[] = [];
	let bytes = 0;
	socket.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		bytes += chunk.length;
		// Large bodies are put together once.
		if (missing !== undefined && pending.length + bytes < missing) return;
		pending = Buffer.concat([pending, ...chunks.splice(0)]);
		bytes = 0;
		look();
	});
	return received;
}

/** An answer as it stands on the wire. */
export function answerOf(body = '', head = 'HTTP/1.1 200 OK'): string {
	return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What starts raw servers in the tests of a file; each is closed after its test. */
export function rawServerPerTest(): typeof startRawServer {
	const open: RawServer[] = [];
	afterEach(async () => {
		for (const one of open.splice(0)) await one.close();
	});
	return async (...how) => {
		const server = await startRawServer(...how);
		open.push(server);
		return server;
	};
}
