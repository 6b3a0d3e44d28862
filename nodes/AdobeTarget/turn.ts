import { setImmediate } from 'node:timers/promises';

/** How long work goes on before others have their turn; n8n answers nobody meanwhile. */
const TURN_MS = 12;

/**
 * The turn of a long piece of work on the event loop, which is n8n's: ask after each step whether it is over, and rest
 * then. A step may take some ten milliseconds at most. (To ask takes 0.1 µs, so very small steps ask once for several.)
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

	/** @param signal ends the work at its next rest */
	constructor(private readonly signal?: AbortSignal) {}

	isOver(): boolean {
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
