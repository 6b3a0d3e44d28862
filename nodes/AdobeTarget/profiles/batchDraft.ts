import type { AttributeColumns } from './attributeColumns';
import type { BatchMemory } from './batchMemory';
import { isBefore, placeOf } from './encodedRow';
import type { EncodedRow, RowPlace } from './encodedRow';
import { LONGEST_ESCAPE } from './percentEncoding';
import type { ProfileIdType } from './profileId';

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
export const MOST_ITEMS_KEPT = 1_000;

/** A batch file, ready to be uploaded, and where its rows came from. */
export interface Batch {
	/** Counted from 1 within the run. */
	readonly number: number;
	/** The whole file, ASCII, from `batch=` on: LF between the lines and none at the end. */
	readonly body: Buffer;
	readonly rows: number;
	/** How many attributes (columns beside the ID) the batch has. */
	readonly columns: number;
	/** The first and the last row in the order of the input, merged ones included. */
	readonly first: RowPlace;
	readonly last: RowPlace;
	/** The input items of the rows, each once: the first {@link MOST_ITEMS_KEPT}. */
	readonly items: readonly number[];
	/** Gives the memory of the file back for the next batch; `body` must not be read after it. */
	readonly release: () => void;
}

const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/** Room that is left before the rows for names that come later. */
const SPARE_HEADER_BYTES = 1_024;

/**
 * A batch as it grows. It has only the columns that its rows use, in the order in which they first appear; a line ends
 * at its last value (short lines are legal, bulk profile API page).
 */
export class BatchDraft {
	rows = 0;

	private readonly columns: number[] = [];

	/** For each attribute number its column in this batch, from 1; 0 where it has none yet. */
	private positions = new Int32Array(64);

	/** For each column of this batch the cell of the current row that goes there, from 1; 0 for none. */
	private cellAt = new Int32Array(64);

	private headerBytes: number;

	/** Rows begin after room for the header, each after a line feed. */
	private bytes: Buffer;

	private start: number;

	private end: number;

	private first: RowPlace = { item: 0, file: 0, line: 0 };

	private last: RowPlace = this.first;

	private readonly items = new Set<number>();

	constructor(
		private readonly idType: ProfileIdType,
		private readonly limits: BatchLimits,
		private readonly names: AttributeColumns,
		private readonly memory: BatchMemory,
	) {
		this.headerBytes = `batch=${idType}`.length;
		this.start = this.headerBytes + LONGEST_ESCAPE * names.bytesOfAllNames + SPARE_HEADER_BYTES;
		this.bytes = memory.take(this.start);
		this.end = this.start;
	}

	/** Takes the row in, or says false and stays as it was when the row would pass a limit. */
	add(row: EncodedRow): boolean {
		if (this.rows === this.limits.rows) return false;
		const columnsBefore = this.columns.length;
		const headerBefore = this.headerBytes;
		const { length, width } = this.place(row);
		if (this.headerBytes + this.end - this.start + length > this.limits.bytes) {
			this.forget(width, columnsBefore, headerBefore);
			return false;
		}
		this.reserve(length);
		this.write(row, width);
		this.rows++;
		this.note(row);
		for (const place of row.mergedFrom) this.note(place);
		return true;
	}

	/** The finished batch. The draft must not be used after it. */
	finish(number: number): Batch {
		const names = this.columns.map((column) => this.names.encodedName(column));
		const header = `batch=${[this.idType, ...names].join(',')}`;
		if (header.length > this.start) this.moveRows(header.length);
		const begin = this.start - header.length;
		this.bytes.write(header, begin, 'latin1');
		return {
			number,
			body: this.bytes.subarray(begin, this.end),
			rows: this.rows,
			columns: this.columns.length,
			first: this.first,
			last: this.last,
			items: [...this.items],
			release: () => {
				this.memory.giveBack(this.bytes);
			},
		};
	}

	/** Finds the column of each cell, giving new ones to attributes that the batch did not have. */
	private place(row: EncodedRow): { length: number; width: number } {
		let width = 0;
		let length = 1 + row.idEnd - row.idStart;
		for (let cell = 0; cell < row.cells; cell++) {
			const position = this.positionOf(row.columns[cell] ?? 0);
			const replaced = this.cellAt[position] ?? 0;
			if (replaced > 0) length -= (row.ends[replaced - 1] ?? 0) - (row.starts[replaced - 1] ?? 0);
			this.cellAt[position] = cell + 1;
			length += (row.ends[cell] ?? 0) - (row.starts[cell] ?? 0);
			if (position > width) width = position;
		}
		return { length: length + width, width };
	}

	private positionOf(column: number): number {
		if (column >= this.positions.length) this.positions = grown(this.positions, column + 1);
		const known = this.positions[column] ?? 0;
		if (known > 0) return known;
		const position = this.columns.push(column);
		if (position >= this.cellAt.length) this.cellAt = grown(this.cellAt, position + 1);
		this.positions[column] = position;
		this.headerBytes += 1 + this.names.encodedName(column).length;
		return position;
	}

	private forget(width: number, columns: number, headerBytes: number): void {
		this.cellAt.fill(0, 0, width + 1);
		for (const column of this.columns.splice(columns)) this.positions[column] = 0;
		this.headerBytes = headerBytes;
	}

	private write(row: EncodedRow, width: number): void {
		const { bytes, cellAt } = this;
		const { bytes: source, starts, ends } = row;
		let at = this.end;
		bytes[at++] = LINE_FEED;
		for (let from = row.idStart; from < row.idEnd; from++) bytes[at++] = source[from] ?? 0;
		for (let position = 1; position <= width; position++) {
			bytes[at++] = COMMA;
			const cell = (cellAt[position] ?? 0) - 1;
			if (cell < 0) continue;
			cellAt[position] = 0;
			const to = ends[cell] ?? 0;
			for (let from = starts[cell] ?? 0; from < to; from++) bytes[at++] = source[from] ?? 0;
		}
		this.end = at;
	}

	private note(place: RowPlace): void {
		if (this.items.size === 0 || isBefore(place, this.first)) this.first = placeOf(place);
		if (this.items.size === 0 || isBefore(this.last, place)) this.last = placeOf(place);
		if (this.items.size < MOST_ITEMS_KEPT) this.items.add(place.item);
	}

	private reserve(room: number): void {
		if (this.end + room <= this.bytes.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(this.end + room, this.bytes.length * 2));
		this.bytes.copy(larger, this.start, this.start, this.end);
		this.bytes = larger;
	}

	/** Makes room for a header that is longer than was thought. */
	private moveRows(headerLength: number): void {
		const moved = Buffer.allocUnsafeSlow(headerLength + this.end - this.start);
		this.bytes.copy(moved, headerLength, this.start, this.end);
		this.end += headerLength - this.start;
		this.start = headerLength;
		this.bytes = moved;
	}
}

function grown(numbers: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(Math.max(numbers.length * 2, atLeast));
	larger.set(numbers);
	return larger;
}
