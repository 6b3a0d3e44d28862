import { LONGEST_ESCAPE, percentEncode } from './percentEncoding';

/**
 * Adobe does not say whether a batch is cut into rows and cells before its escapes are decoded, or after. By its newest
 * page, a raw `&` ends a batch and a raw `%` spoils it whole, as if the whole were decoded first. Then a comma ends its cell
 * and a line end its row however they are escaped: a value comes under another's name, and what stands behind a line end
 * becomes another profile. So neither goes into a batch, unless somebody has found that his Target keeps them.
 */
type CommasInValues = 'replace' | 'encode' | 'refuse';

/** Takes a comma's place where nothing else is said. */
export const USUAL_REPLACEMENT = ';';

/** A comma, or what ends a line anywhere: LF, VT, FF, CR, and Unicode's own. */
const BREAK = /[,\n\v\f\r\u0085\u2028\u2029]/;

const PERCENT = 0x25;
const DIGIT_0 = 0x30;
const DIGIT_2 = 0x32;
const DIGIT_5 = 0x35;
const DIGIT_8 = 0x38;
const DIGIT_9 = 0x39;
const LETTER_A = 0x41;
const LETTER_C = 0x43;
const LETTER_D = 0x44;
const LETTER_E = 0x45;

/** 1 at each byte that is a comma or a line end, or begins one in UTF-8. */
export const BREAK_BEGINNINGS: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte === 0xc2 || byte === 0xe2 || (byte < 0x80 && BREAK.test(String.fromCharCode(byte))) ? 1 : 0,
);

/** What is in a text that could end its cell or its row, in words; undefined where nothing is. */
export function breakIn(text: string): 'a comma' | 'a line end' | undefined {
	const [found] = BREAK.exec(text) ?? [];
	return found === undefined ? undefined : found === ',' ? 'a comma' : 'a line end';
}

/** What becomes of commas and line ends in the values of a batch. The same for a whole run. */
export class BreakRules {
	/** Takes a comma's place, percent-encoded. */
	readonly comma: Uint8Array;

	/** Takes a line end's place. */
	readonly lineEnd: Uint8Array = Buffer.from('%20', 'latin1');

	/** @param replacement holds neither itself */
	constructor(
		readonly commas: CommasInValues = 'encode',
		readonly replacement = USUAL_REPLACEMENT,
	) {
		this.comma = Buffer.from(percentEncode(replacement, 'Comma Replacement'), 'latin1');
	}
}

/**
 * The place of the first comma or line end in an encoded text; -1 where there is none.
 *
 * @param before none begins there or behind it
 */
export function firstBreak(bytes: Uint8Array, start: number, end: number, before = end): number {
	for (let at = start, last = Math.min(before, end); at < last; at++) {
		if (bytes[at] !== PERCENT) continue;
		if (breakLength(bytes, at, end) > 0) return at;
		at += LONGEST_ESCAPE - 1;
	}
	return -1;
}

/** Whether an escape is that of a comma. */
export function isComma(bytes: Uint8Array, at: number): boolean {
	return bytes[at + 1] === DIGIT_2;
}

/**
 * How many bytes an encoded comma or line end takes; CR and LF after one another are one line end.
 *
 * @param at where an escape begins
 * @param end of the text: behind it, another may stand
 * @returns 0 for any other character
 */
export function breakLength(bytes: Uint8Array, at: number, end: number): number {
	const high = bytes[at + 1] ?? 0;
	const low = bytes[at + 2] ?? 0;
	switch (high) {
		case DIGIT_2:
			return low === LETTER_C ? 3 : 0;
		case DIGIT_0:
			if (low < LETTER_A || low > LETTER_D) return 0;
			return low === LETTER_D && isEscape(bytes, at + 3, end, DIGIT_0, LETTER_A) ? 6 : 3;
		case LETTER_C:
			return low === DIGIT_2 && isEscape(bytes, at + 3, end, DIGIT_8, DIGIT_5) ? 6 : 0;
		case LETTER_E:
			if (low !== DIGIT_2 || !isEscape(bytes, at + 3, end, DIGIT_8, DIGIT_0)) return 0;
			return isEscape(bytes, at + 6, end, LETTER_A, DIGIT_8) ||
				isEscape(bytes, at + 6, end, LETTER_A, DIGIT_9)
				? 9
				: 0;
		default:
			return 0;
	}
}

function isEscape(bytes: Uint8Array, at: number, end: number, high: number, low: number): boolean {
	return at < end && bytes[at] === PERCENT && bytes[at + 1] === high && bytes[at + 2] === low;
}
