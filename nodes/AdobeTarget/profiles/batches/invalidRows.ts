import { MOST_ITEMS_KEPT } from './batchDraft';
import { isBefore, placeOf } from '../rows/rowPlace';
import type { RowPlace } from '../rows/rowPlace';
import type { InvalidProfile } from '../invalidProfile';

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
