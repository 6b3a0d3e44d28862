import type { Survey } from '../../../profiles/batches/survey';
import { counted } from '../../../wording';
import { HINTS } from './messages';
import type { RowNames } from './rowNames';
import type { BulkSettings } from '../settings';
import { fill } from '../../../say';
import { shown } from '../../../shown';

/** Fewer rows say nothing. */
const MANY_ROWS = 1_000;

/** It is asked where there is less than one different ID in this many rows. */
const ROWS_PER_ID = 100;

/**
 * Asks whether the right column was named as the ID, where nearly all rows have the same few: a country, a segment.
 *
 * @returns undefined where there is nothing to ask
 */
export function questionAtFewIds(
	{ books, differentIds }: Survey,
	{ idField, idType }: BulkSettings,
	{ noun }: RowNames,
): string | undefined {
	const rows = books.validRows;
	if (differentIds === undefined || rows < MANY_ROWS || differentIds * ROWS_PER_ID >= rows) return undefined;
	// A batch file names the column itself.
	const column = idField === '' ? idType : idField;
	return fill(HINTS.fewIds.text, {
		ids: counted(differentIds, 'different ID'),
		rows: counted(rows, noun),
		column: shown(column),
	});
}
