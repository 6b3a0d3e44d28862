import type { AttributeColumns } from './attributeColumns';
import { grownNumbers } from './grownNumbers';
import { InvalidProfile } from './invalidProfile';
import { LONGEST_ESCAPE, percentEncode, writeEncoded } from './percentEncoding';
import { checkProfileId } from './profileId';
import type { ProfileIdType } from './profileId';

/** "64 KB of external profile data" per visitor; names and values in UTF-8, before encoding, as Target keeps them. */
export const MAX_PROFILE_BYTES = 64_000;

/** Where a row came from. Rows are in the order of item, file and line. */
export interface RowPlace {
	/** The index of the input item, from 0: the row itself, or the item that has the file. */
	readonly item: number;
	/** The place of the file among those of the run, from 0; 0 for a row that is an item. */
	readonly file: number;
	/** The line of the file on which the row begins, from 1; 0 for a row that is an item. */
	readonly line: number;
}

/** The place of a row alone, to be kept. */
export function placeOf({ item, file, line }: RowPlace): RowPlace {
	return { item, file, line };
}

/** Whether a row stands before another in the input. */
export function isBefore(a: RowPlace, b: RowPlace): boolean {
	if (a.item !== b.item) return a.item < b.item;
	return a.file === b.file ? a.line < b.line : a.file < b.file;
}

/** Why a profile can't be sent that is larger than Target keeps. @param size "80000", "more than 64000" */
export function profileTooLarge(size: string): InvalidProfile {
	return new InvalidProfile(
		`The attributes of this profile are ${size} bytes large; Target keeps at most ${MAX_PROFILE_BYTES} per visitor`,
		'Send fewer or shorter attributes for this profile.',
	);
}

const NO_PLACE: RowPlace = { item: 0, file: 0, line: 0 };
const NO_ITEMS: readonly number[] = [];
const PERCENT = 0x25;
const DIGIT_2 = 0x32;
const LETTER_B = 0x42;
const LETTER_F = 0x46;

/** An encoded ID up to here is no longer than Target takes; a longer one is looked at more closely. */
const MAX_PLAIN_ID_BYTES = 256;

/**
 * One profile in bytes: its ID and its values, percent-encoded, all in one buffer. A source reads each of its rows into
 * the same EncodedRow, so whoever wants to keep one copies it (a million rows make no garbage).
 */
export class EncodedRow implements RowPlace {
	item = 0;

	file = 0;

	line = 0;

	/** Why the row can't be sent; its ID and cells count for nothing then. */
	invalid: InvalidProfile | undefined;

	/** Values of an input item that are empty and not sent; in a file an empty cell is nothing to speak of. */
	emptyValues = 0;

	/** How many other rows with the same ID went into this one. */
	mergedRows = 0;

	/** Where the last of those stands; means nothing where there is none. */
	lastMerged: RowPlace = NO_PLACE;

	/** The items of those, as far as they are known. */
	mergedItems: readonly number[] = NO_ITEMS;

	/** Holds the ID from `idStart` to `idEnd`, and the values at the places that `starts` and `ends` say. */
	bytes: Buffer = Buffer.allocUnsafe(4_096);

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
		this.emptyValues = 0;
		this.mergedRows = 0;
		this.lastMerged = NO_PLACE;
		this.mergedItems = NO_ITEMS;
		this.end = this.idStart = this.idEnd = this.cells = this.valueBytes = 0;
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
		this.addCell(column, start, this.writeText(value, 'The attribute', name));
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

	/** @throws InvalidProfile when Target would not take the ID */
	checkId(idType: ProfileIdType): void {
		if (!this.idLooksRight()) checkProfileId(idType, this.text(this.idStart, this.idEnd));
	}

	/** @throws InvalidProfile when the profile is larger than Target keeps */
	checkSize(columns: AttributeColumns): void {
		// Encoded texts are never shorter than what they stand for, so most rows need no second look.
		if (this.valueBytes + columns.bytesOfAllNames > MAX_PROFILE_BYTES) this.measure(columns);
	}

	/** A piece of `bytes` as the text that it stands for. */
	text(start: number, end: number): string {
		return decodeURIComponent(this.bytes.toString('latin1', start, end));
	}

	private measure(columns: AttributeColumns): void {
		const lastCells = new Map<number, number>();
		for (let cell = 0; cell < this.cells; cell++) lastCells.set(this.columns[cell] ?? 0, cell);
		let size = 0;
		for (const [column, cell] of lastCells) {
			const [start = 0, end = 0] = [this.starts[cell], this.ends[cell]];
			size += columns.nameBytes(column) + end - start;
			for (let at = start; at < end; at++) {
				if (this.bytes[at] === PERCENT) size -= LONGEST_ESCAPE - 1;
			}
		}
		if (size > MAX_PROFILE_BYTES) throw profileTooLarge(String(size));
	}

	/** Whether the ID is surely fine: short, not of white space alone, and without an encoded `+` or `/`. */
	private idLooksRight(): boolean {
		let plain = 0;
		for (let at = this.idStart; at < this.idEnd; at++) {
			if (this.bytes[at] !== PERCENT) {
				plain++;
				continue;
			}
			const low = this.bytes[at + 2];
			if (this.bytes[at + 1] === DIGIT_2 && (low === LETTER_B || low === LETTER_F)) return false;
			at += LONGEST_ESCAPE - 1;
		}
		return plain > 0 && this.idEnd - this.idStart <= MAX_PLAIN_ID_BYTES;
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
		this.bytes = larger;
	}

	private growCells(): void {
		this.columns = grownNumbers(this.columns);
		this.starts = grownNumbers(this.starts);
		this.ends = grownNumbers(this.ends);
	}
}
