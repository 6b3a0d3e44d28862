import { InvalidProfile } from './invalidProfile';
import { MESSAGES } from '../messages';
import { say } from '../say';
import { shown } from '../shown';

/**
 * Percent-encodes a name, an ID or a value as UTF-8, for a form body as well as for a cell of a batch file.
 *
 * Commas, line ends, `&`, `+`, `%`, `#` and `=` come out encoded, so no value breaks out of its place in a server that
 * cuts before it decodes. The result is plain ASCII: its length is its size in bytes. (Adobe asks for URL encoding on the
 * pages of both APIs.)
 *
 * @param text any text
 * @param what names the text in an error, e.g. `The ID`
 * @param name goes with it in quotes, e.g. the attribute's name
 * @throws InvalidProfile when the text holds half of a surrogate pair, which UTF-8 can't express
 */
export function percentEncode(text: string, what: string, name?: string): string {
	if (!text.isWellFormed()) {
		throw new InvalidProfile(
			...say(MESSAGES.brokenCharacter, {
				name: name === undefined ? what : `${what} "${shown(name)}"`,
				position: brokenCharacter(text),
			}),
		);
	}
	return encodeURIComponent(text).replaceAll("'", '%27');
}

/**
 * 1 at each byte that stays as it is: letters, digits and `-_.!~*()`, which the bulk profile API page names. The `'` that
 * `encodeURIComponent` leaves raw is not among them.
 */
export const UNRESERVED: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, byte) =>
	/[A-Za-z0-9\-_.!~*()]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** An encoded text is at most this many times as long as its UTF-8 bytes. */
export const LONGEST_ESCAPE = 3;

const PERCENT = 0x25;
const DIGIT_8 = 0x38;
const LETTER_B = 0x42;
const LETTER_F = 0x46;
const HEX_DIGITS = Buffer.from('0123456789ABCDEF', 'latin1');

/**
 * Writes the escape of a byte, e.g. `%2C`.
 *
 * @returns where the next byte goes
 */
export function writeEscape(target: Uint8Array, at: number, byte: number): number {
	target[at] = PERCENT;
	target[at + 1] = HEX_DIGITS[byte >> 4] ?? 0;
	target[at + 2] = HEX_DIGITS[byte & 15] ?? 0;
	return at + LONGEST_ESCAPE;
}

/**
 * Writes a text percent-encoded, byte for byte what {@link percentEncode} gives, without a string in between.
 *
 * @param target has room for {@link LONGEST_ESCAPE} bytes for each UTF-8 byte of the text: nine a character
 * @returns where the next byte goes, or -1 when the text holds half of a surrogate pair
 */
export function writeEncoded(target: Uint8Array, at: number, text: string): number {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code < 0x80) {
			if (UNRESERVED[code] === 1) target[at++] = code;
			else at = writeEscape(target, at, code);
		} else if (code < 0x800) {
			at = writeEscape(target, at, 0xc0 | (code >> 6));
			at = writeEscape(target, at, 0x80 | (code & 0x3f));
		} else if (code < 0xd800 || code > 0xdfff) {
			at = writeEscape(target, at, 0xe0 | (code >> 12));
			at = writeEscape(target, at, 0x80 | ((code >> 6) & 0x3f));
			at = writeEscape(target, at, 0x80 | (code & 0x3f));
		} else {
			const point = text.codePointAt(index) ?? 0;
			if (point < 0x1_00_00) return -1;
			at = writeEscape(target, at, 0xf0 | (point >> 18));
			at = writeEscape(target, at, 0x80 | ((point >> 12) & 0x3f));
			at = writeEscape(target, at, 0x80 | ((point >> 6) & 0x3f));
			at = writeEscape(target, at, 0x80 | (point & 0x3f));
			index++;
		}
	}
	return at;
}

/** Whether an encoded text has more than this many characters, as JavaScript counts them: one beyond the basic ones is two. */
export function isLonger(bytes: Uint8Array, start: number, end: number, characters: number): boolean {
	if (end - start <= characters) return false;
	let left = characters;
	for (let at = start; at < end && left >= 0; at++) {
		if (bytes[at] !== PERCENT) {
			left--;
			continue;
		}
		// The first digit says what the byte is: a part of a character (8 to B), or the first of one, of four bytes (F) or less.
		const high = bytes[at + 1] ?? 0;
		if (high === LETTER_F) left -= 2;
		else if (high < DIGIT_8 || high > LETTER_B) left--;
		at += LONGEST_ESCAPE - 1;
	}
	return left < 0;
}

/** The 1-based position of the first unpaired surrogate. */
function brokenCharacter(text: string): number {
	return text.search(/\p{Surrogate}/u) + 1;
}
