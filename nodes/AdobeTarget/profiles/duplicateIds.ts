import { placeOf } from './encodedRow';
import type { RowPlace } from './encodedRow';
import { hashOf } from './idHashes';
import { blocksOf } from './rowSource';
import type { RowSource } from './rowSource';
import type { Survey } from './survey';

/** A row whose ID an earlier row has. */
export interface DuplicateRow extends RowPlace {
	readonly id: string;
	readonly earlier: RowPlace;
}

/**
 * Reads the rows again to name those whose ID an earlier valid row has. Keeps the IDs that come more than once.
 *
 * @param most how many are named; the others are counted
 * @throws UnreadableFile when a file can't be read; the signal's reason when it is aborted
 */
export async function findDuplicates(
	source: RowSource,
	{ repeated }: Survey,
	most: number,
	signal: AbortSignal | undefined,
): Promise<{ count: number; first: DuplicateRow[] }> {
	const seen = new Map<string, RowPlace>();
	const first: DuplicateRow[] = [];
	let count = 0;
	for await (const block of blocksOf(source, 'glance', signal)) {
		for (let row = block.next(); row !== undefined; row = block.next()) {
			if (row.invalid !== undefined) continue;
			if (!repeated.has(hashOf(row.bytes, row.idStart, row.idEnd))) continue;
			const id = row.text(row.idStart, row.idEnd);
			const earlier = seen.get(id);
			if (earlier === undefined) {
				seen.set(id, placeOf(row));
				continue;
			}
			count++;
			if (first.length < most) first.push({ id, ...placeOf(row), earlier });
		}
	}
	return { count, first };
}
