import { LONGEST_ESCAPE, UNRESERVED, writeEscape } from './percentEncoding';
import { INCOMPLETE, RecordBuffer } from './recordReader';
import type { RecordReader } from './recordReader';

/** What may stand between the cells of a CSV file. */
export type Delimiter = ',' | ';' | '\t';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const NUL = 0x00;

/** What to do with a byte; those that stay as they are come first, being nearly all. */
const KEEP = 0;
const ESCAPE = 1;
const END_OF_CELL = 2;
const END_OF_LINE = 3;
const RETURN = 4;
const NOTHING = 5;

const PROBLEMS = {
	loneReturn: 'The row has a carriage return without a line feed after it',
	nul: 'The row holds a NUL character, which no text has',
	afterQuote: 'The row has text between a closing quote and the end of its cell',
};

/**
 * Reads CSV records (RFC 4180): a cell in quotes may hold delimiters, line ends and, doubled, quotes. A quote elsewhere
 * is taken as it is. Lines end with LF or CRLF.
 */
export class CsvRecord extends RecordBuffer implements RecordReader {
	private readonly actions: Uint8Array;

	constructor(delimiter: Delimiter) {
		super(LONGEST_ESCAPE);
		this.actions = Uint8Array.from(UNRESERVED, (unreserved) => (unreserved === 1 ? KEEP : ESCAPE));
		this.actions[delimiter.charCodeAt(0)] = END_OF_CELL;
		this.actions[LINE_FEED] = END_OF_LINE;
		this.actions[CARRIAGE_RETURN] = RETURN;
		this.actions[NUL] = NOTHING;
	}

	read(window: Uint8Array, from: number, to: number): number {
		const { actions, bytes } = this;
		this.cells = 0;
		this.lines = 1;
		this.problem = undefined;
		let out = 0;
		let at = from;
		let cellBegins = true;
		while (at < to) {
			const byte = window[at] ?? 0;
			if (cellBegins && byte === QUOTE) {
				at = this.readQuoted(window, at + 1, to, out);
				if (at === INCOMPLETE) return INCOMPLETE;
				out = this.quotedEnd;
				cellBegins = false;
				if (at === to) return INCOMPLETE;
				const next = actions[window[at] ?? 0] ?? KEEP;
				if (next === END_OF_CELL || next === END_OF_LINE || next === RETURN) continue;
				this.problem ??= PROBLEMS.afterQuote;
				at = window.indexOf(LINE_FEED, at);
				if (at < 0 || at >= to) return INCOMPLETE;
				continue;
			}
			cellBegins = false;
			const action = actions[byte];
			if (action === KEEP) {
				bytes[out++] = byte;
				at++;
				while (at < to) {
					const following = window[at] ?? 0;
					if (actions[following] !== KEEP) break;
					bytes[out++] = following;
					at++;
				}
			} else if (action === END_OF_CELL) {
				this.endCell(out);
				cellBegins = true;
				at++;
			} else if (action === END_OF_LINE) {
				this.endCell(out);
				return at + 1;
			} else if (action === RETURN) {
				if (at + 1 === to) return INCOMPLETE;
				if (window[at + 1] !== LINE_FEED) this.problem ??= PROBLEMS.loneReturn;
				at++;
			} else {
				if (action === NOTHING) this.problem ??= PROBLEMS.nul;
				out = writeEscape(bytes, out, byte);
				at++;
			}
		}
		return INCOMPLETE;
	}

	/** Where the text of the last quoted cell ends in `bytes`. */
	private quotedEnd = 0;

	/** Reads on from after the opening quote. @returns what follows the closing one */
	private readQuoted(window: Uint8Array, from: number, to: number, start: number): number {
		const { actions, bytes } = this;
		let out = start;
		for (let at = from; at < to; at++) {
			const byte = window[at] ?? 0;
			if (byte === QUOTE) {
				if (at + 1 === to) return INCOMPLETE;
				if (window[at + 1] !== QUOTE) {
					this.quotedEnd = out;
					return at + 1;
				}
				at++;
				out = writeEscape(bytes, out, QUOTE);
			} else if (actions[byte] === KEEP) {
				bytes[out++] = byte;
			} else {
				if (byte === LINE_FEED) this.lines++;
				if (byte === NUL) this.problem ??= PROBLEMS.nul;
				out = writeEscape(bytes, out, byte);
			}
		}
		return INCOMPLETE;
	}
}
