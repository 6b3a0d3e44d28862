import { setImmediate } from 'node:timers/promises';

/** How long a piece of work goes on without a break: well below 50 ms, as it is not alone on the event loop. */
const LONGEST_HOLD_MS = 10;

/**
 * Cuts long work into pieces, so that n8n's event loop is never held for long: `if (turns.isOver()) await turns.next()`
 * between two steps lets all others that wait go first where it is time.
 */
export class Turns {
	private began = performance.now();

	isOver(): boolean {
		return performance.now() - this.began >= LONGEST_HOLD_MS;
	}

	async next(): Promise<void> {
		await setImmediate();
		this.began = performance.now();
	}
}
