import { isBefore, placeOf } from '../rows/rowPlace';
import type { RowPlace } from '../rows/rowPlace';
import { hashOf } from '../rows/idHashes';
import { blocksOf } from '../rows/rowSource';
import type { RowSource } from '../rows/rowSource';
import type { Survey } from './survey';

/** The most different IDs that are remembered at a time, some 30 MB; where more are repeated, the rows are read again. */
const IDS_PER_READING = 200_000;

/** A row whose ID an earlier row has. */
interface DuplicateRow extends RowPlace {
	readonly id: string;
	readonly earlier: RowPlace;
}

/** Rows whose IDs earlier rows have. */
interface DuplicateRows {
	readonly count: number;
	/** The first of them, in order. */
	readonly first: readonly DuplicateRow[];
}

/**
 * Reads the rows again to name those whose ID an earlier valid row has.
 *
 * @param most how many are named; the others are counted
 * @throws UnreadableFile when a file can't be read; the signal's reason when it is aborted
 */
export async function findDuplicates(
	source: RowSource,
	{ repeated }: Survey,
	most: number,
	signal: AbortSignal | undefined,
	idsPerReading = IDS_PER_READING,
): Promise<DuplicateRows> {
	const readings = Math.max(1, Math.ceil(repeated.size / idsPerReading));
	let found: DuplicateRows = { count: 0, first: [] };
	for (let reading = 0; reading < readings; reading++) {
		const isLookedFor = (hash: number) => repeated.has(hash) && (hash >>> 0) % readings === reading;
		const { count, first } = await duplicatesOf(isLookedFor, source, most, signal);
		const all = [...found.first, ...first].sort((a, b) => (isBefore(a, b) ? -1 : 1));
		found = { count: found.count + count, first: all.slice(0, most) };
	}
	return found;
}

/** The duplicates among the rows whose ID is looked for, by its hash. */
async function duplicatesOf(
	isLookedFor: (hash: number) => boolean,
	source: RowSource,
	most: number,
	signal: AbortSignal | undefined,
): Promise<DuplicateRows> {
	const seen = new Map<string, RowPlace>();
	const first: DuplicateRow[] = [];
	let count = 0;
	for await (const block of blocksOf(source, signal)) {
		for (let row = block.nextRow(); row !== undefined; row = block.nextRow()) {
			if (row.invalid !== undefined) continue;
			if (!isLookedFor(hashOf(row.bytes, row.idStart, row.idEnd))) continue;
			const id = row.bytes.toString('latin1', row.idStart, row.idEnd);
			const earlier = seen.get(id);
			if (earlier === undefined) {
				seen.set(id, placeOf(row));
				continue;
			}
			count++;
			if (first.length < most) first.push({ id: row.text(row.idStart, row.idEnd), ...placeOf(row), earlier });
		}
	}
	return { count, first };
}
