import type { AttributeColumns } from '../rows/attributeColumns';
import { MOST_ITEMS_KEPT } from './batchDraft';
import { EncodedRow } from '../rows/encodedRow';
import { checkSize, MAX_PROFILE_BYTES, profileTooLarge } from '../rows/profileSize';
import { grownNumbers } from '../grownNumbers';
import { asInvalidProfile } from '../invalidProfile';
import { LONGEST_ESCAPE } from '../percentEncoding';
import { Turn } from '../../turn';

/** What a profile takes beside its ID and values: 176 bytes were measured, with 500,000 of them in Node.js 20. */
const PROFILE_BYTES = 180;

/** Profiles between two looks at the clock. */
const PROFILES_PER_LOOK = 256;

/** The most items that all profiles name together, beside the first and last of each. Without it, memory would go with the rows. */
const MOST_ITEMS_HELD = 100_000;

/**
 * The text of a profile grows up to here, which is some four times what Target keeps. One that grows beyond it is given
 * up: each of its rows would go through all of it, and it alone could take any amount of memory.
 */
const MOST_TEXT = 4 * MAX_PROFILE_BYTES * LONGEST_ESCAPE;

const COLON = 0x3a;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;

/** The rows of one ID so far. */
interface HeldProfile {
	/** The number of each attribute and its last value, as `3:gold,7:K%C3%B6ln`: encoded values have no comma. */
	text: string;
	/** Whether it grew so large that its values are not kept any more. */
	isGivenUp: boolean;
	readonly hash: number;
	readonly item: number;
	readonly file: number;
	readonly line: number;
	/** How many rows came after the first, and where the last of them stands. */
	mergedRows: number;
	lastItem: number;
	lastFile: number;
	lastLine: number;
	/** The items of those rows, as far as they are kept. */
	items: number[] | undefined;
}

/**
 * Profiles whose IDs come more than once, held until all their rows are there. Rows are merged as they come, each
 * attribute with its last value, so memory goes with the IDs and not with the rows.
 */
export class HeldProfiles {
	/** By their encoded IDs, in the order in which these first came. */
	private readonly profiles = new Map<string, HeldProfile>();

	/** About how much memory they take. */
	bytes = 0;

	private itemsHeld = 0;

	private readonly row = new EncodedRow();

	/** For each attribute: which cell of a row has its last value, from 1; 0 between two rows. */
	private lastCells = new Int32Array(64);

	private text = Buffer.allocUnsafeSlow(4_096);

	get size(): number {
		return this.profiles.size;
	}

	/**
	 * @param hash of the row's ID; two IDs may share one, and are held apart
	 * @returns how many bytes were gone through
	 */
	add(row: EncodedRow, hash: number): number {
		const id = row.bytes.toString('latin1', row.idStart, row.idEnd);
		const held = this.profiles.get(id);
		if (held === undefined) {
			const { item, file, line } = row;
			const text = this.textOf(row);
			this.profiles.set(id, {
				text,
				isGivenUp: false,
				hash,
				item,
				file,
				line,
				mergedRows: 0,
				lastItem: item,
				lastFile: file,
				lastLine: line,
				items: undefined,
			});
			this.bytes += PROFILE_BYTES + id.length + text.length;
			return text.length;
		}
		this.keepItem(held, row.item);
		held.mergedRows++;
		held.lastItem = row.item;
		held.lastFile = row.file;
		held.lastLine = row.line;
		if (held.isGivenUp) return 0;
		this.bytes -= held.text.length;
		held.text = this.mergedText(held.text, row);
		const { length } = held.text;
		held.isGivenUp = length > MOST_TEXT;
		if (held.isGivenUp) held.text = '';
		this.bytes += held.text.length;
		return length;
	}

	/**
	 * Lets go of the profiles for whose hash the function says false.
	 *
	 * @throws the signal's reason when it is aborted
	 */
	async keepOnly(isKept: (hash: number) => boolean, signal?: AbortSignal): Promise<void> {
		const turn = new Turn(signal);
		let looked = 0;
		for (const [id, { hash, text, items }] of this.profiles) {
			if (++looked % PROFILES_PER_LOOK === 0 && turn.isOver()) await turn.rest();
			if (isKept(hash)) continue;
			this.profiles.delete(id);
			this.bytes -= PROFILE_BYTES + id.length + text.length;
			this.itemsHeld -= items?.length ?? 0;
		}
	}

	/**
	 * A row for each ID, in the order in which they first came. All are the same object, filled anew; `invalid` is set
	 * where the merged profile is larger than Target keeps.
	 */
	*merged(columns: AttributeColumns): Generator<EncodedRow, void, undefined> {
		const { row } = this;
		for (const [id, held] of this.profiles) {
			row.begin(held.item, held.file, held.line);
			row.idStart = row.copyText(id);
			row.idEnd = row.idStart + id.length;
			addCells(row, held.text);
			row.mergedRows = held.mergedRows;
			row.lastMerged = { item: held.lastItem, file: held.lastFile, line: held.lastLine };
			row.mergedItems = held.items ?? [];
			try {
				if (held.isGivenUp) throw profileTooLarge(`more than ${MAX_PROFILE_BYTES}`);
				checkSize(row, columns);
			} catch (error) {
				row.invalid = asInvalidProfile(error);
			}
			yield row;
		}
	}

	private keepItem(held: HeldProfile, item: number): void {
		if (item === held.lastItem || this.itemsHeld === MOST_ITEMS_HELD) return;
		if (held.items?.length === MOST_ITEMS_KEPT) return;
		this.itemsHeld++;
		if (held.items === undefined) held.items = [item];
		else held.items.push(item);
	}

	private mergedText(text: string, later: EncodedRow): string {
		const { row } = this;
		row.begin(0, 0, 0);
		addCells(row, text);
		for (let cell = 0; cell < later.cells; cell++) {
			const [start = 0, end = 0] = [later.starts[cell], later.ends[cell]];
			const at = row.copy(later.bytes, start, end);
			row.addCell(later.columns[cell] ?? 0, at, at + end - start);
		}
		return this.textOf(row);
	}

	/** The last values of a row, in the order in which their attributes first come. */
	private textOf(row: EncodedRow): string {
		const { cells, columns, starts, ends, bytes } = row;
		for (let cell = 0; cell < cells; cell++) {
			const column = columns[cell] ?? 0;
			if (column >= this.lastCells.length) this.lastCells = grownNumbers(this.lastCells, column + 1);
			this.lastCells[column] = cell + 1;
		}
		const { lastCells } = this;
		// A number has ten digits at most, and a colon and a comma go with it.
		const room = row.valueBytes + cells * 12;
		if (room > this.text.length) this.text = Buffer.allocUnsafeSlow(room * 2);
		const { text } = this;
		let at = 0;
		for (let cell = 0; cell < cells; cell++) {
			const column = columns[cell] ?? 0;
			const last = (lastCells[column] ?? 0) - 1;
			if (last < 0) continue;
			lastCells[column] = 0;
			if (at > 0) text[at++] = COMMA;
			at = writeNumber(text, at, column);
			text[at++] = COLON;
			for (let from = starts[last] ?? 0, to = ends[last] ?? 0; from < to; from++)
				text[at++] = bytes[from] ?? 0;
		}
		return text.toString('latin1', 0, at);
	}
}

function writeNumber(target: Buffer, at: number, number: number): number {
	if (number > 9) at = writeNumber(target, at, Math.floor(number / 10));
	target[at] = DIGIT_0 + (number % 10);
	return at + 1;
}

/** Adds the values of a held profile to a row. */
function addCells(row: EncodedRow, text: string): void {
	let at = row.copyText(text);
	const { bytes } = row;
	const end = at + text.length;
	while (at < end) {
		let column = 0;
		for (; bytes[at] !== COLON; at++) column = column * 10 + (bytes[at] ?? 0) - DIGIT_0;
		const start = ++at;
		while (at < end && bytes[at] !== COMMA) at++;
		row.addCell(column, start, at++);
	}
}
