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

/**
 * Replaces the commas and line ends in the values of a row, or refuses them, as the rules say. The row's size has been
 * checked before; it is checked again where the replacements may have made the row larger.
 *
 * @throws InvalidProfile when a value holds what the rules refuse, or when the replacements make the profile too large
 */
export function applyBreakRules(row: EncodedRow, rules: BreakRules, columns: AttributeColumns): void {
	if (row.breaksTo === 0 || rules.commas === 'encode') return;
	for (let cell = 0; cell < row.cells; cell++) {
		const start = row.starts[cell] ?? 0;
		const end = row.ends[cell] ?? 0;
		if (end <= row.breaksFrom || start >= row.breaksTo) continue;
		const found = firstBreak(row.bytes, Math.max(start, row.breaksFrom), end, row.breaksTo);
		if (found < 0) continue;
		const column = row.columns[cell] ?? 0;
		if (rules.commas === 'refuse') throw refused(columns.name(column), isComma(row.bytes, found));
		replaceBreaks(row, cell, found, rules);
	}
	if (row.changes.count > 0) checkSize(row, columns);
}

/** Replaces what would end a value or a row, and notes it. @param found where the first of it stands */
function replaceBreaks(row: EncodedRow, cell: number, found: number, rules: BreakRules): void {
	const { length } = rules.comma;
	const start = row.starts[cell] ?? 0;
	const end = row.ends[cell] ?? 0;
	if (length <= LONGEST_ESCAPE) {
		// It does not grow, and a value with escapes stands in memory that was written for it alone.
		row.endCell(cell, writeWithout(row, cell, found, end, found, rules));
	} else {
		const room = Math.ceil((end - start) / LONGEST_ESCAPE) * length;
		row.rewriteCell(cell, room, (from, fromEnd, to) => writeWithout(row, cell, from, fromEnd, to, rules));
	}
}

/** Writes a value of a row, or the rest of one, to another place of its memory. @returns where it ends */
function writeWithout(
	row: EncodedRow,
	cell: number,
	from: number,
	fromEnd: number,
	to: number,
	rules: BreakRules,
): number {
	const { bytes, breaksTo } = row;
	for (;;) {
		const found = firstBreak(bytes, from, fromEnd, breaksTo);
		const end = found < 0 ? fromEnd : found;
		// Where all that was replaced is as long as what took its place, the rest stands where it has to.
		if (from !== to) bytes.copyWithin(to, from, end);
		to += end - from;
		if (found < 0) return to;
		const isOfComma = isComma(bytes, found);
		row.changes.note(row.columns[cell] ?? 0, isOfComma ? COMMA_CHANGED : LINE_END_CHANGED);
		from = found + breakLength(bytes, found, fromEnd);
		const written = isOfComma ? rules.comma : rules.lineEnd;
		for (let at = 0; at < written.length; at++) bytes[to++] = written[at] ?? 0;
	}
}

function refused(name: string, isOfComma: boolean): InvalidProfile {
	const character = isOfComma ? 'a comma' : 'a line end';
	return new InvalidProfile(...say(MESSAGES.refusedBreak, { attribute: shown(name), character }));
}
