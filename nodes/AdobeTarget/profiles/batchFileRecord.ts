import { UNRESERVED, writeEscape } from './percentEncoding';
import { ENCODED_AT } from './recordMemory';
import { INCOMPLETE, RecordBuffer } from './recordReader';
import type { RecordReader } from './recordReader';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const PERCENT = 0x25;

/** In a form body they end the parameter, begin a fragment or stand for a space, so what was meant is anybody's guess. */
const AMBIGUOUS = new Set(Buffer.from('&#+', 'latin1'));

/**
 * Reads the lines of a ready-made Adobe batch file, whose cells are percent-encoded already. They come out encoded in
 * one way only (`%2d` and `-` are the same), so that the same ID looks the same.
 */
export class BatchFileRecord extends RecordBuffer implements RecordReader {
	read(from: number, to: number): number {
		const { bytes } = this;
		this.cells = 0;
		this.lines = 1;
		this.problem = undefined;
		let out = ENCODED_AT;
		let start = out;
		for (let at = from; at < to; at++) {
			let byte = bytes[at] ?? 0;
			if (UNRESERVED[byte] === 1) {
				bytes[out++] = byte;
			} else if (byte === COMMA) {
				this.addCell(start, out);
				start = out;
			} else if (byte === LINE_FEED) {
				this.addCell(start, out);
				return at + 1;
			} else if (byte === PERCENT) {
				if (at + 1 === to || (at + 2 === to && bytes[at + 1] !== LINE_FEED)) return INCOMPLETE;
				const value = escapedByte(bytes[at + 1], bytes[at + 2]);
				if (value < 0) {
					this.problem ??= 'The row has a "%" without two hexadecimal digits after it';
				} else {
					byte = value;
					at += 2;
				}
				if (UNRESERVED[byte] === 1) bytes[out++] = byte;
				else out = writeEscape(bytes, out, byte);
			} else if (byte === CARRIAGE_RETURN) {
				if (at + 1 === to) return INCOMPLETE;
				if (bytes[at + 1] !== LINE_FEED) this.problem ??= notEncoded(byte);
			} else {
				if (byte <= 0x20 || byte > 0x7e || AMBIGUOUS.has(byte)) this.problem ??= notEncoded(byte);
				out = writeEscape(bytes, out, byte);
			}
		}
		return INCOMPLETE;
	}
}

function notEncoded(byte: number): string {
	const visible = byte > 0x20 && byte < 0x7f;
	const hex = byte.toString(16).toUpperCase().padStart(2, '0');
	return `The row has a raw ${visible ? `"${String.fromCharCode(byte)}"` : `byte ${hex}`}, which has to be written as %${hex} in a batch file`;
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
