import { setImmediate } from 'node:timers/promises';

/** How long work goes on before others have their turn; n8n answers nobody meanwhile. */
const TURN_MS = 12;

/** A look at the clock takes as long as a fifth of a row, so only each so-many-th question is worth one. */
const LOOK_EVERY = 8;

/**
 * The turn of a long piece of work on the event loop, which is n8n's: ask after each small step whether it is over, and
 * rest then. A step may take a few milliseconds at most.
 *
 * @example
 * const turn = new Turn(signal);
 * for (const item of items) {
 *   prepare(item);
 *   if (turn.isOver()) await turn.rest();
 * }
 */
export class Turn {
	private ends = performance.now() + TURN_MS;

	private asked = 0;

	/** @param signal ends the work at its next rest */
	constructor(private readonly signal?: AbortSignal) {}

	isOver(): boolean {
		if (++this.asked < LOOK_EVERY) return false;
		this.asked = 0;
		return performance.now() >= this.ends;
	}

	/**
	 * Lets others have their turn, and begins the next one.
	 *
	 * @throws the signal's reason once it is aborted
	 */
	async rest(): Promise<void> {
		await setImmediate();
		this.signal?.throwIfAborted();
		this.ends = performance.now() + TURN_MS;
	}
}
