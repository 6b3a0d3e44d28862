import type { AttributeColumns } from '../rows/attributeColumns';
import type { ValueRules } from '../attributes/valueRules';
import { checkId } from '../rows/encodedId';
import type { EncodedRow } from '../rows/encodedRow';
import { checkSize } from '../rows/profileSize';
import { asInvalidProfile, InvalidProfile } from '../invalidProfile';
import type { ProfileIdType } from '../profileId';
import type { FileFormat, FileLayout } from './fileFormat';
import { ID_COLUMN, MEND_ROW, ROW } from './messages';
import { cellTexts, isEmptyFrom } from './recordReader';
import type { RecordReader } from './recordReader';
import { applyBreakRules } from '../rows/applyBreakRules';
import { fill, say, sayCount } from '../../say';
import { shown } from '../../shown';

/** A space, as a cell has it. */
const SPACE = '%20';

/** Whether a record has nothing in any cell, as a blank line, or a row that a spreadsheet has left. */
export function isEmpty(reader: RecordReader): boolean {
	return reader.starts[0] === reader.ends[0] && reader.problem === undefined && isEmptyFrom(reader, 0);
}

/** Takes the cells of a record over into the row. @returns what is wrong with it, if anything */
export function takeCells(
	row: EncodedRow,
	reader: RecordReader,
	{ width, leastCells, idColumn, picked, nameless }: FileLayout,
	{ cellAdvice }: FileFormat,
	isRightUtf8: boolean,
): InvalidProfile | undefined {
	if (reader.problem !== undefined) {
		const [message, advice] = reader.problem;
		return new InvalidProfile(message, `${advice} ${MEND_ROW}`);
	}
	const { cells, starts, ends } = reader;
	if (cells < leastCells || (cells > width && !isEmptyFrom(reader, width))) {
		return new InvalidProfile(...sayCount(ROW.cells, cells, { cells, columns: width, advice: cellAdvice }));
	}
	if (!isRightUtf8 && cellTexts(reader, width) === undefined) {
		return new InvalidProfile(...say(ROW.notUtf8));
	}
	for (const column of nameless) {
		if (column < cells && starts[column] !== ends[column]) {
			return new InvalidProfile(...say(ROW.nameless, { column: column + 1 }));
		}
	}
	row.borrow(reader, starts[idColumn] ?? 0, ends[idColumn] ?? 0);
	for (const { column, attribute } of picked) {
		if (column < cells) row.addCell(attribute, starts[column] ?? 0, ends[column] ?? 0);
	}
	return undefined;
}

/** Checks the ID and the values of a row that has its cells. @returns what is wrong with it, if anything */
export function checkRow(
	row: EncodedRow,
	idType: ProfileIdType,
	idName: string,
	columns: AttributeColumns,
	rules: ValueRules,
): InvalidProfile | undefined {
	try {
		checkId(row, idType);
	} catch (error) {
		return asInvalidProfile(error).saying(fill(ID_COLUMN, { column: shown(idName) }));
	}
	try {
		row.dropEmptyValues(rules);
		checkSize(row, columns);
		applyBreakRules(row, rules.breaks, columns);
		return undefined;
	} catch (error) {
		return asInvalidProfile(error);
	}
}

/**
 * Whether a line within quotes may be a row that was swallowed. Prose has commas too, but a space after each, with which
 * no cell of a table begins.
 */
export function looksLikeRow(
	{ cells, starts, ends, bytes }: RecordReader,
	{ width, leastCells, idColumn }: FileLayout,
): boolean {
	if (cells < leastCells || cells > width || starts[idColumn] === ends[idColumn]) return false;
	for (let cell = 1; cell < cells; cell++) {
		const start = starts[cell] ?? 0;
		if (bytes.toString('latin1', start, start + SPACE.length) === SPACE && start < (ends[cell] ?? 0))
			return false;
	}
	return true;
}
