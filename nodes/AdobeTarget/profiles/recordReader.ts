/** Nothing that Target takes is that long: a profile has at most 64 KB. Longer records are a sign of a broken file. */
export const MAX_RECORD_BYTES = 1_048_576;

/** So much of a file (or all of it) is at hand when its reader is chosen, however its stream is cut. */
export const HEAD_BYTES = 65_536;

/** The record goes on beyond the bytes at hand. */
export const INCOMPLETE = -1;

/**
 * Reads records (a CSV record may span lines) from bytes to bytes: the cells of the last record come out
 * percent-encoded, one after the other.
 */
export interface RecordReader {
	/** The cells, percent-encoded, without anything between them. The same buffer for all records. */
	readonly bytes: Buffer;
	/** How many cells the record has. */
	readonly cells: number;
	/** Where each cell ends in `bytes`; it begins where the one before it ends. */
	readonly ends: Int32Array;
	/** How many lines the record took. */
	readonly lines: number;
	/** What is wrong with the record, undefined where nothing is. */
	readonly problem: string | undefined;
	/**
	 * Reads the record that begins at `from`.
	 *
	 * @returns where the next one begins, or {@link INCOMPLETE} when it does not end before `to`
	 */
	read(window: Uint8Array, from: number, to: number): number;
}

/** Where a cell of the last record begins. */
export function startOfCell(reader: RecordReader, cell: number): number {
	return cell === 0 ? 0 : (reader.ends[cell - 1] ?? 0);
}

/** The cells of the last record as texts; undefined when one is not right UTF-8. */
export function cellTexts(reader: RecordReader): string[] | undefined {
	const texts: string[] = [];
	for (let cell = 0; cell < reader.cells; cell++) {
		const encoded = reader.bytes.toString('latin1', startOfCell(reader, cell), reader.ends[cell]);
		try {
			texts.push(decodeURIComponent(encoded));
		} catch {
			return undefined;
		}
	}
	return texts;
}

/** What a reader has found of one record, with room for as many cells as come. */
export abstract class RecordBuffer {
	readonly bytes: Buffer;

	cells = 0;

	ends = new Int32Array(64);

	lines = 0;

	problem: string | undefined;

	/** @param mostPerByte how many bytes one byte of a record becomes at most */
	constructor(mostPerByte: number) {
		this.bytes = Buffer.allocUnsafeSlow((MAX_RECORD_BYTES + 1) * mostPerByte);
	}

	protected endCell(at: number): void {
		if (this.cells === this.ends.length) {
			const larger = new Int32Array(this.ends.length * 2);
			larger.set(this.ends);
			this.ends = larger;
		}
		this.ends[this.cells++] = at;
	}
}
