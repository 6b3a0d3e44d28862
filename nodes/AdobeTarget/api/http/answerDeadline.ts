/** How many time-outs an answer that comes in drops is waited for, from its beginning. */
const LONGEST_ANSWER_TIMEOUTS = 3;

/**
 * When an exchange is given up: a time-out after the last byte that was seen to move, and three after its answer began.
 * What the system has taken from the process and not sent yet can't be seen.
 */
export class AnswerDeadline {
	private timer: NodeJS.Timeout | undefined;

	private immediate: NodeJS.Immediate | undefined;

	private lastMoved = 0;

	/** When the answer, or the first that announces it, began; later, as long as more of the request leaves after it. */
	private answerBegan: number | undefined;

	/** @param onLate called once it is over, unless `end` was called before */
	constructor(
		private readonly timeoutMs: number,
		private readonly onLate: () => void,
	) {}

	start(): void {
		this.moved();
		this.look(this.timeoutMs);
	}

	/** A byte has moved, in either direction. */
	moved(): void {
		this.lastMoved = performance.now();
	}

	/** The head of an answer, or of one that announces it, has come. */
	answerHasBegun(): void {
		this.moved();
		this.answerBegan ??= this.lastMoved;
	}

	/** More of the request has left. A server may begin its answer when it has the head of an upload, and end it when it has the rest. */
	sentMore(): void {
		this.moved();
		if (this.answerBegan !== undefined) this.answerBegan = this.lastMoved;
	}

	/** All of the answer has come, but not all of the request has left. */
	answerIsThere(): void {
		this.answerBegan = undefined;
	}

	end(): void {
		clearTimeout(this.timer);
		clearImmediate(this.immediate);
	}

	/** Looks again after a while whether anything has moved in the meantime. */
	private look(milliseconds: number): void {
		this.timer = setTimeout(() => {
			const left = this.timeLeft();
			if (left > 0) this.look(Math.ceil(left));
			else this.immediate = setImmediate(this.endIfLate);
		}, milliseconds);
	}

	/** Called when sockets have been read once more: others may have held the event loop while the answer came. */
	private readonly endIfLate = () => {
		const left = this.timeLeft();
		if (left > 0) this.look(Math.ceil(left));
		else this.onLate();
	};

	private timeLeft(): number {
		const { answerBegan = Infinity, lastMoved, timeoutMs } = this;
		const deadline = Math.min(lastMoved + timeoutMs, answerBegan + LONGEST_ANSWER_TIMEOUTS * timeoutMs);
		return deadline - performance.now();
	}
}
