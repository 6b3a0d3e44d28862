import { isUtf8 } from 'node:buffer';

import type { AttributeColumns } from '../rows/attributeColumns';
import { ValueRules } from '../attributes/valueRules';
import { checkId } from '../rows/encodedId';
import { EncodedRow } from '../rows/encodedRow';
import { checkSize, isTooLarge } from '../rows/profileSize';
import { asInvalidProfile, InvalidProfile } from '../invalidProfile';
import type { ProfileIdType } from '../profileId';
import { brokenAcrossLines } from './brokenRecord';
import type { FileFormat, FileLayout } from './fileFormat';
import { layoutOf } from './header';
import { HeaderAgain } from './headerAgain';
import { ID_COLUMN, MEND_ROW, MESSAGES, ROW } from './messages';
import { recordBlocks } from './recordBlocks';
import type { RecordBlock } from './recordBlocks';
import { cellTexts, isEmptyFrom } from './recordReader';
import type { RecordReader } from './recordReader';
import type { RecordMemory } from './recordMemory';
import type { Findings } from '../findings';
import { checkBreaks } from '../rows/withoutBreaks';
import type { RowBlock, RowRules } from '../rows/rowSource';
import { UnreadableFile } from '../unreadableFile';
import type { InputFile } from './utf8Chunks';
import { fill, say, sayCount } from '../../say';
import { shown } from '../../shown';

/** As a cell has it. */
const SPACE = '%20';

/**
 * Reads the rows of one file. Lines without anything in their cells are passed over, and so is the header where it comes
 * again or is underlined.
 *
 * @param memory is used for this file alone until it is read
 * @param findings takes up what is found in the rows that are sent, and beside them
 * @throws UnreadableFile when the file or its header can't be read, or a record is broken that others may be lost in
 */
export async function* fileRows(
	file: InputFile,
	format: FileFormat,
	{ idType, columns, values: rules = new ValueRules(), share }: RowRules,
	memory: RecordMemory,
	findings: Findings,
): AsyncGenerator<RowBlock, void, undefined> {
	const row = new EncodedRow();
	const found: { layout?: FileLayout; header?: HeaderAgain; rows: number } = { rows: 0 };
	let isShared = false;
	let isUnderHeader = false;

	const nextRow = (records: RecordBlock, isRightUtf8: boolean): EncodedRow | undefined => {
		const { reader } = records;
		for (;;) {
			const line = records.next();
			if (line === 0) return undefined;
			if (isEmpty(reader)) continue;
			if (found.layout === undefined || found.header === undefined) {
				found.layout = layoutOf(records, line, format, columns);
				found.header = new HeaderAgain(reader, found.layout.idColumn, line);
				isShared = sharesColumns(found.layout);
				findings.add('trimmedColumn', found.layout.trimmedNames);
				isUnderHeader = true;
				continue;
			}
			if (found.header.is(reader, line)) {
				findings.add('headerAgain');
				isUnderHeader = true;
				continue;
			}
			if (isUnderHeader) {
				isUnderHeader = false;
				if (format.mayBeUnderlined && found.header.isUnderlinedBy(reader)) {
					findings.add('underline');
					continue;
				}
			}
			found.rows++;
			row.begin(file.item, file.number, line);
			// A block that is not UTF-8 as a whole is checked cell by cell.
			row.invalid = takeCells(row, reader, found.layout, format, isRightUtf8);
			const hasItsCells = row.invalid === undefined;
			// What replaces a comma or a line end in one cell would else write over another, or over the ID.
			if (hasItsCells && isShared) row.takeOver();
			if (hasItsCells) checkRow(row, idType, found.layout.idName, columns, rules);
			if (row.invalid !== undefined && reader.lines > 1)
				checkLines(row.invalid, records, hasItsCells, found.layout);
			share?.mark(row);
			if (row.invalid === undefined && !row.isOfOtherShare) row.tellFindings(findings, columns);
			return row;
		}
	};

	/** @throws UnreadableFile when others may be lost in an invalid row that spans lines */
	const checkLines = (
		reason: InvalidProfile,
		records: RecordBlock,
		hasItsCells: boolean,
		layout: FileLayout,
	): void => {
		const { lines } = records.reader;
		// With all its cells, and an ID that is wrong, it may be just a row without one; unless its last line could be a row.
		const isOnlyId = hasItsCells && !isTooLarge(row, columns);
		if (isOnlyId && !(records.readLastLine() && looksLikeRow(records.reader, layout))) return;
		throw brokenAcrossLines(reason, row.line, lines);
	};

	for await (const records of recordBlocks(file, format, memory)) {
		const { reader, text } = records;
		const wholeRecords = text.subarray(0, text.lastIndexOf(reader.lineEnd) + 1);
		const isRightUtf8 = format.rawUtf8 && isUtf8(wholeRecords);
		yield { next: () => nextRow(records, isRightUtf8) };
	}
	if (found.layout === undefined) {
		throw new UnreadableFile(...say(MESSAGES.empty, { file: shown(file.name), item: file.item }));
	}
	if (found.rows === 0) findings.add('fileWithoutRows');
}

/** Whether the ID and an attribute, or several attributes, are of one column, so that they are the same bytes. */
function sharesColumns({ idColumn, picked }: FileLayout): boolean {
	return new Set([idColumn, ...picked.map(({ column }) => column)]).size <= picked.length;
}

/** Whether a record has nothing in any cell, as a blank line, or a row that a spreadsheet has left. */
function isEmpty(reader: RecordReader): boolean {
	return reader.starts[0] === reader.ends[0] && reader.problem === undefined && isEmptyFrom(reader, 0);
}

/** Takes the cells of a record over into the row. @returns what is wrong with it, if anything */
function takeCells(
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

function checkRow(
	row: EncodedRow,
	idType: ProfileIdType,
	idName: string,
	columns: AttributeColumns,
	rules: ValueRules,
): void {
	try {
		checkId(row, idType);
	} catch (error) {
		row.invalid = asInvalidProfile(error).saying(fill(ID_COLUMN, { column: shown(idName) }));
		return;
	}
	try {
		row.checkValues(rules);
		checkSize(row, columns);
		checkBreaks(row, rules.breaks, columns);
	} catch (error) {
		row.invalid = asInvalidProfile(error);
	}
}

/**
 * Whether a line within quotes may be a row that was swallowed. Prose has commas too, but spaces after them, before which
 * a quote would not be one that opens a cell.
 */
function looksLikeRow(
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
