import { grownNumbers } from '../grownNumbers';
import type { EncodedCells } from '../rows/encodedRow';
import type { Words } from '../../say';

/** Nothing that Target takes is that long: a profile has at most 64 KB. Longer records are a sign of a broken file. */
export const MAX_RECORD_BYTES = 1_048_576;

/** What is at hand of a file when its reader is chosen, however its stream is cut; all of it where it is shorter. */
export const HEAD_BYTES = 65_536;

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** What ends the lines of a file: a line feed, before which a carriage return may stand, or a carriage return alone. */
export type LineEnd = typeof LINE_FEED | typeof CARRIAGE_RETURN;

/** The record goes on beyond the bytes at hand. */
export const INCOMPLETE = -1;

/**
 * Reads records (a CSV record may span lines) from bytes to bytes: the cells of the last record come out
 * percent-encoded.
 */
export interface RecordReader extends EncodedCells {
	/** Holds the cells at the places that `starts` and `ends` say. The same buffer for all records. */
	readonly bytes: Buffer;
	/** How many cells the record has. */
	readonly cells: number;
	/** Where each cell begins and ends in `bytes`. */
	readonly starts: Int32Array;
	readonly ends: Int32Array;
	/** What ends the lines of the file. */
	readonly lineEnd: LineEnd;
	/** How many lines the record took. */
	readonly lines: number;
	/** What is wrong with the record, undefined where nothing is. */
	readonly problem: Words | undefined;
	/**
	 * Reads the record that begins at `from`.
	 *
	 * @returns where the next one begins, or {@link INCOMPLETE} when it does not end before `to`
	 */
	read(from: number, to: number): number;
}

/** The cells of the last record as texts, or the first of them; undefined when one is not right UTF-8. */
export function cellTexts(
	{ bytes, cells, starts, ends }: RecordReader,
	most = Infinity,
): string[] | undefined {
	const texts: string[] = [];
	for (let cell = 0; cell < Math.min(cells, most); cell++) {
		try {
			texts.push(decodeURIComponent(bytes.toString('latin1', starts[cell], ends[cell])));
		} catch {
			return undefined;
		}
	}
	return texts;
}

/** Whether nothing stands in the cells of the last record from one of them on; there may be a million. */
export function isEmptyFrom({ cells, starts, ends }: RecordReader, first: number): boolean {
	for (let cell = first; cell < cells; cell++) if (starts[cell] !== ends[cell]) return false;
	return true;
}

/** What a reader has found of one record, with room for as many cells as come. */
export abstract class RecordBuffer {
	cells = 0;

	starts = new Int32Array(64);

	ends = new Int32Array(64);

	lines = 0;

	problem: Words | undefined;

	breaksFrom = 0;

	breaksTo = 0;

	/** @param bytes the text of the file, and behind it room for what is encoded */
	constructor(
		readonly bytes: Buffer,
		readonly lineEnd: LineEnd,
	) {}

	protected addCell(start: number, end: number): void {
		if (this.cells === this.ends.length) this.growCells();
		this.starts[this.cells] = start;
		this.ends[this.cells++] = end;
	}

	/** Notes the place of what may be a comma or a line end; places come in their order. */
	protected noteBreak(at: number): void {
		if (this.breaksTo === 0) this.breaksFrom = at;
		this.breaksTo = at + 1;
	}

	protected growCells(): void {
		this.starts = grownNumbers(this.starts);
		this.ends = grownNumbers(this.ends);
	}
}
