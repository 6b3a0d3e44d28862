import { clock } from '../../clock';
import { LONGEST_PAUSE_MS } from '../retry';
import type { TargetError } from '../../targetError';

/** Once Target has answered nothing but 503 for this long, others' calls are not why. */
const LONGEST_BY_OTHERS_MS = 15 * 60_000;

/** How often a request may be refused because of others' calls: at a minute each, a quarter of an hour. */
export const MOST_BY_OTHERS = 15;

/** The 503s by which Target says that an account has made its calls of a minute. */
export class Refusals {
	/** No call begins before. */
	closedUntil = -Infinity;

	/** Since when Target has answered with nothing else, and when it did so last. */
	private since = -Infinity;

	private lastAt = -Infinity;

	/** Target has refused a call: no other begins before this time is over, two minutes at most. */
	add(milliseconds: number): void {
		const now = clock.now();
		const areInRow = now - this.lastAt <= LONGEST_BY_OTHERS_MS;
		if (!areInRow) this.since = now;
		this.lastAt = now;
		this.closedUntil = Math.max(this.closedUntil, now + Math.min(milliseconds, LONGEST_PAUSE_MS));
	}

	/** Target has answered a call with something else. */
	end(): void {
		this.lastAt = -Infinity;
	}

	/**
	 * For one request: whether its refusals may be because of others' calls, which use up none of its tries. Others are
	 * other processes and whoever else uses the account; only Target sees them. A server that answers 503 for ever is
	 * none of them, and neither is one that does so to this request alone.
	 *
	 * @param until when whoever asks has no more time to wait for others, on {@link clock}
	 */
	byOthers(until = Infinity): (error: TargetError) => boolean {
		let refused = 0;
		return ({ retry }) =>
			retry === 'withBudget' &&
			++refused <= MOST_BY_OTHERS &&
			clock.now() < until &&
			clock.now() - this.since < LONGEST_BY_OTHERS_MS;
	}
}
