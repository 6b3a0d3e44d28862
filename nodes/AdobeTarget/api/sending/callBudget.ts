import { clock } from '../clock';
import type { Edge } from '../edge';
import { onAbort } from '../onAbort';
import { LONGEST_PAUSE_MS } from '../retry';
import { KeptForADay } from './keptForADay';

/** "50 calls a minute", shared by the bulk, Admin and Reporting APIs; past it Target answers 503 (Target limits page). */
const CALLS_PER_MINUTE = 50;

/** A little more than a minute, as two clocks never tell the same time. */
const WINDOW_MS = 60_200;

/** While uploads have to wait for the budget, and as long after it, questions take none of their calls. */
const UPLOADS_FIRST_MS = 1.5 * WINDOW_MS;

/** While uploads go on without having to wait, questions take no more of the calls than this. */
const MOST_BESIDE_UPLOADS = CALLS_PER_MINUTE / 2;

/** A question that has waited so long goes before uploads; no more than a tenth of the calls do. */
const PATIENCE_MS = 5 * 60_000;
const MOST_IMPATIENT = CALLS_PER_MINUTE / 10;

/** A question about a batch: uploads go before it, and so do questions about older batches. */
export interface StatusQuestion {
	/** When the batch was uploaded, on {@link clock}; where that is not known, when it is asked for. */
	readonly uploadedAt: number;
}

interface Waiting {
	/** When its question is due; undefined for an upload. */
	readonly uploadedAt: number | undefined;
	readonly since: number;
	/** Whether it could not begin at once. */
	hasWaited: boolean;
	begin(): void;
}

interface Call {
	readonly isQuestion: boolean;
	readonly isImpatient: boolean;
	/** A minute after its end; Infinity while it is under way. */
	countsUntil: number;
}

/**
 * The calls that one client code may make at one edge. A call counts from before it is sent until a minute after its
 * answer: when in between Target counted it is not known, and like that it never sees more than its limit in any minute.
 *
 * Those who wait stand in a line: uploads first, in the order in which they came, then questions, the oldest batch
 * first. A run uploads a few batches at a time, so most of its uploads are not in the line yet when a call is free. That
 * is why questions also keep back while uploads have had to wait lately.
 */
export class CallBudget {
	usedAt = clock.now();

	/** The calls that count now. */
	private calls: Call[] = [];

	/** When an upload last began that had to wait. */
	private uploadWaited = -Infinity;

	private closedUntil = -Infinity;

	private readonly uploads: Waiting[] = [];

	private readonly questions: Waiting[] = [];

	/** The one sleep until somebody may begin: when it ends by itself, and what ends it before. */
	private alarm: { readonly at: number; readonly stop: AbortController } | undefined;

	/**
	 * Waits until one more call may be made.
	 *
	 * @param question left out for an upload
	 * @returns what must be called when the call has ended, however it did
	 * @throws the signal's reason as soon as it is aborted
	 */
	async take(signal?: AbortSignal, question?: StatusQuestion): Promise<() => void> {
		signal?.throwIfAborted();
		return await new Promise((resolve, reject) => {
			const { uploadedAt } = question ?? {};
			const line = uploadedAt === undefined ? this.uploads : this.questions;
			const waiting: Waiting = {
				uploadedAt,
				since: clock.now(),
				hasWaited: false,
				begin: () => {
					stopListening();
					resolve(this.callBegun(waiting));
				},
			};
			const place = line.findIndex((other) => (other.uploadedAt ?? 0) > (uploadedAt ?? 0));
			line.splice(place === -1 ? line.length : place, 0, waiting);
			const stopListening = onAbort(signal, () => {
				line.splice(line.indexOf(waiting), 1);
				reject(signal?.reason as Error);
				this.letBegin();
			});
			this.letBegin();
			waiting.hasWaited = true;
		});
	}

	/** Target has said that the limit is reached: no call begins for so long, two minutes at most. */
	pause(milliseconds: number): void {
		this.closedUntil = Math.max(this.closedUntil, clock.now() + Math.min(milliseconds, LONGEST_PAUSE_MS));
	}

	private callBegun({ uploadedAt, since, hasWaited }: Waiting): () => void {
		const now = (this.usedAt = clock.now());
		const isQuestion = uploadedAt !== undefined;
		const call = { isQuestion, isImpatient: isQuestion && isLong(since, now), countsUntil: Infinity };
		this.calls.push(call);
		if (!isQuestion && hasWaited) this.uploadWaited = now;
		return () => {
			this.usedAt = clock.now();
			call.countsUntil = this.usedAt + WINDOW_MS;
			// Nobody may begin by its end alone.
			this.setAlarm(this.usedAt);
		};
	}

	/** Lets begin whatever may, and sees to it that somebody looks again when more may. */
	private letBegin(): void {
		const now = clock.now();
		this.calls = this.calls.filter(({ countsUntil }) => countsUntil > now);
		if (now >= this.closedUntil) {
			while (this.calls.length < CALLS_PER_MINUTE) {
				const next = this.nextInLine(now);
				if (next === undefined) break;
				next.begin();
			}
		}
		this.setAlarm(now);
	}

	/** Takes out of the line who may begin now. */
	private nextInLine(now: number): Waiting | undefined {
		const impatient = this.calls.filter(({ isImpatient }) => isImpatient).length;
		const longest = this.questions.findIndex(({ since }) => isLong(since, now));
		if (longest !== -1 && impatient < MOST_IMPATIENT) return this.questions.splice(longest, 1)[0];
		if (this.uploads.length > 0) return this.uploads.shift();
		if (this.uploadWaited + UPLOADS_FIRST_MS > now) return undefined;
		const asked = this.calls.filter(({ isQuestion }) => isQuestion).length;
		const most = asked < this.calls.length ? MOST_BESIDE_UPLOADS : CALLS_PER_MINUTE;
		return asked < most ? this.questions.shift() : undefined;
	}

	/** One sleep at a time. One that would end too late gives way to another; one that ends too early does no harm. */
	private setAlarm(now: number): void {
		const isEmpty = this.uploads.length + this.questions.length === 0;
		const at = isEmpty ? Infinity : this.nextMoment(now);
		if (!isEmpty && this.alarm !== undefined && this.alarm.at <= at) return;
		this.alarm?.stop.abort();
		this.alarm = undefined;
		if (at === Infinity) return;
		const alarm = { at, stop: new AbortController() };
		this.alarm = alarm;
		clock.sleep(Math.ceil(at - now), alarm.stop.signal).then(
			() => {
				if (this.alarm === alarm) this.alarm = undefined;
				this.letBegin();
			},
			// Another one is set, or nobody waits any more.
			() => undefined,
		);
	}

	/** When somebody in the line may begin at the earliest; Infinity where only the end of a call tells. */
	private nextMoment(now: number): number {
		if (now < this.closedUntil) return this.closedUntil;
		const moments = this.calls.map(({ countsUntil }) => countsUntil);
		// Where not all calls are taken, only questions wait: for uploads, or for their own patience to end.
		if (this.calls.length < CALLS_PER_MINUTE) {
			moments.push(
				this.uploadWaited + UPLOADS_FIRST_MS,
				...this.questions.map(({ since }) => since + PATIENCE_MS),
			);
		}
		return Math.min(...moments.filter((moment) => moment > now));
	}
}

/** Whether somebody has waited long. Times are added here as everywhere, or rounding would let a moment slip through. */
function isLong(since: number, now: number): boolean {
	return since + PATIENCE_MS <= now;
}

const budgets = new KeptForADay(() => new CallBudget());

/**
 * The budget of an account: one for all executions of this process. It goes by the edge's host too, so that nobody can
 * close the budget of another's account by a server of his own.
 */
export function budgetOf({ baseUrl, clientCode }: Pick<Edge, 'baseUrl' | 'clientCode'>): CallBudget {
	return budgets.get(`${new URL(baseUrl).origin} ${clientCode.toLowerCase()}`);
}
