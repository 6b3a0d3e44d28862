import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { startTlsFront, type TlsFront } from '../../n8n/runs/privateTls';

/** How far away the edges are: half of it is added on each way, and all of it before a connection is made. */
export const ROUND_TRIP_MS = 50;
/** What TCP and TLS 1.3 say before the first request: a round trip each. */
export const HANDSHAKE_MS = 2 * ROUND_TRIP_MS;

/** The address that certificates are for, and edges listen on. */
const ADDRESS = '127.0.0.1';

/** Edges of Target over TLS, so far away that each round trip takes some time. */
interface DistantEdges {
	/** `https://127.0.0.1:<port>`, one for each edge: no connection to one serves another. */
	readonly urls: readonly string[];
	/** The certificate of their authority, for NODE_EXTRA_CA_CERTS. */
	readonly authorityFile: string;
	close(): Promise<void>;
}

/**
 * @param folder where keys are kept
 * @param target the server that they hand requests on to
 */
export async function startDistantEdges(
	folder: string,
	target: string,
	count: number,
): Promise<DistantEdges> {
	const front = await startTlsFront(folder, ADDRESS, target);
	const relays: Server[] = [];
	const urls: string[] = [];
	for (let edge = 0; edge < count; edge++) {
		const relay = createServer((client) => {
			relayTo(front, client);
		});
		await new Promise<void>((resolve) => relay.listen(0, ADDRESS, resolve));
		relays.push(relay);
		urls.push(`https://${ADDRESS}:${(relay.address() as AddressInfo).port}`);
	}
	return {
		urls,
		authorityFile: front.authorityFile,
		async close() {
			for (const relay of relays) relay.close();
			await front.close();
		},
	};
}

/** Loopback takes a connection at once, where a distant server is asked first: what the client says waits for that. */
function relayTo({ port }: TlsFront, client: Socket): void {
	const server = connect(port, ADDRESS);
	forward(client, server, ROUND_TRIP_MS);
	forward(server, client, 0);
}

/** @param firstMs until then nothing is handed on */
function forward(from: Socket, to: Socket, firstMs: number): void {
	const connected = delay(firstMs);
	const later = (act: () => void) => {
		// Timers of the same length run in the order in which they were set.
		void connected.then(() => setTimeout(act, ROUND_TRIP_MS / 2));
	};
	from.on('data', (bytes) => {
		later(() => to.write(bytes));
	});
	from.on('end', () => {
		later(() => to.end());
	});
	from.on('error', () => to.destroy());
	from.on('close', () => {
		later(() => to.destroy());
	});
}
