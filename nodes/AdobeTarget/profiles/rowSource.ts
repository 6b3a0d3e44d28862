import { setImmediate } from 'node:timers/promises';

import type { EncodedRow } from './encodedRow';

/** Where rows come from: the input items, or files. */
export interface RowSource {
	/**
	 * Reads all rows from the start; may be called again, and gives the same rows again. The rows of a block come
	 * without waiting, and are all the same object, filled anew. Rows that can't be sent are given with the reason.
	 *
	 * @throws UnreadableFile when a file can't be read
	 */
	read(): AsyncIterable<Iterable<EncodedRow>>;
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
): AsyncGenerator<Iterable<EncodedRow>, void, undefined> {
	for await (const block of source.read()) {
		signal?.throwIfAborted();
		yield block;
		await setImmediate();
	}
}
