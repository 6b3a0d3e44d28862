import { clock } from '../../clock';
import { onAbort } from '../../onAbort';
import { Alarm } from './alarm';
import { isLong, LongWaits, PATIENCE_MS } from './longWaits';
import { Refusals } from './refusals';

/**
 * "50 calls a minute" for the Admin, Reporting and bulk APIs; past it Target answers 503 (Target limits page). Whether for
 * each or for all together, and whether status questions count, is not said: the stricter reading is safe.
 */
export const CALLS_PER_MINUTE = 50;

/** A little more than a minute, as two clocks never tell the same time. */
const WINDOW_MS = 60_200;

/** While uploads have to wait for the budget, and as long after it, questions take none of their calls. */
const UPLOADS_FIRST_MS = 1.5 * WINDOW_MS;

/** While uploads go on without having to wait, questions take no more than one in this many of the calls. */
const BESIDE_UPLOADS = 2;

/** A question about a batch: uploads go before it, and so do questions about older batches. */
export interface StatusQuestion {
	/** When the batch was uploaded, on {@link clock}; where that is not known, when it is asked for. */
	readonly uploadedAt: number;
	/** When the wait for the batch is over, on {@link clock}; left out where that is not known. */
	readonly until?: number;
}

/** An upload, a question about a batch, or a call for what others wait for: the token. */
type CallKind = 'upload' | 'question' | 'ahead';

interface Waiting {
	readonly kind: CallKind;
	/** How many calls begin together. */
	readonly calls: number;
	/** How many calls a minute this process may make, by the credential of who waits. */
	readonly perMinute: number;
	/** When the batch of its question was uploaded; undefined for all but questions. */
	readonly uploadedAt: number | undefined;
	readonly since: number;
	/** Whether it could not begin at once. */
	hasWaited: boolean;
	begin(): void;
}

interface Call {
	readonly kind: CallKind;
	readonly perMinute: number;
	/** A minute after its end; Infinity while it is under way. */
	countsUntil: number;
}

/** Tells that calls which began together have ended, or that none was made. */
export type EndOfCall = (wasMade?: boolean) => void;

/** Who wants to call. */
interface Caller {
	/** How many calls a minute this process may make; of those who wait or have called lately, the smallest number holds. */
	readonly perMinute: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The line for the calls that one client code may make at one edge, and for its token. Nobody knows when Target counts a
 * call, so it counts here from before it is sent until a minute after its answer. Target then never sees more than its
 * limit in any minute.
 *
 * Calls for the token go first, as uploads need it; then uploads, in the order in which they came; then questions, the
 * oldest batch first. A run uploads a few batches at a time, so most of its uploads are not in the line yet when a call
 * is free. That is why questions also keep back while uploads have had to wait lately.
 */
export class CallLine {
	usedAt = clock.now();

	/** The calls that count now. */
	private calls: Call[] = [];

	/** When an upload last began that had to wait. */
	private uploadWaited = -Infinity;

	private readonly longWaits = new LongWaits();

	/** The 503s of Target, which close the line. */
	readonly refusals = new Refusals();

	private readonly ahead: Waiting[] = [];

	private readonly uploads: Waiting[] = [];

	private readonly questions: Waiting[] = [];

	/** Rings when somebody may begin. */
	private readonly alarm = new Alarm(() => {
		this.letBegin();
	});

	/**
	 * Waits until one more call may be made, for an upload, or for a question.
	 *
	 * @returns what must be called when the call has ended, however it did
	 * @throws the signal's reason as soon as it is aborted
	 */
	async take(caller: Caller, question?: StatusQuestion): Promise<EndOfCall> {
		return question === undefined
			? await this.waitInLine(this.uploads, 'upload', caller)
			: await this.waitInLine(this.questions, 'question', caller, { uploadedAt: question.uploadedAt });
	}

	/**
	 * Waits until calls of the Admin API may be made, for the token that uploads wait for. So nobody may hold a call
	 * while he waits for a token.
	 *
	 * @param calls how many begin together: two who each held one and waited for another would wait for ever
	 * @returns what must be called when they have ended
	 * @throws the signal's reason as soon as it is aborted
	 */
	async takeAhead(caller: Caller, calls: number): Promise<EndOfCall> {
		return await this.waitInLine(this.ahead, 'ahead', caller, { calls });
	}

	private async waitInLine(
		line: Waiting[],
		kind: CallKind,
		{ perMinute, signal }: Caller,
		{ calls = 1, uploadedAt }: { readonly calls?: number; readonly uploadedAt?: number } = {},
	): Promise<EndOfCall> {
		signal?.throwIfAborted();
		return await new Promise((resolve, reject) => {
			const waiting: Waiting = {
				kind,
				calls,
				perMinute,
				uploadedAt,
				since: clock.now(),
				hasWaited: false,
				begin: () => {
					stopListening();
					resolve(this.callsBegun(waiting));
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

	private callsBegun({ kind, calls, perMinute, since, hasWaited }: Waiting): EndOfCall {
		const now = (this.usedAt = clock.now());
		const begun = Array.from({ length: calls }, () => ({ kind, perMinute, countsUntil: Infinity }));
		this.calls.push(...begun);
		if (kind === 'question' && isLong(since, now)) this.longWaits.begun(now);
		if (kind === 'upload' && hasWaited) this.uploadWaited = now;
		return (wasMade = true) => {
			this.usedAt = clock.now();
			for (const call of begun) call.countsUntil = wasMade ? this.usedAt + WINDOW_MS : -Infinity;
			if (!wasMade) {
				this.letBegin();
				return;
			}
			// Nobody may begin by its end alone.
			this.setAlarm(this.usedAt);
		};
	}

	/** Lets begin whatever may, and sees to it that somebody looks again when more may. */
	private letBegin(): void {
		const now = clock.now();
		this.calls = this.calls.filter(({ countsUntil }) => countsUntil > now);
		if (now >= this.refusals.closedUntil) {
			const perMinute = this.perMinute();
			while (this.calls.length < perMinute) {
				const next = this.nextInLine(now, perMinute);
				if (next === undefined) break;
				next.begin();
			}
		}
		this.setAlarm(now);
	}

	/** How many calls may be made in a minute: a process that was given a smaller share has to leave the rest to others. */
	private perMinute(): number {
		let least = CALLS_PER_MINUTE;
		for (const some of [this.calls, this.ahead, this.uploads, this.questions]) {
			for (const { perMinute } of some) least = Math.min(least, perMinute);
		}
		return least;
	}

	/** Takes out of the line who may begin now. */
	private nextInLine(now: number, perMinute: number): Waiting | undefined {
		const [first] = this.ahead;
		if (first !== undefined) {
			// Two have to go together even where a minute has but one.
			const hasRoom = this.calls.length === 0 || this.calls.length + first.calls <= perMinute;
			return hasRoom ? this.ahead.shift() : undefined;
		}
		const longest = this.questions.findIndex(({ since }) => isLong(since, now));
		if (longest !== -1 && this.longWaits.mayBegin(now, perMinute, WINDOW_MS))
			return this.questions.splice(longest, 1)[0];
		if (this.uploads.length > 0) return this.uploads.shift();
		if (this.uploadWaited + UPLOADS_FIRST_MS > now) return undefined;
		const asked = this.calls.filter(({ kind }) => kind === 'question').length;
		const hasUploads = this.calls.some(({ kind }) => kind === 'upload');
		const most = hasUploads ? atLeastOne(perMinute / BESIDE_UPLOADS) : perMinute;
		return asked < most ? this.questions.shift() : undefined;
	}

	/** One that rings too early does no harm. */
	private setAlarm(now: number): void {
		if (this.ahead.length + this.uploads.length + this.questions.length === 0) this.alarm.callOff();
		else this.alarm.setBy(this.nextMoment(now), now);
	}

	/** When somebody in the line may begin at the earliest; Infinity where only the end of a call tells. */
	private nextMoment(now: number): number {
		if (now < this.refusals.closedUntil) return this.refusals.closedUntil;
		const moments = this.calls.map(({ countsUntil }) => countsUntil);
		// Where not all calls are taken, only questions wait: for uploads, or for their own patience to end.
		if (this.calls.length < this.perMinute()) {
			moments.push(
				this.uploadWaited + UPLOADS_FIRST_MS,
				...this.questions.map(({ since }) => since + PATIENCE_MS),
			);
		}
		return Math.min(...moments.filter((moment) => moment > now));
	}
}

function atLeastOne(calls: number): number {
	return Math.max(1, Math.floor(calls));
}
