import { placeOf } from './encodedRow';
import type { EncodedRow, RowPlace } from './encodedRow';
import { HashTally } from './hashTally';
import { hashOf } from './idHashes';
import type { IdHashes } from './idHashes';
import type { InvalidProfile } from './invalidProfile';
import { blocksOf } from './rowSource';
import type { RowSource } from './rowSource';

/** What becomes of rows with the same ID. */
export type DuplicateIds = 'merge' | 'keep' | 'stop';

/** A row that can't be sent, and why. */
export interface InvalidRow extends RowPlace {
	readonly reason: InvalidProfile;
}

/** Invalid rows are kept up to here; beyond it they are counted. */
export const MOST_INVALID_KEPT = 1_000;

/** What a first look at all rows has found; nothing has been sent by then. */
export interface Survey {
	/** All rows, invalid ones included. */
	readonly rows: number;
	readonly invalidRows: number;
	/** The first {@link MOST_INVALID_KEPT} of them, in order. */
	readonly invalid: readonly InvalidRow[];
	/** Valid rows that hold a value besides their ID. */
	readonly rowsWithValues: number;
	/** Values of valid items that are empty and not sent. */
	readonly emptyValues: number;
	/** Hashes of the IDs that more than one valid row has (or, rarely, seems to have); empty under `keep`. */
	readonly repeated: IdHashes;
	/** About how many rows have those IDs. */
	readonly repeatedRows: number;
	/** How many bytes a valid row has on average, once encoded; by those that were read whole. */
	readonly bytesPerRow: number;
}

/**
 * Reads all rows once, to find out before anything is sent which are invalid and which IDs come more than once. Takes
 * four to eight bytes a row under `merge` and `stop`, and none under `keep`.
 *
 * @throws UnreadableFile when a file can't be read; the signal's reason when it is aborted
 */
export async function surveyRows(
	source: RowSource,
	duplicateIds: DuplicateIds,
	signal: AbortSignal | undefined,
): Promise<Survey> {
	const found = { rows: 0, invalidRows: 0, rowsWithValues: 0, emptyValues: 0 };
	const invalid: InvalidRow[] = [];
	const hashes = new HashTally();
	let wholeRows = 0;
	let bytes = 0;

	const lookAt = (row: EncodedRow): void => {
		found.rows++;
		if (row.invalid !== undefined) {
			found.invalidRows++;
			if (invalid.length < MOST_INVALID_KEPT) {
				invalid.push({ ...placeOf(row), reason: row.invalid });
			}
			return;
		}
		if (row.cells > 0) found.rowsWithValues++;
		found.emptyValues += row.emptyValues;
		if (row.isWhole) {
			wholeRows++;
			bytes += row.idEnd - row.idStart + row.valueBytes + row.cells + 1;
		}
		if (duplicateIds !== 'keep') hashes.add(hashOf(row.bytes, row.idStart, row.idEnd));
	};

	for await (const block of blocksOf(source, 'glance', signal)) {
		for (let row = block.next(); row !== undefined; row = block.next()) lookAt(row);
	}
	const { repeated, repeats } = await hashes.findRepeated(signal);
	const bytesPerRow = bytes / Math.max(1, wholeRows);
	return { ...found, invalid, repeated, repeatedRows: repeats + repeated.size, bytesPerRow };
}
