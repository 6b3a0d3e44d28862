import type { EncodedRow } from './encodedRow';
import { percentEncode } from '../percentEncoding';
import { checkProfileId } from '../profileId';
import type { ProfileIdType } from '../profileId';

const PERCENT = 0x25;
const POINT = 0x2e;
const OPENING_BRACKET = 0x28;
const DIGIT_0 = 0x30;
const DIGIT_2 = 0x32;
const LETTER_B = 0x42;
const LETTER_C = 0x43;
const LETTER_E = 0x45;
const LETTER_F = 0x46;

/** The most characters of an ID that Target takes; an ID has no more of them than its encoded form has bytes. */
const MAX_PLAIN_BYTES = 256;

/** The length of an escape, e.g. `%2C`. */
const ESCAPE = 3;

/** Letters that words for nothing begin with (`null`, `NaN`, `undefined`), and how long these are at most. */
const WORD_BEGINNINGS = new Set(Buffer.from('nNuU', 'latin1'));
const LONGEST_WORD = 'undefined'.length;

/**
 * Checks the ID of a row, and takes off what does not belong to it: white space around it, a spreadsheet's `="…"`.
 *
 * @throws InvalidProfile when it is none, or Target would not take it
 */
export function checkId(row: EncodedRow, idType: ProfileIdType): void {
	if (isSurelyFine(row.bytes, row.idStart, row.idEnd)) return;
	const text = row.text(row.idStart, row.idEnd);
	const id = checkProfileId(idType, text, row.findings);
	if (id.length === text.length) return;
	// The same text is encoded in one way only, and the ID is a part of what stood there.
	row.idStart += percentEncode(text.slice(0, text.indexOf(id)), 'The ID').length;
	row.idEnd = row.idStart + percentEncode(id, 'The ID').length;
}

/**
 * Whether an ID is surely fine, by a look at its bytes, so that hardly any ID is made a text. Such an ID is short. It
 * neither begins nor ends with an escape, as white space does. It has no encoded `+`, `/` or comma, and nothing that may
 * be a line end. It is no word for nothing, and not written like a number with a fraction.
 */
function isSurelyFine(bytes: Uint8Array, start: number, end: number): boolean {
	const length = end - start;
	if (length === 0 || length > MAX_PLAIN_BYTES) return false;
	const first = bytes[start] ?? 0;
	if (first === PERCENT || first === OPENING_BRACKET) return false;
	if (length <= LONGEST_WORD && WORD_BEGINNINGS.has(first)) return false;
	if (bytes[start + 1] === POINT || (bytes[end - 1] === DIGIT_0 && bytes[end - 2] === POINT)) return false;
	if (length > ESCAPE && bytes[end - ESCAPE] === PERCENT) return false;
	for (let at = start; at < end; at++) {
		if (bytes[at] !== PERCENT) continue;
		const high = bytes[at + 1];
		const low = bytes[at + 2];
		if (high === DIGIT_0) return false;
		if (high === DIGIT_2 && (low === LETTER_B || low === LETTER_C || low === LETTER_F)) return false;
		if (low === DIGIT_2 && (high === LETTER_C || high === LETTER_E)) return false;
		at += ESCAPE - 1;
	}
	return true;
}
