import { MOST_ITEMS_KEPT } from './batchDraft';
import { placeOf } from './encodedRow';
import type { EncodedRow, RowPlace } from './encodedRow';
import { HashTally } from './hashTally';
import type { IdHashes } from './idHashes';
import type { InvalidProfile } from './invalidProfile';
import { RowBooks } from './rows/rowBooks';
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

/** Rows that can't be sent: the first of them, and what is known of the others. */
export class InvalidRows {
	/** The first {@link MOST_INVALID_KEPT}, in order. */
	readonly first: InvalidRow[] = [];

	/** Input items of the others, each once, up to {@link MOST_ITEMS_KEPT}. */
	readonly otherItems = new Set<number>();

	count = 0;

	/**
	 * @param rows how many rows the profile is made of, all of which can't be sent
	 * @param others the items of those beside this one, as far as they are known
	 */
	add(row: InvalidRow, rows = 1, others: readonly number[] = []): void {
		this.count += rows;
		if (this.first.length < MOST_INVALID_KEPT) this.first.push(row);
		else this.addItem(row.item);
		for (const item of others) this.addItem(item);
	}

	private addItem(item: number): void {
		if (this.otherItems.size < MOST_ITEMS_KEPT) this.otherItems.add(item);
	}
}

/** What a first look at all rows has found; nothing has been sent by then. */
export interface Survey {
	/** How many rows there are, and how many of them are invalid; each later reading has to come to the same. */
	readonly books: RowBooks;
	readonly invalid: InvalidRows;
	/** Valid rows that hold a value besides their ID. */
	readonly rowsWithValues: number;
	/** Values of valid items that are empty and not sent. */
	readonly emptyValues: number;
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
	const found = { rowsWithValues: 0, emptyValues: 0 };
	let bytes = 0;

	const lookAt = (row: EncodedRow): void => {
		const hash = books.add(row);
		if (row.invalid !== undefined) {
			invalid.add({ ...placeOf(row), reason: row.invalid });
			return;
		}
		if (row.cells > 0) found.rowsWithValues++;
		found.emptyValues += row.emptyValues;
		bytes += row.idEnd - row.idStart + row.valueBytes + row.cells + 1;
		if (duplicateIds !== 'keep') hashes.add(hash);
	};

	for await (const block of blocksOf(source, signal)) {
		for (let row = block.nextRow(); row !== undefined; row = block.nextRow()) lookAt(row);
	}
	const validRows = books.rows - books.invalidRows;
	const { repeated, repeats } = await hashes.findRepeated(signal);
	const differentIds = duplicateIds === 'keep' ? undefined : validRows - repeats;
	return { ...found, books, invalid, repeated, differentIds, bytesPerRow: bytes / Math.max(1, validRows) };
}
