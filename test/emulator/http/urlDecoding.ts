import { isUtf8 } from 'node:buffer';

import { Refusal } from './refusal';

/**
 * What URL encoding never leaves raw: all but visible ASCII, and the characters that a form parser gives a
 * meaning of its own.
 */
const NEVER_RAW = /[^!-~]|[#&+]/;

const NAMES: Record<string, string> = {
	'\r': 'carriage return',
	'\n': 'line feed',
	'\t': 'tab',
	' ': 'space',
	'+': '"+"',
	'&': '"&"',
	'#': '"#"',
};

/**
 * Refuses text that holds a character which should have been percent-encoded.
 *
 * @param text one character per byte (latin1)
 * @throws Refusal naming the character, its place and its escape
 */
export function refuseRawCharacters(text: string): void {
	const found = NEVER_RAW.exec(text);
	if (!found) return;
	const [character] = found;
	const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
	const name = NAMES[character] ?? `byte 0x${hex}`;
	throw new Refusal(`raw ${name} at character ${found.index + 1}, it has to be sent as %${hex}`);
}

/**
 * Decodes percent escapes to the bytes they stand for, and those as UTF-8.
 *
 * @param text visible ASCII
 * @throws Refusal for an escape that is not % and two hexadecimal digits, and for bytes that are not UTF-8
 */
export function decodePercent(text: string): string {
	if (!text.includes('%')) return text;
	const bytes = Buffer.allocUnsafe(text.length);
	let length = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code !== PERCENT) {
			bytes[length++] = code;
			continue;
		}
		const high = hexDigit(text.charCodeAt(at + 1));
		const low = hexDigit(text.charCodeAt(at + 2));
		if (high < 0 || low < 0) throw new Refusal(`invalid percent escape "${text.slice(at, at + 3)}"`);
		bytes[length++] = high * 16 + low;
		at += 2;
	}
	const decoded = bytes.subarray(0, length);
	if (!isUtf8(decoded)) throw new Refusal(`"${excerpt(text)}" decodes to bytes that are not UTF-8`);
	return decoded.toString('utf8');
}

/**
 * Decodes a text as a decoder of forms does that takes what comes: `+` and raw spaces are spaces, and raw letters beyond
 * ASCII are what they are.
 *
 * @param text one character per byte (latin1)
 * @throws Refusal as {@link decodePercent}
 */
export function decodeFormText(text: string): string {
	const plain = text.replaceAll('+', ' ');
	return plain.includes('%') ? decodePercent(plain) : Buffer.from(plain, 'latin1').toString('utf8');
}

/** The beginning of a text, short enough for a sentence. */
export function excerpt(text: string): string {
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const PERCENT = 0x25;

/** The value of a hexadecimal digit, -1 for any other character code and for NaN (the end of the text). */
function hexDigit(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	if (code >= 0x41 && code <= 0x46) return code - 0x41 + 10;
	if (code >= 0x61 && code <= 0x66) return code - 0x61 + 10;
	return -1;
}
