import type { AttributeColumns } from './attributeColumns';
import type { ValueRules } from '../attributes/valueRules';
import { ChangesOfRow } from '../changedValues';
import { grownNumbers } from '../grownNumbers';
import type { InvalidProfile } from '../invalidProfile';
import { LONGEST_ESCAPE, percentEncode, writeEncoded } from '../percentEncoding';
import { firstBreak } from '../breaks';
import { Findings } from '../findings';
import type { RowPlace } from './rowPlace';

const NO_PLACE: RowPlace = { item: 0, file: 0, line: 0 };
const NO_ITEMS: readonly number[] = [];

/** Memory that holds percent-encoded cells. */
export interface EncodedCells {
	readonly bytes: Buffer;
	/** All commas and line ends within the cells begin here or later, and before `breaksTo`; that is 0 where there are none. */
	readonly breaksFrom: number;
	readonly breaksTo: number;
}

/**
 * One profile in bytes: its ID and its values, percent-encoded, all in one buffer. A source reads each of its rows into
 * the same EncodedRow, so whoever wants to keep one copies it (a million rows make no garbage).
 */
export class EncodedRow implements RowPlace, EncodedCells {
	item = 0;

	file = 0;

	line = 0;

	/** Why the row can't be sent; its ID and cells count for nothing then. */
	invalid: InvalidProfile | undefined;

	/** Whether it is not sent because its ID is in another share of the rows. */
	isOfOtherShare = false;

	/** What its owner should know of; an empty cell of a file is nothing to speak of. */
	readonly findings = new Findings();

	/** How many other rows with the same ID went into this one. */
	mergedRows = 0;

	/** Where the last of those stands; means nothing where there is none. */
	lastMerged: RowPlace = NO_PLACE;

	/** The items of those, as far as they are known. */
	mergedItems: readonly number[] = NO_ITEMS;

	breaksFrom = 0;

	breaksTo = 0;

	/** Which values are not what they were. */
	readonly changes = new ChangesOfRow();

	/** Holds the ID from `idStart` to `idEnd`, and the values at the places that `starts` and `ends` say. */
	bytes: Buffer = Buffer.allocUnsafe(4_096);

	/** The row's own memory; `bytes` is a reader's while the row is borrowed. */
	private own = this.bytes;

	idStart = 0;

	idEnd = 0;

	/** How many cells hold a value. Of two cells with one column the later counts. */
	cells = 0;

	/** For each cell: the number of its attribute in {@link AttributeColumns}, and its place in `bytes`. */
	columns = new Int32Array(16);

	starts = new Int32Array(16);

	ends = new Int32Array(16);

	/** The end of what has been written. */
	private end = 0;

	/** The size of the values, encoded. */
	valueBytes = 0;

	/** Begins an empty row, at a {@link RowPlace}. */
	begin(item: number, file: number, line: number): void {
		this.item = item;
		this.file = file;
		this.line = line;
		this.invalid = undefined;
		this.isOfOtherShare = false;
		this.findings.clear();
		this.changes.clear();
		this.mergedRows = 0;
		this.lastMerged = NO_PLACE;
		this.mergedItems = NO_ITEMS;
		this.breaksTo = 0;
		this.end = this.idStart = this.idEnd = this.cells = this.valueBytes = 0;
	}

	/** Takes an ID that stands, as the cells to come, in the memory of a reader. */
	borrow({ bytes, breaksFrom, breaksTo }: EncodedCells, idStart: number, idEnd: number): void {
		this.bytes = bytes;
		this.breaksFrom = breaksFrom;
		this.breaksTo = breaksTo;
		this.idStart = idStart;
		this.idEnd = idEnd;
	}

	/** Adds a cell whose value is in `bytes` already. An empty value is no cell: it would be ignored, and never clears. */
	addCell(column: number, start: number, end: number): void {
		if (start === end) return;
		if (this.cells === this.columns.length) this.growCells();
		this.columns[this.cells] = column;
		this.starts[this.cells] = start;
		this.ends[this.cells] = end;
		this.cells++;
		this.valueBytes += end - start;
	}

	/** Writes the ID. @throws InvalidProfile when it can't be encoded */
	writeId(id: string): void {
		this.idStart = this.end;
		this.idEnd = this.writeText(id, 'The ID');
	}

	/** Writes a value as a cell. @throws InvalidProfile that names the attribute, when the value can't be encoded */
	writeCell(column: number, name: string, value: string): void {
		const start = this.end;
		const end = this.writeText(value, 'The attribute', name);
		// Where nothing was escaped, there is none.
		const found = end - start > value.length ? firstBreak(this.bytes, start, end) : -1;
		if (found >= 0) {
			if (this.breaksTo === 0) this.breaksFrom = found;
			this.breaksTo = end;
		}
		this.addCell(column, start, end);
	}

	/** Copies a row that stands in somebody else's memory into its own, where each cell has a place to itself. */
	takeOver(): void {
		const { bytes: source, idStart, idEnd, starts, ends } = this;
		this.bytes = this.own;
		this.end = this.breaksFrom = 0;
		this.idStart = this.copy(source, idStart, idEnd);
		this.idEnd = this.end;
		for (let cell = 0; cell < this.cells; cell++) {
			starts[cell] = this.copy(source, starts[cell] ?? 0, ends[cell] ?? 0);
			ends[cell] = this.end;
		}
		if (this.breaksTo > 0) this.breaksTo = this.end;
	}

	/** A cell's value has become shorter where it stands, or stayed as long. @param end where it ends now */
	endCell(cell: number, end: number): void {
		this.valueBytes -= (this.ends[cell] ?? 0) - end;
		this.ends[cell] = end;
	}

	/**
	 * Writes a cell anew, in the row's own memory.
	 *
	 * @param room how many bytes it takes at most
	 * @param write writes its value from one place of the memory to another, and gives the end
	 */
	rewriteCell(cell: number, room: number, write: (start: number, end: number, to: number) => number): void {
		if (this.bytes !== this.own) this.takeOver();
		this.reserve(room);
		const [start = 0, end = 0] = [this.starts[cell], this.ends[cell]];
		const to = this.end;
		this.end = write(start, end, to);
		this.starts[cell] = to;
		this.ends[cell] = this.end;
		this.valueBytes += this.end - to - (end - start);
	}

	/** Takes over encoded bytes, e.g. of a row that was held. @returns where they begin */
	copy(source: Buffer, start: number, end: number): number {
		const at = this.end;
		this.reserve(end - start);
		source.copy(this.bytes, at, start, end);
		this.end += end - start;
		return at;
	}

	/** Takes over a text that is encoded already. @returns where it begins */
	copyText(text: string): number {
		const at = this.end;
		this.reserve(text.length);
		this.end += this.bytes.write(text, at, 'latin1');
		return at;
	}

	/** Takes out the cells whose values count as empty, and notes what their owner should know of. */
	dropEmptyValues(rules: ValueRules): void {
		const { bytes, starts, ends, columns, findings } = this;
		let kept = 0;
		for (let cell = 0; cell < this.cells; cell++) {
			const start = starts[cell] ?? 0;
			const end = ends[cell] ?? 0;
			const isSuspect = rules.concerns(end - start, bytes[start] ?? 0);
			if (isSuspect && !rules.admitsEncoded(bytes, start, end, findings)) {
				this.valueBytes -= end - start;
				continue;
			}
			if (kept < cell) {
				columns[kept] = columns[cell] ?? 0;
				starts[kept] = start;
				ends[kept] = end;
			}
			kept++;
		}
		this.cells = kept;
	}

	/** Adds what was found in the row to that of others. */
	tellFindings(findings: Findings, columns: AttributeColumns): void {
		findings.addAll(this.findings);
		this.changes.addTo(findings.changed, columns);
	}

	/** A piece of `bytes` as the text that it stands for. */
	text(start: number, end: number): string {
		return decodeURIComponent(this.bytes.toString('latin1', start, end));
	}

	/** @returns the end of the text in `bytes` */
	private writeText(text: string, what: string, name?: string): number {
		this.reserve(text.length * 3 * LONGEST_ESCAPE);
		const end = writeEncoded(this.bytes, this.end, text);
		// The slower way says what is wrong with the text.
		if (end < 0) percentEncode(text, what, name);
		this.end = end;
		return end;
	}

	private reserve(room: number): void {
		if (this.end + room <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + room));
		this.bytes.copy(larger, 0, 0, this.end);
		this.bytes = this.own = larger;
	}

	private growCells(): void {
		this.columns = grownNumbers(this.columns);
		this.starts = grownNumbers(this.starts);
		this.ends = grownNumbers(this.ends);
	}
}
