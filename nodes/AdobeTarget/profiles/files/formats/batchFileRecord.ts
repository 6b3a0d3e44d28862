import { UNRESERVED, writeEscape } from '../../percentEncoding';
import { ENCODED_AT } from '../recordMemory';
import { CARRIAGE_RETURN, INCOMPLETE, LINE_FEED, RecordBuffer } from '../recordReader';
import type { RecordReader } from '../recordReader';
import { BREAK_BEGINNINGS } from '../../breaks';
import { RECORD } from './messages';
import { say } from '../../../say';
import type { Words } from '../../../say';
import { shown } from '../../../shown';
import { UnreadableFile } from '../../unreadableFile';

const COMMA = 0x2c;
const PERCENT = 0x25;
const EQUALS = 0x3d;

const SPACE = 0x20;
const DELETE = 0x7f;

const BAD_ESCAPE = say(RECORD.badEscape);

/** In a form body they end the parameter, begin a fragment or stand for a space, so what was meant is anybody's guess. */
const AMBIGUOUS = new Set(Buffer.from('&#+', 'latin1'));

/**
 * Reads the lines of a ready-made Adobe batch file, whose cells are percent-encoded already. They come out encoded in
 * one way only (`%2d` and `-` are the same), so that the same ID looks the same. Spaces and letters beyond ASCII may
 * stand as they are, as Adobe's page has it.
 */
export class BatchFileRecord extends RecordBuffer implements RecordReader {
	read(from: number, to: number): number {
		const { bytes, lineEnd } = this;
		this.cells = 0;
		this.lines = 1;
		this.problem = undefined;
		this.breaksTo = 0;
		let out = ENCODED_AT;
		let start = out;
		let hasEquals = false;
		for (let at = from; at < to; at++) {
			let byte = bytes[at] ?? 0;
			if (UNRESERVED[byte] === 1) {
				bytes[out++] = byte;
			} else if (byte === COMMA) {
				this.addCell(start, out);
				start = out;
			} else if (byte === lineEnd) {
				if (hasEquals) refuseJoined(bytes.toString('utf8', from, at));
				this.addCell(start, out);
				return at + 1;
			} else if (byte === PERCENT) {
				if (at + 1 === to || (at + 2 === to && bytes[at + 1] !== lineEnd)) return INCOMPLETE;
				const value = escapedByte(bytes[at + 1], bytes[at + 2]);
				if (value < 0) {
					this.problem ??= BAD_ESCAPE;
				} else {
					byte = value;
					at += 2;
				}
				if (BREAK_BEGINNINGS[byte] === 1) this.noteBreak(out);
				if (UNRESERVED[byte] === 1) bytes[out++] = byte;
				else out = writeEscape(bytes, out, byte);
			} else if (byte === CARRIAGE_RETURN) {
				if (at + 1 === to) return INCOMPLETE;
				if (bytes[at + 1] !== LINE_FEED) this.problem ??= notEncoded(byte);
			} else {
				if (BREAK_BEGINNINGS[byte] === 1) this.noteBreak(out);
				if (byte < SPACE || byte === DELETE || AMBIGUOUS.has(byte)) this.problem ??= notEncoded(byte);
				if (byte === EQUALS) hasEquals = true;
				out = writeEscape(bytes, out, byte);
			}
		}
		return INCOMPLETE;
	}
}

/** The header of another file, joined to a line without an end, as the last one of a batch file often is. */
const JOINED_HEADER = /[^]batch=(?:thirdPartyId|pcId)\s*(?:,|$)/i;

/** @throws UnreadableFile when a line ends with a header: the rows below have its columns, whatever Invalid Rows says */
function refuseJoined(line: string): void {
	if (JOINED_HEADER.test(line))
		throw new UnreadableFile(...say(RECORD.joined, { line: shown(line.trimEnd()) }));
}

function notEncoded(byte: number): Words {
	const visible = byte > SPACE && byte < DELETE;
	const hex = byte.toString(16).toUpperCase().padStart(2, '0');
	return say(RECORD.rawByte, { byte: visible ? `"${String.fromCharCode(byte)}"` : `byte ${hex}`, hex });
}

/** The values of hexadecimal digits; -1 for all other bytes. */
const HEX_VALUES = Int8Array.from({ length: 256 }, (_, byte) => {
	const value = Number.parseInt(String.fromCharCode(byte), 16);
	return Number.isNaN(value) ? -1 : value;
});

/** The byte that an escape stands for; negative when its two characters are no hexadecimal digits. */
function escapedByte(high = 0, low = 0): number {
	const [first = -1, second = -1] = [HEX_VALUES[high], HEX_VALUES[low]];
	return second < 0 ? -1 : first * 16 + second;
}
