import { once } from 'node:events';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import type { PlainAnswer } from './answers';
import { BATCH_BYTES_LIMIT } from '../bulk/batchFile';
import { breakOff } from '../faults/breakOff';
import type { EarlyAnswer } from '../faults/earlyAnswer';
import type { ReceivedRequest, RequestHead } from '../emulatedTarget';
import { CLAIMED_SUCCESS, type Course, type Stage } from '../faults/faults';
import { headOf, receive } from './requestBody';

/** What Target makes of a request. */
interface Served {
	/** Told of the request once it is read. */
	readonly received: (request: ReceivedRequest) => void;
	/** Gives the request its effect. */
	readonly process: (request: ReceivedRequest) => PlainAnswer;
	/** What is answered to the head of the request, where it can be answered by that. */
	readonly early: (head: RequestHead) => EarlyAnswer | undefined;
}

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

	/** @returns once the request is answered, or broken off; one that is answered early, once it is read */
	async run(served: Served): Promise<void> {
		const { processed, answer, latencyMs, heldUntil, answersEarly } = this.course;
		if (answersEarly && (await this.answeredEarly(served))) return;
		if (await this.breaksOff('headRead')) return;
		if (this.course.breaksOff?.at === 'partRead') await this.readOneByte();
		if (await this.breaksOff('partRead')) return;
		const request = await this.receive();
		served.received(request);
		if (await this.breaksOff('requestRead')) return;
		const sent = answer(processed ? served.process(request) : CLAIMED_SUCCESS, request);
		await this.wait(latencyMs);
		if (heldUntil) await this.hold(heldUntil);
		if (await this.breaksOff('processed')) return;
		const head = headInBytes(sent);
		if (await this.breaksOff('halfHead', head.slice(0, head.length / 2))) return;
		if (await this.breaksOff('halfBody', head + sent.body.slice(0, sent.body.length / 2))) return;
		this.send(sent);
	}

	/** @returns false where the head is not enough for an answer; nothing has happened then */
	private async answeredEarly({ early, received }: Served): Promise<boolean> {
		const given = early(headOf(this.message));
		if (given === undefined) return false;
		// Begun before the answer ends: http throws away the rest of a request that nobody reads by then.
		const reading = this.receive();
		// http no longer tells of a client that goes after it was answered. What it has sent is all there is.
		const cutShort = () => {
			if (!this.message.complete) this.message.push(null);
		};
		this.socket.once('close', cutShort);
		this.send(given.answer);
		const request = await reading;
		this.socket.removeListener('close', cutShort);
		received(request);
		given.finish(request);
		return true;
	}

	private async receive(): Promise<ReceivedRequest> {
		return await receive(this.message, BATCH_BYTES_LIMIT, () => this.wait(this.course.readingPauseMs));
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

	/** A request without a body has no byte to wait for. */
	private async readOneByte(): Promise<void> {
		const { headers } = this.message;
		if (Number(headers['content-length'] ?? 0) === 0 && !('transfer-encoding' in headers)) return;
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
function headInBytes({ status, headers, body }: PlainAnswer): string {
	return [
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		`content-length: ${Buffer.byteLength(body)}`,
		'\r\n',
	].join('\r\n');
}
