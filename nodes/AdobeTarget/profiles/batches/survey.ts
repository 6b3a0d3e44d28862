import { placeOf } from '../rows/rowPlace';
import type { EncodedRow } from '../rows/encodedRow';
import { HashTally } from './hashTally';
import type { IdHashes } from '../rows/idHashes';
import { InvalidRows } from './invalidRows';
import { Findings } from '../findings';
import { RowBooks } from '../rows/rowBooks';
import { blocksOf } from '../rows/rowSource';
import type { RowSource } from '../rows/rowSource';

/** What becomes of rows with the same ID. */
export type DuplicateIds = 'merge' | 'keep' | 'stop';

/** What a first look at all rows has found; nothing has been sent by then. */
export interface Survey {
	/** How many rows there are, and how many of them are invalid; each later reading has to come to the same. */
	readonly books: RowBooks;
	readonly invalid: InvalidRows;
	/** Valid rows that hold a value besides their ID. */
	readonly rowsWithValues: number;
	/** What the owner of the rows should know of. */
	readonly findings: Findings;
	/** Hashes of the IDs that more than one valid row has (or, rarely, seems to have); empty under `keep`. */
	readonly repeated: IdHashes;
	/** How many different IDs the valid rows have, give or take a few of millions; under `keep` it is not known. */
	readonly differentIds: number | undefined;
	/** How many bytes a valid row has on average, once encoded. */
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
	const books = new RowBooks();
	const invalid = new InvalidRows();
	const hashes = new HashTally();
	const findings = new Findings();
	let rowsWithValues = 0;
	let bytes = 0;

	const lookAt = (row: EncodedRow): void => {
		const hash = books.add(row);
		if (row.invalid !== undefined) {
			invalid.add({ ...placeOf(row), error: row.invalid });
			return;
		}
		if (row.cells > 0) rowsWithValues++;
		bytes += row.idEnd - row.idStart + row.valueBytes + row.cells + 1;
		if (duplicateIds !== 'keep') hashes.add(hash);
	};

	for await (const block of blocksOf(source, signal, findings)) {
		for (let row = block.nextRow(); row !== undefined; row = block.nextRow()) lookAt(row);
	}
	const { repeated, repeats } = await hashes.findRepeated(signal);
	const differentIds = duplicateIds === 'keep' ? undefined : books.validRows - repeats;
	const bytesPerRow = bytes / Math.max(1, books.validRows);
	return { books, invalid, findings, rowsWithValues, repeated, differentIds, bytesPerRow };
}
