import { setImmediate as nextRound } from 'node:timers/promises';

/** How long work goes on before others have their turn; n8n answers nobody meanwhile. */
const TURN_MS = 12;

/** When the work of this round of the event loop has to end; undefined where none has begun. */
let roundEnds: number | undefined;

/**
 * The turn of a long piece of work on the event loop, which is n8n's: ask after each step whether it is over, and rest
 * then. A step may take some ten milliseconds at most. (To ask takes 0.1 µs, so very small steps ask once for several.)
 * All pieces of work share the turn of a round, so that ten of them hold the loop hardly longer than one.
 *
 * @example
 * const turn = new Turn(signal);
 * for (const item of items) {
 *   prepare(item);
 *   if (turn.isOver()) await turn.rest();
 * }
 */
export class Turn {
	private ends = endOfRound();

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
		await nextRound();
		this.signal?.throwIfAborted();
		this.ends = endOfRound();
	}
}

function endOfRound(): number {
	if (roundEnds === undefined) {
		roundEnds = performance.now() + TURN_MS;
		setImmediate(() => {
			roundEnds = undefined;
		});
	}
	return roundEnds;
}
