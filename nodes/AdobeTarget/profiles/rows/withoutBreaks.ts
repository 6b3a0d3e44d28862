import type { AttributeColumns } from './attributeColumns';
import type { EncodedRow } from './encodedRow';
import { checkSize } from './profileSize';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { LONGEST_ESCAPE } from '../percentEncoding';
import { breakLength, firstBreak, isComma } from '../breaks';
import type { BreakRules } from '../breaks';
import { COMMA_CHANGED, LINE_END_CHANGED } from '../changedValues';
import { shown } from '../../shown';

const PERCENT = 0x25;

/**
 * Replaces the commas and line ends in the values of a row, or refuses them, as the rules say. The row's size has been
 * checked before; it is checked again where the replacements may have made the row larger.
 *
 * @throws InvalidProfile when a value holds what the rules refuse, or when the replacements make the profile too large
 */
export function checkBreaks(row: EncodedRow, rules: BreakRules, columns: AttributeColumns): void {
	if (!row.mayHaveBreaks || rules.commas === 'encode') return;
	for (let cell = 0; cell < row.cells; cell++) {
		const start = row.starts[cell] ?? 0;
		if (start < row.plainUpTo) continue;
		const found = firstBreak(row.bytes, start, row.ends[cell] ?? 0);
		if (found < 0) continue;
		const column = row.columns[cell] ?? 0;
		if (rules.commas === 'refuse') throw refused(columns.name(column), isComma(row.bytes, found));
		row.changes.note(column, replaceBreaks(row, cell, found, rules));
	}
	if (row.changes.count > 0) checkSize(row, columns);
}

/**
 * Replaces what would end a value or a row.
 *
 * @param found where the first of it stands
 * @returns what was changed
 */
function replaceBreaks(row: EncodedRow, cell: number, found: number, rules: BreakRules): number {
	const start = row.starts[cell] ?? 0;
	const end = row.ends[cell] ?? 0;
	const changed = breaksIn(row.bytes, found, end);
	const { length } = rules.comma;
	if (length <= LONGEST_ESCAPE) {
		// It does not grow, and a value with escapes stands in memory that was written for it alone.
		row.endCell(cell, writeWithout(row.bytes, found, end, found, rules));
	} else {
		const room = Math.ceil((end - start) / LONGEST_ESCAPE) * length;
		row.rewriteCell(cell, room, (bytes, from, fromEnd, to) => writeWithout(bytes, from, fromEnd, to, rules));
	}
	return changed;
}

/** Which of both are in an encoded value. */
function breaksIn(bytes: Uint8Array, from: number, end: number): number {
	let found = 0;
	for (let at = firstBreak(bytes, from, end); at >= 0; at = firstBreak(bytes, at + LONGEST_ESCAPE, end)) {
		found |= isComma(bytes, at) ? COMMA_CHANGED : LINE_END_CHANGED;
	}
	return found;
}

/** Writes an encoded value, or the rest of one, to another place in the same memory. @returns where it ends */
function writeWithout(
	bytes: Uint8Array,
	from: number,
	fromEnd: number,
	to: number,
	rules: BreakRules,
): number {
	while (from < fromEnd) {
		const length = bytes[from] === PERCENT ? breakLength(bytes, from, fromEnd) : 0;
		if (length === 0) {
			bytes[to++] = bytes[from++] ?? 0;
			continue;
		}
		const written = isComma(bytes, from) ? rules.comma : rules.lineEnd;
		for (let at = 0; at < written.length; at++) bytes[to++] = written[at] ?? 0;
		from += length;
	}
	return to;
}

function refused(name: string, isOfComma: boolean): InvalidProfile {
	const character = isOfComma ? 'a comma' : 'a line end';
	return new InvalidProfile(...say(MESSAGES.refusedBreak, { attribute: shown(name), character }));
}
