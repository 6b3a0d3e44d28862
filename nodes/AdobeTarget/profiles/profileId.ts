import { plainValue } from './plainValue';
import { trimmedName } from './trimmedName';
import { InvalidProfile } from './invalidProfile';
import { MESSAGES } from './messages';
import { breakIn } from './breaks';
import type { Findings } from './findings';
import { isWordForNothing } from './wordForNothing';
import { say } from '../say';
import { shown } from '../shown';

/** How Target knows the visitor: by the customer's own ID, or by the visitor ID that Target assigned (tntId, mboxPC). */
export type ProfileIdType = 'thirdPartyId' | 'pcId';

/** Adobe's pages name 60, 128 and 256 characters; the newest says 256, and no longer ID can work. */
export const MAX_ID_LENGTH = 256;

const LABELS: Record<ProfileIdType, string> = { thirdPartyId: 'third-party ID', pcId: 'PC ID' };

/** What a spreadsheet's text formula gives: `="00123"`. */
const FORMULA = /^="([^"]*)"$/;

/** `1.23457E+11`, or `1.23457E11` as some programs write it. An ID such as `12E4` is none of them. */
const SCIENTIFIC = /^-?\d(?:[.,]\d+)?E\+\d{1,3}$|^\d\.\d+E\d{1,3}$/i;

/** JavaScript always keeps this many digits of a fraction. */
const EXACT_DIGITS = 15;

/** As programs write a whole number in a column that has gaps. */
const DECIMAL = /^\d+\.0$/;

/**
 * Checks an ID and gives it as text, without white space around it and without a spreadsheet's formula.
 *
 * @param value what the panel or the field gave; numbers are common and fine
 * @param findings takes up what was taken off, and what looks odd
 * @throws InvalidProfile when it is missing, no text or number, a word for nothing, a number that can't be exact, too
 * long, when it holds a comma or a line end, or a third-party ID `+` or `/`, which Adobe's profile API pages forbid
 */
export function checkProfileId(idType: ProfileIdType, value: unknown, findings?: Findings): string {
	const label = LABELS[idType];
	const id = idText(label, value, findings);
	if (id === '') throw missingId(label);
	if (id.length > MAX_ID_LENGTH) {
		throw new InvalidProfile(
			...say(MESSAGES.idTooLong, { id: label, length: id.length, most: MAX_ID_LENGTH }),
		);
	}
	const found = breakIn(id);
	if (found !== undefined) {
		throw new InvalidProfile(...say(MESSAGES.idWithBreak, { id: label, value: shown(id), character: found }));
	}
	if (idType === 'thirdPartyId' && /[+/]/.test(id)) {
		throw new InvalidProfile(...say(MESSAGES.idWithPlusOrSlash, { value: shown(id) }));
	}
	return id;
}

/** Why a profile without an ID can't be sent. @param label what the ID is called, e.g. `PC ID` */
export function missingId(label: string): InvalidProfile {
	return new InvalidProfile(...say(MESSAGES.idMissing, { id: label }));
}

/**
 * The text of anything that is named by an ID, without white space around it and without a spreadsheet's formula.
 *
 * @param label what the ID is called, e.g. `PC ID`
 * @returns an empty text where there is none
 * @throws InvalidProfile when it can't be what the source had, or is nothing in words
 */
export function idText(label: string, value: unknown, findings?: Findings): string {
	if (value === undefined || value === null || value === '') return '';
	if (typeof value === 'number') checkNumber(label, value);
	const plain = typeof value === 'string' ? value : plainId(label, value);
	let id = trimmedName(plain);
	if (id.length < plain.length) findings?.add('trimmedId');
	if (id === '') throw new InvalidProfile(...say(MESSAGES.idBlank, { id: label }));
	const [, inFormula] = FORMULA.exec(id) ?? [];
	if (inFormula !== undefined) {
		findings?.add('formulaId');
		id = trimmedName(inFormula);
	}
	if (isWordForNothing(id)) throw nothingInWords(label, id);
	if (SCIENTIFIC.test(id)) {
		throw new InvalidProfile(...say(MESSAGES.idScientific, { id: label, value: shown(id) }));
	}
	if (DECIMAL.test(id)) findings?.add('decimalId');
	return id;
}

function checkNumber(label: string, value: number): void {
	if (!Number.isFinite(value)) throw nothingInWords(label, String(value));
	if (isExact(value)) return;
	throw new InvalidProfile(...say(MESSAGES.idRounded, { id: label, value }));
}

/** Whether JavaScript surely holds a number as it was written. */
function isExact(value: number): boolean {
	if (Number.isInteger(value)) return Number.isSafeInteger(value);
	const text = String(value);
	return !text.includes('e') && text.replace(/\D/g, '').length <= EXACT_DIGITS;
}

/** The text of an ID that is no text itself, but a big integer, a database's ID, a number of its own kind. */
function plainId(label: string, value: unknown): string {
	const mayHaveText = typeof value !== 'boolean' && typeof value !== 'symbol' && typeof value !== 'function';
	const plain = mayHaveText ? plainValue(value) : undefined;
	if (typeof plain === 'string') return plain;
	throw new InvalidProfile(...say(MESSAGES.idNoText, { id: label }));
}

function nothingInWords(label: string, word: string): InvalidProfile {
	return new InvalidProfile(...say(MESSAGES.idNothingInWords, { id: label, value: shown(word) }));
}
