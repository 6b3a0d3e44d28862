import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

import type { Ending } from './faults';

const GIBBERISH = '\x15\x03\x01\x00\x02\x02\x50 this is no HTTP\r\n\r\n';

/** How often a stalled connection is looked at. */
const STALL_LOOK_MS = 20;

/**
 * Ends an exchange.
 *
 * @param unread where what the client still sends can be read: the body of its request, or all of the connection
 * @returns once the connection is ended, and for a stall only then: the client has gone or `signal` is aborted
 */
export async function breakOff(
	how: Ending,
	socket: Socket,
	unread: Readable,
	signal: AbortSignal,
): Promise<void> {
	// Whoever is cut off may cut off in turn.
	socket.on('error', () => undefined);
	unread.on('error', () => undefined);
	switch (how) {
		case 'stall':
			await stall(socket, unread, signal);
			return;
		case 'reset':
			socket.resetAndDestroy();
			return;
		case 'close':
			socket.end();
			break;
		case 'gibberish':
			socket.end(GIBBERISH);
			break;
	}
	// Only who reads on learns that the client has closed, too; and a FIN with bytes unread would become an RST.
	unread.resume();
}

/** Reads on at a trickle, as a connection that is not read at all does not tell when the client has gone. */
async function stall(socket: Socket, unread: Readable, signal: AbortSignal): Promise<void> {
	while (!socket.destroyed && !socket.readableEnded) {
		if (!unread.destroyed) unread.read();
		await pause(STALL_LOOK_MS, undefined, { signal });
	}
	socket.destroy();
}
