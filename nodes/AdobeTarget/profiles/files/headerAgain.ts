import { trimmedName } from '../trimmedName';
import { cellTexts, isEmptyFrom } from './recordReader';
import type { RecordReader } from './recordReader';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { UnreadableFile } from '../unreadableFile';
import { shown } from '../../shown';

/** A byte order mark and a quote, as the cells of a record have them. */
const MARK = '%EF%BB%BF';
const QUOTE = '%22';

/** What stands under a name: dashes, and in Markdown colons around them. */
const DASHES = /^\s*:?-+:?\s*$/;

/** As `psql` prints them: dashes under all names, with nothing but a plus where a column ends. */
const PRINTED_DASHES = /^-+(?:\+-+)+$/;

/** Names up to here are known again in other letters. */
const LONGEST_KNOWN = 64;

/** The header of a file, to be known again further down. */
export class HeaderAgain {
	/** As the reader gives them. */
	private readonly cells: readonly string[];

	/** What the cell of the ID's column may look like in the header, again; the shortest first. */
	private readonly idCells: readonly Buffer[];

	/** The length of the shortest. */
	private readonly idLength: number;

	/** The columns' names, in lower case. */
	private readonly names: readonly string[];

	/** 1 for the length of a name, and for the bytes that one begins and ends with, in any case of letters. */
	private readonly lengths = new Uint8Array(LONGEST_KNOWN + 1);
	private readonly firstBytes = new Uint8Array(256);
	private readonly lastBytes = new Uint8Array(256);

	/**
	 * @param reader holds the header
	 * @param line where it stands
	 */
	constructor(
		reader: RecordReader,
		private readonly idColumn: number,
		private readonly line: number,
	) {
		this.cells = Array.from({ length: reader.cells }, (_, column) => cellOf(reader, column));
		const id = this.cells[idColumn] ?? '';
		// Where files are joined byte by byte, the second one's mark stands before its first name.
		const names = idColumn === 0 ? [id, MARK + id, MARK + QUOTE + id + QUOTE] : [id];
		this.idCells = names.map((name) => Buffer.from(name, 'latin1'));
		this.idLength = id.length;
		this.names = plainNames(reader, reader.cells);
		for (const cell of this.cells) this.know(cell);
	}

	private know(cell: string): void {
		if (cell === '' || cell.length > LONGEST_KNOWN) return;
		this.lengths[cell.length] = 1;
		for (const written of [cell.toLowerCase(), cell.toUpperCase()]) {
			this.firstBytes[written.charCodeAt(0)] = 1;
			this.lastBytes[written.charCodeAt(written.length - 1)] = 1;
		}
	}

	/**
	 * Whether a record is the header once more, as where exports were joined.
	 *
	 * @throws UnreadableFile when it is another header, so that the rows below it mean something else
	 */
	is(reader: RecordReader, line: number): boolean {
		const namesId = this.namesId(reader);
		if (!namesId && !this.mayNameColumns(reader)) return false;
		const width = this.names.length;
		const names = plainNames(reader, width);
		const isNoWider = isEmptyFrom(reader, width);
		if (isNoWider && this.names.every((name, column) => name === (names[column] ?? ''))) return true;
		const isReordered =
			isNoWider && names.length === width && names.toSorted().join() === this.names.toSorted().join();
		if (!namesId && !isReordered) return false;
		const column = shown(decodeURIComponent(this.cells[this.idColumn] ?? ''));
		throw new UnreadableFile(...say(MESSAGES.otherHeader, { line, first: this.line, column }));
	}

	/** Whether a record underlines the header, as `sqlcmd` does: as many cells, each of dashes alone. One dash is an ID. */
	isUnderlinedBy(reader: RecordReader): boolean {
		const texts = (reader.problem === undefined && cellTexts(reader, this.cells.length + 1)) || [];
		if (texts.length === 1 && this.cells.length > 1) return PRINTED_DASHES.test(texts[0] ?? '');
		if (texts.length !== this.cells.length || (texts[this.idColumn] ?? '').trim() === '-') return false;
		return texts.every((text, cell) => (this.cells[cell] === '' ? text === '' : DASHES.test(text)));
	}

	/** Whether the ID of a record may be the name of a column. Asked of each row, as {@link namesId}. */
	private mayNameColumns({ bytes, cells, starts, ends, problem }: RecordReader): boolean {
		const { idColumn } = this;
		const [start = 0, end = 0] = [starts[idColumn], ends[idColumn]];
		if (this.lengths[end - start] !== 1 || this.firstBytes[bytes[start] ?? 0] !== 1) return false;
		if (this.lastBytes[bytes[end - 1] ?? 0] !== 1 || idColumn >= cells || problem !== undefined) return false;
		return this.names.includes(bytes.toString('latin1', start, end).toLowerCase());
	}

	/** Whether the ID of a record is the name of the ID's column. Asked of each row, so it makes no texts. */
	private namesId(reader: RecordReader): boolean {
		const { idColumn } = this;
		const start = reader.starts[idColumn] ?? 0;
		const end = reader.ends[idColumn] ?? 0;
		const more = end - start - this.idLength;
		if (more !== 0 && more !== MARK.length && more !== MARK.length + 2 * QUOTE.length) return false;
		if (idColumn >= reader.cells || reader.problem !== undefined) return false;
		return this.idCells.some(
			(name) =>
				end - start === name.length &&
				reader.bytes[end - 1] === name[name.length - 1] &&
				name.compare(reader.bytes, start, end) === 0,
		);
	}
}

/** The names of a header, trimmed and in lower case, without the quotes that the first has behind a byte order mark. */
function plainNames(reader: RecordReader, most: number): readonly string[] {
	const names = cellTexts(reader, most) ?? [];
	return names.map((name, column) => {
		const trimmed = trimmedName(name).toLowerCase();
		const isQuoted = column === 0 && trimmed !== name && trimmed.startsWith('"') && trimmed.endsWith('"');
		return isQuoted ? trimmed.slice(1, -1) : trimmed;
	});
}

function cellOf({ bytes, starts, ends }: RecordReader, cell: number): string {
	return bytes.toString('latin1', starts[cell], ends[cell]);
}
