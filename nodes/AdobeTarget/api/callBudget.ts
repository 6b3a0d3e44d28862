import { clock } from './clock';

/** "50 calls a minute", shared by the bulk, Admin and Reporting APIs; past it Target answers 503 (Target limits page). */
const CALLS_PER_MINUTE = 50;

/** A little more than a minute, as two clocks never tell the same time. */
const WINDOW_MS = 60_200;

/** Waits longer than that are not believed. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** While one waits, calls under way may end, others come first, or Target may ask for a pause: look again by then. */
const SHORTEST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 1_000;

/**
 * The calls that one client code may make. A call counts from before it is sent until a minute after its answer: when
 * in between Target counted it is not known, and like that it never sees more than its limit in any minute.
 */
export class CallBudget {
	private underWay = 0;

	/** When the calls of the last minute ended, in order. */
	private ended: number[] = [];

	private closedUntil = 0;

	/** Those who wait, in the order in which they came. */
	private readonly line: object[] = [];

	/**
	 * Waits until one more call may be made.
	 *
	 * @returns what must be called when the call has ended, however it did
	 * @throws the signal's reason once it is aborted
	 */
	async take(signal?: AbortSignal): Promise<() => void> {
		const ticket = {};
		this.line.push(ticket);
		try {
			while (this.line[0] !== ticket || !this.isFree()) {
				signal?.throwIfAborted();
				await clock.sleep(this.untilNextLook(), signal);
			}
			this.underWay++;
		} finally {
			this.line.splice(this.line.indexOf(ticket), 1);
		}
		return () => {
			this.underWay--;
			this.ended.push(clock.now());
		};
	}

	/** Target has said that the limit is reached: no call is made for so long, whoever asks. */
	pause(milliseconds: number): void {
		this.closedUntil = Math.max(this.closedUntil, clock.now() + Math.min(milliseconds, LONGEST_PAUSE_MS));
	}

	private isFree(): boolean {
		const now = clock.now();
		this.ended = this.ended.filter((time) => now - time < WINDOW_MS);
		return now >= this.closedUntil && this.underWay + this.ended.length < CALLS_PER_MINUTE;
	}

	private untilNextLook(): number {
		const [oldest = -Infinity] = this.ended;
		const soonest = Math.max(this.closedUntil, oldest + WINDOW_MS) - clock.now();
		return Math.min(Math.max(soonest, SHORTEST_LOOK_MS), LONGEST_LOOK_MS);
	}
}

const budgets = new Map<string, CallBudget>();

/** The budget of a client code: one for all executions of this process. */
export function budgetOf(clientCode: string): CallBudget {
	const key = clientCode.toLowerCase();
	let budget = budgets.get(key);
	if (budget === undefined) budgets.set(key, (budget = new CallBudget()));
	return budget;
}
