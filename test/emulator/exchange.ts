import { once } from 'node:events';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import type { PlainAnswer } from './answers';
import { BATCH_BYTES_LIMIT } from './batchFile';
import { breakOff } from './breakOff';
import type { ReceivedRequest } from './emulatedTarget';
import { CLAIMED_SUCCESS, type Course, type Stage } from './faults';
import { receive } from './requestBody';

/** By then the other side has read what was sent, if it reads at all. */
const ON_THE_WAY_MS = 5;

/** A request and its answer, on their way as a {@link Course} says. */
export class Exchange {
	private readonly socket: Socket;

	/** @param signal aborted when the emulator is closed */
	constructor(
		private readonly message: IncomingMessage,
		private readonly response: ServerResponse,
		private readonly course: Course,
		private readonly signal: AbortSignal,
	) {
		this.socket = message.socket;
	}

	/**
	 * @param onReceived told of the request once it is read
	 * @param process gives the request its effect
	 * @returns once it is answered or broken off
	 */
	async run(
		onReceived: (request: ReceivedRequest) => void,
		process: (request: ReceivedRequest) => PlainAnswer,
	): Promise<void> {
		const { processed, answer, latencyMs, heldUntil, readingPauseMs } = this.course;
		if (await this.breaksOff('headRead')) return;
		if (this.course.breaksOff?.at === 'partRead') await this.readOneByte();
		if (await this.breaksOff('partRead')) return;
		const request = await receive(this.message, BATCH_BYTES_LIMIT, () => this.wait(readingPauseMs));
		onReceived(request);
		if (await this.breaksOff('requestRead')) return;
		const sent = answer(processed ? process(request) : CLAIMED_SUCCESS);
		await this.wait(latencyMs);
		if (heldUntil) await this.hold(heldUntil);
		if (await this.breaksOff('processed')) return;
		const head = headOf(sent);
		if (await this.breaksOff('halfHead', head.slice(0, head.length / 2))) return;
		if (await this.breaksOff('halfBody', head + sent.body.slice(0, sent.body.length / 2))) return;
		this.send(sent);
	}

	/** @returns whether the exchange broke off at that stage; what is `sent` goes out before it */
	private async breaksOff(at: Stage, sent = ''): Promise<boolean> {
		const { breaksOff } = this.course;
		if (breaksOff?.at !== at) return false;
		if (sent !== '') {
			this.socket.write(sent);
			// Where an RST comes together with what was sent before it, libuv takes it for a FIN.
			await this.wait(ON_THE_WAY_MS);
		}
		await breakOff(breaksOff.how, this.socket, this.message, this.signal);
		return true;
	}

	/** A request without a body has an end in place of the byte. */
	private async readOneByte(): Promise<void> {
		await once(this.message, 'readable', { signal: this.signal });
		this.message.read(1);
	}

	private send({ status, headers, body }: PlainAnswer): void {
		const { extraLength, afterwards } = this.course;
		this.response.writeHead(status, {
			...headers,
			...(extraLength !== 0 && { 'content-length': Buffer.byteLength(body) + extraLength }),
		});
		this.response.end(body, () => {
			if (afterwards === 'closed') this.socket.end();
		});
	}

	private async wait(milliseconds: number): Promise<void> {
		if (milliseconds > 0) await pause(milliseconds, undefined, { signal: this.signal });
	}

	private async hold(until: Promise<unknown>): Promise<void> {
		this.signal.throwIfAborted();
		await Promise.race([until, once(this.signal, 'abort')]);
		this.signal.throwIfAborted();
	}
}

/** The head of an answer as bytes on the wire. */
function headOf({ status, headers, body }: PlainAnswer): string {
	return [
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		`content-length: ${Buffer.byteLength(body)}`,
		'\r\n',
	].join('\r\n');
}
