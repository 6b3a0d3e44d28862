import { setImmediate } from 'node:timers/promises';

import type { EncodedRow } from './encodedRow';

/** Rows that can be had without waiting. All of them are read before the next block is asked for. */
export interface RowBlock {
	/**
	 * The next row: always the same object, filled anew. A row that can't be sent has the reason with it. (An iterator
	 * would take a third of the time that a row has.)
	 *
	 * @returns undefined when there is none
	 * @throws UnreadableFile when a file can't be read
	 */
	next(): EncodedRow | undefined;
}

/**
 * How rows are read: whole, or at a glance, which is what a survey needs and takes half as long. At a glance a row has
 * its ID, whether it can be sent, and how many values; the values themselves are not encoded.
 */
export type Reading = 'whole' | 'glance';

/** At a glance, each so-many-th of the valid rows is read whole all the same, to tell how large rows are. */
const WHOLE_EVERY = 16;

/** Says of each row of a reading whether it is to be read whole. */
export class Glances {
	/** Valid rows until the next one that is read whole. */
	private left = 0;

	constructor(private readonly reading: Reading) {}

	get wholeIsDue(): boolean {
		return this.reading === 'whole' || this.left === 0;
	}

	/** Takes note of a row that was read. */
	note({ invalid, isWhole }: EncodedRow): void {
		if (invalid === undefined) this.left = isWhole ? WHOLE_EVERY - 1 : this.left - 1;
	}
}

/** Where rows come from: the input items, or files. */
export interface RowSource {
	/**
	 * Reads all rows from the start; may be called again, and gives the same rows again.
	 *
	 * @throws UnreadableFile when a file can't be read
	 */
	read(reading: Reading): AsyncIterable<RowBlock>;
}

/**
 * Goes through the blocks of a source, and lets n8n's other work have its turn between two of them.
 *
 * @param signal ends it between two blocks
 * @throws the signal's reason once it is aborted
 */
export async function* blocksOf(
	source: RowSource,
	reading: Reading,
	signal: AbortSignal | undefined,
): AsyncGenerator<RowBlock, void, undefined> {
	for await (const block of source.read(reading)) {
		signal?.throwIfAborted();
		yield block;
		await setImmediate();
	}
}
