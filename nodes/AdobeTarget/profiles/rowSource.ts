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

/** Where rows come from: the input items, or files. */
export interface RowSource {
	/**
	 * Reads all rows from the start; may be called again, and gives the same rows again.
	 *
	 * @throws UnreadableFile when a file can't be read
	 */
	read(): AsyncIterable<RowBlock>;
}

/**
 * Goes through the blocks of a source, and lets n8n's other work have its turn between two of them.
 *
 * @param signal ends it between two blocks
 * @throws the signal's reason once it is aborted
 */
export async function* blocksOf(
	source: RowSource,
	signal: AbortSignal | undefined,
): AsyncGenerator<RowBlock, void, undefined> {
	for await (const block of source.read()) {
		signal?.throwIfAborted();
		yield block;
		await setImmediate();
	}
}
