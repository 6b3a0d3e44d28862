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

/** In another header, the ID's column is looked for so far behind the columns of the first. */
const MOST_BEYOND = 1_000;

/** The header of a file, to be known again further down. */
export class HeaderAgain {
	/** The header's cells as the reader gives them. */
	private readonly cells: readonly string[];

	/** What the cell of the ID's column may look like in the header, again. */
	private readonly idCells: readonly string[];

	/** The columns' names, in lower case. */
	private readonly names: readonly string[];

	/** 1 at each length that a name has. */
	private readonly lengths: Uint8Array;

	/** 1 at the two bytes that a name begins and ends with, in any case of letters. */
	private readonly ends = new Uint8Array(65_536);

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
		this.idCells = idColumn === 0 ? [id, MARK + id, MARK + QUOTE + id + QUOTE] : [id];
		this.names = plainNames(reader, reader.cells);
		const known = [...this.idCells, ...this.cells.filter(({ length }) => length <= LONGEST_KNOWN)];
		this.lengths = new Uint8Array(known.reduce((most, { length }) => Math.max(most, length), 0) + 1);
		for (const cell of known) this.know(cell);
	}

	private know(cell: string): void {
		if (cell === '') return;
		this.lengths[cell.length] = 1;
		const cases = [cell.toLowerCase(), cell.toUpperCase()];
		for (const one of cases) {
			for (const other of cases) this.ends[endsOf(one.charCodeAt(0), other.charCodeAt(other.length - 1))] = 1;
		}
	}

	/**
	 * Whether a record is the header once more, as where exports were joined.
	 *
	 * @throws UnreadableFile when it is another header, so that the rows below it mean something else
	 */
	is(reader: RecordReader, line: number): boolean {
		if (!this.mayBeName(reader)) return false;
		const { idColumn } = this;
		const id = cellOf(reader, idColumn);
		// In other letters, it may be the ID of a row.
		const namesId = this.idCells.includes(id);
		if (!namesId && !this.names.includes(plainName(textOf(id), idColumn))) return false;
		const width = this.names.length;
		const all = plainNames(reader, width + MOST_BEYOND);
		const names = all.slice(0, width);
		const isNoWider = isEmptyFrom(reader, width);
		if (isNoWider && this.names.every((name, column) => name === (names[column] ?? ''))) return true;
		const isReordered =
			isNoWider && names.length === width && names.toSorted().join() === this.names.toSorted().join();
		// Where another column's name stands in place of the ID's, a header has the ID's elsewhere.
		const isElsewhere = all.some((name, column) => column !== idColumn && name === this.names[idColumn]);
		if (!namesId && !isReordered && !isElsewhere) return false;
		const column = shown(decodeURIComponent(this.cells[idColumn] ?? ''));
		throw new UnreadableFile(...say(MESSAGES.otherHeader, { line, first: this.line, column }));
	}

	/** Whether a record underlines the header, as `sqlcmd` does: as many cells, each of dashes alone. One dash is an ID. */
	isUnderlinedBy(reader: RecordReader): boolean {
		const texts = (reader.problem === undefined && cellTexts(reader, this.cells.length + 1)) || [];
		if (texts.length === 1 && this.cells.length > 1) return PRINTED_DASHES.test(texts[0] ?? '');
		if (texts.length !== this.cells.length || (texts[this.idColumn] ?? '').trim() === '-') return false;
		return texts.every((text, cell) => (this.cells[cell] === '' ? text === '' : DASHES.test(text)));
	}

	/** Whether the ID of a record may be the name of a column. Asked of each row, so it makes no texts. */
	private mayBeName({ bytes, cells, starts, ends, problem }: RecordReader): boolean {
		const start = starts[this.idColumn] ?? 0;
		const end = ends[this.idColumn] ?? 0;
		if (this.lengths[end - start] !== 1 || this.idColumn >= cells || problem !== undefined) return false;
		return this.ends[endsOf(bytes[start] ?? 0, bytes[end - 1] ?? 0)] === 1;
	}
}

function endsOf(first: number, last: number): number {
	return first * 256 + last;
}

/** The names of a header as {@link plainName} has them. */
function plainNames(reader: RecordReader, most: number): readonly string[] {
	return (cellTexts(reader, most) ?? []).map(plainName);
}

/** A name of a header, trimmed and in lower case, without the quotes that the first has behind a byte order mark. */
function plainName(name: string, column: number): string {
	const trimmed = trimmedName(name).toLowerCase();
	const isQuoted = column === 0 && trimmed !== name && trimmed.startsWith('"') && trimmed.endsWith('"');
	return isQuoted ? trimmed.slice(1, -1) : trimmed;
}

/** The text of a cell; the cell itself where its bytes are not UTF-8, which is nobody's name. */
function textOf(cell: string): string {
	try {
		return decodeURIComponent(cell);
	} catch {
		return cell;
	}
}

function cellOf({ bytes, starts, ends }: RecordReader, cell: number): string {
	return bytes.toString('latin1', starts[cell], ends[cell]);
}
