import type { AttributeColumns } from '../rows/attributeColumns';
import { isBefore } from '../rows/rowPlace';
import type { EncodedRow } from '../rows/encodedRow';
import type { RowPlace } from '../rows/rowPlace';
import { grownNumbers } from '../grownNumbers';
import { LONGEST_ESCAPE } from '../percentEncoding';
import type { ProfileIdType } from '../profileId';

/** How large a batch may grow. */
export interface BatchLimits {
	/** Rows without the header; at most 499,999 ({@link MAX_ROWS_PER_BATCH}). */
	readonly rows: number;
	/** Bytes of the encoded file; under 50,000,000 ({@link MAX_BYTES_PER_BATCH}). */
	readonly bytes: number;
}

/** 500,000 rows are allowed (bulk profile API page); whether the header counts is not said, so it may. */
export const MAX_ROWS_PER_BATCH = 499_999;

/** "Less than 50 MB"; whether that is 10^6 or 2^20 is not said, so the smaller. */
export const MAX_BYTES_PER_BATCH = 49_999_999;

/** The input items of a batch are kept by number up to here; its range says the rest. */
export const MOST_ITEMS_KEPT = 10_000;

/** The IDs of a batch are kept up to here. */
const MOST_IDS_KEPT = 20;

/** A batch file, ready to be uploaded, and where its rows came from. */
export interface Batch {
	/** Counted from 1 within the run. */
	readonly number: number;
	/**
	 * The whole file, ASCII, from `batch=` on: LF between the lines and none at the end. Its memory is its own, as a
	 * socket may read it for longer than anybody can tell: a server may answer before it has read a batch to its end.
	 */
	readonly body: Buffer;
	readonly rows: number;
	/** Of these, the rows with an ID alone. */
	readonly emptyRows: number;
	/** How many rows of the input went into them, each merged one counted. */
	readonly inputRows: number;
	/** The first IDs in the order of the batch, {@link MOST_IDS_KEPT} at most. */
	readonly firstIds: readonly string[];
	/** How many attributes (columns beside the ID) the batch has. */
	readonly columns: number;
	/** The first and the last row in the order of the input, merged ones included. */
	readonly first: RowPlace;
	readonly last: RowPlace;
	/** The input items of the rows, each once: the first {@link MOST_ITEMS_KEPT}. */
	readonly items: readonly number[];
}

const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/** Room before the rows for the names of attributes that later rows bring. */
const SPARE_HEADER_BYTES = 1_024;

/**
 * A batch as it grows. It has only the columns that its rows use, in the order in which they first appear; a line ends
 * at its last value (short lines are legal, bulk profile API page).
 */
export class BatchDraft {
	rows = 0;

	private inputRows = 0;

	private readonly firstIds: string[] = [];

	private emptyRows = 0;

	private readonly columns: number[] = [];

	/** For each attribute number its column in this batch, from 1; 0 where it has none yet. */
	private positions = new Int32Array(64);

	private headerBytes: number;

	/** Rows begin after room for the header, each after a line feed. */
	private bytes: Buffer;

	/** Where the rows begin and end in it. */
	private start: number;

	private end: number;

	private readonly first = { item: 0, file: 0, line: 0 };

	private readonly last = { item: 0, file: 0, line: 0 };

	private readonly items = new Set<number>();

	/** @param likelyBytes how large it will likely be; one that grows beyond it is moved to larger memory */
	constructor(
		private readonly idType: ProfileIdType,
		private readonly limits: BatchLimits,
		private readonly names: AttributeColumns,
		likelyBytes: number,
	) {
		this.headerBytes = `batch=${idType}`.length;
		this.start = this.headerBytes + LONGEST_ESCAPE * names.bytesOfAllNames + SPARE_HEADER_BYTES;
		this.bytes = Buffer.allocUnsafeSlow(this.start + likelyBytes);
		this.end = this.start;
	}

	/** Takes the row in, or says false and stays as it was when the row would pass a limit. */
	add(row: EncodedRow): boolean {
		if (this.rows === this.limits.rows) return false;
		const columnsBefore = this.columns.length;
		const headerBefore = this.headerBytes;
		let end = this.write(row);
		if (end < 0) {
			this.putInOrder(row);
			end = this.write(row);
		}
		if (this.headerBytes + end - this.start > this.limits.bytes) {
			for (const column of this.columns.splice(columnsBefore)) this.positions[column] = 0;
			this.headerBytes = headerBefore;
			return false;
		}
		this.end = end;
		this.rows++;
		this.inputRows += 1 + row.mergedRows;
		if (this.firstIds.length < MOST_IDS_KEPT) this.firstIds.push(row.text(row.idStart, row.idEnd));
		if (row.cells === 0) this.emptyRows++;
		this.notePlace(row);
		this.noteMerged(row);
		return true;
	}

	/** The finished batch. The draft must not be used after it. */
	finish(number: number): Batch {
		const names = this.columns.map((column) => this.names.encodedName(column));
		const header = `batch=${[this.idType, ...names].join(',')}`;
		if (header.length > this.start) this.moveRows(header.length, header.length + this.end - this.start);
		const begin = this.start - header.length;
		this.bytes.write(header, begin, 'latin1');
		return {
			number,
			body: this.bytes.subarray(begin, this.end),
			rows: this.rows,
			inputRows: this.inputRows,
			firstIds: this.firstIds,
			emptyRows: this.emptyRows,
			columns: this.columns.length,
			first: this.first,
			last: this.last,
			items: [...this.items],
		};
	}

	/**
	 * Puts the cells into the order of this batch's columns; of two cells for one column the later stays. Attributes that
	 * the batch did not have get new columns.
	 */
	private putInOrder(row: EncodedRow): void {
		const cells = new Map<number, readonly [column: number, start: number, end: number]>();
		for (let cell = 0; cell < row.cells; cell++) {
			const [column = 0, start = 0, end = 0] = [row.columns[cell], row.starts[cell], row.ends[cell]];
			cells.set(this.positionOf(column), [column, start, end]);
		}
		row.cells = row.valueBytes = 0;
		for (const [, cell] of [...cells].sort(([a], [b]) => a - b)) row.addCell(...cell);
	}

	private positionOf(column: number): number {
		if (column >= this.positions.length) this.positions = grownNumbers(this.positions, column + 1);
		const known = this.positions[column] ?? 0;
		if (known > 0) return known;
		const position = this.columns.push(column);
		this.positions[column] = position;
		this.headerBytes += 1 + this.names.encodedName(column).length;
		return position;
	}

	/**
	 * Writes a row behind the others.
	 *
	 * @returns where it ends; -1 where its cells are not in the order of this batch's columns, each once, as nearly all are
	 */
	private write({
		bytes: source,
		idStart,
		idEnd,
		cells,
		columns,
		starts,
		ends,
		valueBytes,
	}: EncodedRow): number {
		this.reserve(1 + idEnd - idStart + valueBytes + this.columns.length);
		const { bytes, positions } = this;
		let at = this.end;
		bytes[at++] = LINE_FEED;
		for (let from = idStart; from < idEnd; from++) bytes[at++] = source[from] ?? 0;
		let position = 0;
		for (let cell = 0; cell < cells; cell++) {
			const ofCell = positions[columns[cell] ?? 0] ?? 0;
			if (ofCell <= position) return -1;
			for (; position < ofCell; position++) bytes[at++] = COMMA;
			for (let from = starts[cell] ?? 0, to = ends[cell] ?? 0; from < to; from++)
				bytes[at++] = source[from] ?? 0;
		}
		return at;
	}

	private notePlace(place: RowPlace): void {
		if (this.items.size === 0 || isBefore(place, this.first)) copyPlace(place, this.first);
		if (this.items.size === 0 || isBefore(this.last, place)) copyPlace(place, this.last);
		this.noteItem(place.item);
	}

	private noteMerged({ mergedRows, lastMerged, mergedItems }: EncodedRow): void {
		if (mergedRows === 0) return;
		for (const item of mergedItems) this.noteItem(item);
		this.notePlace(lastMerged);
	}

	private noteItem(item: number): void {
		if (this.items.size < MOST_ITEMS_KEPT) this.items.add(item);
	}

	private reserve(room: number): void {
		if (this.end + room <= this.bytes.length) return;
		const most = this.start + this.limits.bytes;
		this.moveRows(this.start, Math.max(this.end + room, Math.min(this.bytes.length * 2, most)));
	}

	/** Moves the rows to other memory of this size, where they begin at `start`. */
	private moveRows(start: number, bytes: number): void {
		const moved = Buffer.allocUnsafeSlow(bytes);
		this.bytes.copy(moved, start, this.start, this.end);
		this.end += start - this.start;
		this.start = start;
		this.bytes = moved;
	}
}

/** Every row has a place, and an object for each would be garbage a million times over. */
function copyPlace(
	{ item, file, line }: RowPlace,
	target: { -readonly [Key in keyof RowPlace]: RowPlace[Key] },
): void {
	target.item = item;
	target.file = file;
	target.line = line;
}
