import { MOST_ITEMS_KEPT } from './batchDraft';
import { isBefore, placeOf } from '../rows/rowPlace';
import type { EncodedRow } from '../rows/encodedRow';
import type { RowPlace } from '../rows/rowPlace';
import { HashTally } from './hashTally';
import type { IdHashes } from '../rows/idHashes';
import type { InvalidProfile } from '../invalidProfile';
import { Findings } from '../findings';
import { RowBooks } from '../rows/rowBooks';
import { blocksOf } from '../rows/rowSource';
import type { RowSource } from '../rows/rowSource';

/** What becomes of rows with the same ID. */
export type DuplicateIds = 'merge' | 'keep' | 'stop';

/** A row that can't be sent, and why. */
export interface InvalidRow extends RowPlace {
	readonly error: InvalidProfile;
	/** How many others with its ID can't be sent for the same reason, whose places are not known. */
	readonly others?: number;
}

/** Invalid rows are kept up to here; beyond it they are counted. */
const MOST_INVALID_KEPT = MOST_ITEMS_KEPT;

/** Rows that can't be sent: the first of them, and what is known of the others. */
export class InvalidRows {
	/** The first {@link MOST_INVALID_KEPT}, in order. */
	readonly first: InvalidRow[] = [];

	/** How many there are beyond, and the range that they are in. */
	rest: { count: number; first: RowPlace; last: RowPlace } | undefined;

	count = 0;

	/** Takes a row that can't be sent by itself. */
	add(row: InvalidRow): void {
		this.count++;
		this.keep(row);
	}

	/**
	 * Takes a profile that can't be sent.
	 *
	 * @param row the first of its rows
	 * @param rows how many rows it is made of
	 * @param items the input items of the others, as far as they are known
	 */
	addMerged(row: InvalidRow, rows: number, items: readonly number[]): void {
		this.count += rows;
		// A row of a file is one of many that its item holds.
		const known = row.line === 0 ? new Set(items) : new Set<number>();
		this.keep({ ...row, others: rows - 1 - known.size });
		for (const item of known) this.keep({ item, file: 0, line: 0, error: row.error });
	}

	private keep(row: InvalidRow): void {
		if (this.first.length < MOST_INVALID_KEPT) {
			this.first.push(row);
			return;
		}
		const place = placeOf(row);
		this.rest ??= { count: 0, first: place, last: place };
		this.rest.count += 1 + (row.others ?? 0);
		if (isBefore(place, this.rest.first)) this.rest.first = place;
		if (isBefore(this.rest.last, place)) this.rest.last = place;
	}
}

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
	const validRows = books.rows - books.invalidRows;
	const { repeated, repeats } = await hashes.findRepeated(signal);
	const differentIds = duplicateIds === 'keep' ? undefined : validRows - repeats;
	const bytesPerRow = bytes / Math.max(1, validRows);
	return { books, invalid, findings, rowsWithValues, repeated, differentIds, bytesPerRow };
}
