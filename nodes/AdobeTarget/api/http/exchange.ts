import type { Dispatcher } from 'undici';

import { onAbort } from '../onAbort';
import { DEFAULT_ANSWER_BYTES } from './transport';
import type { TargetAnswer, TargetRequest } from './transport';
import { AnswerBody } from './answerBody';
import { AnswerDeadline } from './answerDeadline';
import { BrokenInUse, BrokenOff, KeptConnectionOver } from './brokenOff';
import type { BrokenOffCode } from './brokenOff';
import type { Lane } from './connecting/lane';
import { isLarge, piecesOf } from './pieces';
import type { UploadWatch } from './pieces';

/** Interim answers (such as 103 Early Hints) that are taken before the answer itself. */
const MOST_INTERIM = 10;

/** The codes by which a connection that the other side has closed makes itself known. */
const CLOSED = new Set(['CLOSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * One request over a lane, and its answer. undici's own `request` gives a stream for each answer, which takes longer
 * than all the rest of a small request.
 *
 * The answer counts when the whole request has left: a server may answer when it has the head of an upload, and read
 * the rest after it.
 */
export class Exchange implements Dispatcher.DispatchHandler, UploadWatch {
	/** Rejects with an error of `brokenOff.ts`, one of undici or the system before the request began, or the signal's reason. */
	readonly answer: Promise<TargetAnswer>;

	private resolve: (answer: TargetAnswer) => void = () => undefined;

	private reject: (error: unknown) => void = () => undefined;

	private endWaiting: () => void = () => undefined;

	private readonly maxAnswerBytes: number;

	private readonly deadline: AnswerDeadline;

	private isOver = false;

	/** Whether undici has begun to write the request. */
	private isBegun = false;

	/** Whether the request goes in pieces. */
	private readonly isUpload: boolean;

	/** Whether all of the request has been given to the socket. */
	private isHandedOver: boolean;

	/** Bytes that had come over the connection when the request began. */
	private bytesBefore = 0;

	/** Interim answers that have come. */
	private interim = 0;

	private status = 0;

	private retryAfter: string | undefined;

	private readonly body = new AnswerBody();

	/** Whether the answer is there, but not all of the request has left. */
	private isEarly = false;

	constructor(
		private readonly lane: Lane,
		{ origin, path }: { readonly origin: string; readonly path: string },
		{ method, headers, body, signal, maxAnswerBytes = DEFAULT_ANSWER_BYTES }: TargetRequest,
		timeoutMs: number,
	) {
		this.answer = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
		this.maxAnswerBytes = maxAnswerBytes;
		this.deadline = new AnswerDeadline(timeoutMs, () => {
			this.breakOff(this.whatIsLate());
		});
		this.endWaiting = onAbort(signal, () => {
			this.fail(signal?.reason);
		});
		this.isUpload = isLarge(body);
		this.isHandedOver = !this.isUpload;
		if (this.isOver) return;
		this.deadline.start();
		const content = isLarge(body)
			? { headers: { ...headers, 'content-length': String(body.length) }, body: piecesOf(body, this) }
			: { headers, body };
		lane.dispatch({ origin, path, method, ...content }, this);
	}

	/** Ends it, and its connection with it. */
	fail(error: unknown): void {
		if (this.isOver) return;
		this.end();
		this.reject(error);
		this.lane.destroy();
	}

	sentMore(): void {
		this.deadline.sentMore();
	}

	handedOver(): void {
		this.isHandedOver = true;
		if (this.isEarly) this.succeedOnceSent();
	}

	onRequestStart(): void {
		this.isBegun = true;
		if (this.isOver) return;
		this.bytesBefore = this.lane.wasUsed ? (this.lane.socket?.bytesRead ?? 0) : 0;
		this.deadline.moved();
	}

	onResponseStart(
		_: Dispatcher.DispatchController,
		status: number,
		headers: Record<string, string | string[] | undefined>,
	): void {
		this.deadline.answerHasBegun();
		if (status < 200) {
			this.interim++;
			if (this.interim > MOST_INTERIM) this.breakOff('NO_FINAL_ANSWER');
			return;
		}
		const retryAfter = headers['retry-after'];
		this.status = status;
		this.retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
	}

	/** What is longer than it may be is cut off, and its socket closed. */
	onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
		if (this.isOver) return;
		this.deadline.moved();
		this.body.add(chunk);
		if (this.body.length <= this.maxAnswerBytes) return;
		if (this.isGood() && !this.isSent()) {
			this.breakOff('EARLY_ANSWER_CUT');
			return;
		}
		this.succeed();
		this.lane.destroy();
	}

	onResponseEnd(): void {
		if (this.isOver) return;
		if (this.isSent()) {
			if (this.isUpload) this.lane.giveBackAfterUpload();
			else this.lane.giveBack();
			this.succeed();
		} else if (this.isGood()) {
			this.isEarly = true;
			this.deadline.answerIsThere();
			this.lane.holdOpen();
			this.lane.socket?.once('close', () => {
				this.breakOff('EARLY_ANSWER_CUT');
			});
			if (this.isHandedOver) this.succeedOnceSent();
		} else {
			// A refusal needs no more of what it refuses.
			this.succeed();
			this.lane.destroy();
		}
	}

	onResponseError(_: Dispatcher.DispatchController, error: Error): void {
		const isKept =
			this.lane.wasUsed &&
			CLOSED.has('code' in error ? String(error.code) : '') &&
			(!this.isBegun || this.lane.socket?.bytesRead === this.bytesBefore);
		if (isKept) this.fail(new KeptConnectionOver(error, this.isBegun));
		else this.fail(this.isBegun ? new BrokenInUse(error) : error);
	}

	private isGood(): boolean {
		return this.status >= 200 && this.status <= 299;
	}

	/** Whether all of the request has left the process. */
	private isSent(): boolean {
		const { socket } = this.lane;
		return this.isHandedOver && socket !== undefined && !socket.destroyed && socket.writableLength === 0;
	}

	/** What is written last is called back last; an empty piece adds nothing to the request. */
	private succeedOnceSent(): void {
		this.lane.socket?.write('', () => {
			if (this.isOver || !this.isSent()) return;
			this.succeed();
			this.lane.closeLater();
		});
	}

	private succeed(): void {
		this.end();
		this.resolve({ status: this.status, text: this.body.text(), retryAfter: this.retryAfter });
	}

	private breakOff(code: BrokenOffCode): void {
		this.fail(new BrokenOff(code));
	}

	private end(): void {
		this.isOver = true;
		this.deadline.end();
		this.endWaiting();
	}

	private whatIsLate(): BrokenOffCode {
		if (!this.isBegun) return 'CONNECT_TIMEOUT';
		if (this.isEarly) return 'EARLY_ANSWER_STALLED';
		if (this.status !== 0) return 'ANSWER_UNFINISHED';
		return this.isSent() ? 'NO_ANSWER_IN_TIME' : 'UPLOAD_STALLED';
	}
}
