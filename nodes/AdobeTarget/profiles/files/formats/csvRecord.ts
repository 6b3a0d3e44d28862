import { UNRESERVED, writeEscape } from '../../percentEncoding';
import { ENCODED_AT } from '../recordMemory';
import { CARRIAGE_RETURN, INCOMPLETE, LINE_FEED, RecordBuffer } from '../recordReader';
import type { LineEnd, RecordReader } from '../recordReader';
import { BREAK_BEGINNINGS } from '../../breaks';
import { RECORD } from './messages';
import { say } from '../../../say';

/** What may stand between the cells of a CSV file. */
export type Delimiter = ',' | ';' | '\t' | '|';

const QUOTE = 0x22;
const NUL = 0x00;

/** What to do with a byte; those that stay as they are come first, being nearly all. */
const KEEP = 0;
const ESCAPE = 1;
const END_OF_CELL = 2;
const END_OF_LINE = 3;
const RETURN = 4;
const NOTHING = 5;
/** A line feed where lines end with a carriage return. */
const OTHER_END = 6;

const LONE_RETURN = say(RECORD.loneReturn);
const LONE_FEED = say(RECORD.loneFeed);
const NUL_HELD = say(RECORD.nul);
const AFTER_QUOTE = say(RECORD.afterQuote);

/**
 * Reads CSV records (RFC 4180): a cell in quotes may hold delimiters, line ends and, doubled, quotes. A quote elsewhere
 * is taken as it is.
 *
 * A cell that needs no escape stays where it is in the text; the others are written anew.
 */
export class CsvRecord extends RecordBuffer implements RecordReader {
	private readonly actions: Uint8Array;

	/** Where the cell goes that is written anew. */
	private out = ENCODED_AT;

	constructor(delimiter: Delimiter, lineEnd: LineEnd, bytes: Buffer) {
		super(bytes, lineEnd);
		this.actions = Uint8Array.from(UNRESERVED, (unreserved) => (unreserved === 1 ? KEEP : ESCAPE));
		this.actions[delimiter.charCodeAt(0)] = END_OF_CELL;
		this.actions[LINE_FEED] = lineEnd === LINE_FEED ? END_OF_LINE : OTHER_END;
		this.actions[CARRIAGE_RETURN] = lineEnd === LINE_FEED ? RETURN : END_OF_LINE;
		this.actions[NUL] = NOTHING;
	}

	read(from: number, to: number): number {
		const { actions, bytes, lineEnd } = this;
		this.lines = 1;
		this.problem = undefined;
		this.breaksTo = 0;
		this.out = ENCODED_AT;
		let cells = 0;
		let at = from;
		for (;;) {
			let start = at;
			at = endOfPlain(actions, bytes, at);
			if (at >= to) return INCOMPLETE;
			let end = at;
			const action = actions[bytes[at] ?? 0];
			if (action === RETURN && at + 1 < to && bytes[at + 1] === LINE_FEED) {
				at++;
			} else if (action !== END_OF_CELL && action !== END_OF_LINE) {
				const written = this.out;
				const isQuoted = at === start && bytes[at] === QUOTE;
				at = isQuoted ? this.writeQuoted(start + 1, to) : this.write(start, at, to);
				if (at === INCOMPLETE) return INCOMPLETE;
				start = written;
				end = this.out;
			}
			if (cells === this.ends.length) this.growCells();
			this.starts[cells] = start;
			this.ends[cells++] = end;
			if (bytes[at++] !== lineEnd) continue;
			this.cells = cells;
			return at;
		}
	}

	/**
	 * Writes a cell without quotes.
	 *
	 * @param from the bytes before it stay as they are
	 * @returns where the delimiter or line end stands that ends it
	 */
	private write(start: number, from: number, to: number): number {
		const { actions, bytes } = this;
		let out = this.copy(start, from);
		for (let at = from; at < to; at++) {
			const byte = bytes[at] ?? 0;
			const action = actions[byte];
			if (action === KEEP) {
				bytes[out++] = byte;
			} else if (action === END_OF_CELL || action === END_OF_LINE) {
				this.out = out;
				return at;
			} else if (action === RETURN) {
				if (at + 1 === to) return INCOMPLETE;
				if (bytes[at + 1] !== LINE_FEED) this.problem ??= LONE_RETURN;
			} else {
				if (BREAK_BEGINNINGS[byte] === 1) this.noteBreak(out);
				if (action === NOTHING) this.problem ??= NUL_HELD;
				else if (action === OTHER_END) this.problem ??= LONE_FEED;
				out = writeEscape(bytes, out, byte);
			}
		}
		return INCOMPLETE;
	}

	/**
	 * Writes a cell in quotes.
	 *
	 * @param start where it begins, after the opening quote
	 * @returns where the delimiter or line end stands that ends it
	 */
	private writeQuoted(start: number, to: number): number {
		const { actions, bytes, lineEnd } = this;
		let { out } = this;
		for (let at = start; at < to; at++) {
			const byte = bytes[at] ?? 0;
			if (actions[byte] === KEEP) {
				bytes[out++] = byte;
			} else if (byte === QUOTE) {
				if (at + 1 === to) return INCOMPLETE;
				if (bytes[at + 1] !== QUOTE) {
					this.out = out;
					return this.endOfQuoted(at + 1, to);
				}
				at++;
				out = writeEscape(bytes, out, QUOTE);
			} else {
				if (BREAK_BEGINNINGS[byte] === 1) this.noteBreak(out);
				if (byte === lineEnd) this.lines++;
				if (byte === NUL) this.problem ??= NUL_HELD;
				out = writeEscape(bytes, out, byte);
			}
		}
		return INCOMPLETE;
	}

	/** @returns where the delimiter or line end stands that has to follow a closing quote */
	private endOfQuoted(at: number, to: number): number {
		const { actions, bytes } = this;
		const action = actions[bytes[at] ?? 0];
		if (action === END_OF_CELL || action === END_OF_LINE) return at;
		if (action === RETURN && at + 1 === to) return INCOMPLETE;
		if (action === RETURN && bytes[at + 1] === LINE_FEED) return at + 1;
		if (action === RETURN) return this.write(at, at, to);
		this.problem ??= AFTER_QUOTE;
		const end = bytes.indexOf(this.lineEnd, at);
		return end < 0 || end >= to ? INCOMPLETE : end;
	}

	/** Begins a cell that is written anew. @returns where its next byte goes */
	private copy(from: number, to: number): number {
		const { bytes } = this;
		let { out } = this;
		for (let at = from; at < to; at++) bytes[out++] = bytes[at] ?? 0;
		return out;
	}
}

/**
 * The first byte from a place on that can't stay as it is. It may lie beyond the bytes at hand, and the caller compares:
 * memory goes on behind them, and ends with a line feed. Each turn of the loop takes four steps, as a turn costs more
 * than a step.
 */
function endOfPlain(actions: Uint8Array, bytes: Uint8Array, from: number): number {
	for (let at = from; ; at += 4) {
		if (actions[bytes[at] ?? 0] !== KEEP) return at;
		if (actions[bytes[at + 1] ?? 0] !== KEEP) return at + 1;
		if (actions[bytes[at + 2] ?? 0] !== KEEP) return at + 2;
		if (actions[bytes[at + 3] ?? 0] !== KEEP) return at + 3;
	}
}
