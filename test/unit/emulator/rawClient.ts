import { connect, type Socket } from 'node:net';

import type { Emulator } from '../../emulator';
import { FORM } from './withEmulator';

/** A client that sees each byte, and by what a connection ends. */
export class RawClient {
	/** All that came back, one character per byte. */
	received = '';

	/** By what the server ended the connection: an RST, a FIN, or not at all so far. */
	endedBy: 'RST' | 'FIN' | undefined;

	private readonly socket: Socket;

	constructor({ url }: Emulator) {
		this.socket = connect(Number(new URL(url).port), '127.0.0.1');
		this.socket.setEncoding('latin1').setNoDelay(true);
		this.socket.on('data', (text) => (this.received += String(text)));
		this.socket.on('end', () => (this.endedBy ??= 'FIN'));
		this.socket.on('error', () => (this.endedBy ??= 'RST'));
	}

	/** Sends this, or as much of it as the server lets through. */
	send(text: string): void {
		if (this.socket.writable) this.socket.write(text);
	}

	/** What the server has not taken yet. */
	get unsentBytes(): number {
		return this.socket.writableLength;
	}

	/** Lets go of the connection, as a client does that has waited long enough. */
	giveUp(): void {
		this.socket.destroy();
	}
}

/** A request for an update of the profile c1, in the parts in which a server may read it. */
export function updateRequest(value: string): { head: string; body: string } {
	const body = `mbox3rdPartyId=c1&profile.tier=${value}`;
	const head = [
		'POST /m2/democlient/profile/update HTTP/1.1',
		'host: 127.0.0.1',
		`content-type: ${FORM}`,
		`content-length: ${body.length}`,
		'\r\n',
	].join('\r\n');
	return { head, body };
}

/** Waits, without a time of its own, until something has happened. */
export async function until(happened: () => boolean): Promise<void> {
	while (!happened()) await new Promise((resolve) => setImmediate(resolve));
}
