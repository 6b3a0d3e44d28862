import { isUtf8 } from 'node:buffer';

import type { AttributeColumns } from './attributeColumns';
import { EncodedRow } from './encodedRow';
import { asInvalidProfile, InvalidProfile } from './invalidProfile';
import type { ProfileIdType } from './profileId';
import { recordBlocks } from './recordBlocks';
import type { ReaderFor, RecordBlock } from './recordBlocks';
import { cellTexts } from './recordReader';
import type { RecordReader } from './recordReader';
import type { RecordMemory } from './recordMemory';
import type { RowBlock } from './rowSource';
import { UnreadableFile } from './unreadableFile';
import type { InputFile } from './utf8Chunks';

/** Which cells of a record are what; read from the first record of a file. */
export interface FileLayout {
	/** How many columns the header names. */
	readonly width: number;
	/** The column of the ID, from 0. */
	readonly idColumn: number;
	/** The columns to send, each with the number of its attribute. */
	readonly picked: ReadonlyArray<{ readonly column: number; readonly attribute: number }>;
	/** Columns that are to be sent but have no name: a value in one of them can't be. */
	readonly nameless: readonly number[];
}

/** A kind of file: how its records are read, and what its header says. */
export interface FileFormat {
	readonly readerFor: ReaderFor;
	/** @throws UnreadableFile when the header can't be right */
	layoutOf(header: readonly string[], columns: AttributeColumns): FileLayout;
	/** What is to be done with a cell that holds what separates cells. */
	readonly cellAdvice: string;
	/** Whether a record may have fewer cells than the header. */
	readonly shortRows: boolean;
	/** Whether cells that hold something else than ASCII were checked to be UTF-8 with the whole piece of the file. */
	readonly rawUtf8: boolean;
}

const LINE_FEED = 0x0a;

const FILE_ADVICE =
	'Mend the row where the file comes from, or choose "Skip Them" for Invalid Rows to send the others.';

/**
 * Reads the rows of one file. Blank lines are passed over.
 *
 * @param memory is used for this file alone until it is read
 * @throws UnreadableFile when the file or its header can't be read, or has no rows
 */
export async function* fileRows(
	file: InputFile,
	format: FileFormat,
	idType: ProfileIdType,
	columns: AttributeColumns,
	memory: RecordMemory,
): AsyncGenerator<RowBlock, void, undefined> {
	const row = new EncodedRow();
	const found: { layout?: FileLayout; rows: number } = { rows: 0 };

	const nextRow = (records: RecordBlock, trusted: boolean): EncodedRow | undefined => {
		const { reader } = records;
		for (;;) {
			const line = records.next();
			if (line === 0) return undefined;
			if (isBlank(reader)) continue;
			if (found.layout === undefined) {
				found.layout = format.layoutOf(headerOf(reader, line), columns);
				continue;
			}
			found.rows++;
			row.begin(file.item, file.number, line);
			// What was not checked to be UTF-8 as a whole is checked cell by cell.
			row.invalid = fill(row, reader, found.layout, format, trusted);
			if (row.invalid === undefined) checkRow(row, idType, columns);
			return row;
		}
	};

	for await (const records of recordBlocks(file, format.readerFor, memory)) {
		const { text } = records;
		const whole = text.subarray(0, text.lastIndexOf(LINE_FEED) + 1);
		const trusted = format.rawUtf8 && isUtf8(whole);
		yield { next: () => nextRow(records, trusted) };
	}
	if (found.layout === undefined)
		throw new UnreadableFile('The file is empty', 'It needs a header and rows.');
	if (found.rows === 0) {
		throw new UnreadableFile('The file has a header but no rows', 'Check where the file comes from.');
	}
}

function isBlank({ cells, starts, ends, problem }: RecordReader): boolean {
	return cells === 1 && starts[0] === ends[0] && problem === undefined;
}

/** @throws UnreadableFile when the first record can't be a header */
function headerOf(reader: RecordReader, line: number): string[] {
	const where = `the header (line ${line})`;
	if (reader.problem !== undefined) {
		throw new UnreadableFile(
			`The file can’t be read: ${reader.problem.replace('The row', where)}`,
			'Mend it where the file comes from. A file with NUL characters is no text, or UTF-16 without a byte order mark; save it as UTF-8.',
		);
	}
	const names = cellTexts(reader);
	if (names !== undefined) return names;
	throw new UnreadableFile(`The file is not UTF-8: ${where} has bytes that are none`, 'Save it as UTF-8.');
}

/** Takes the cells of a record over into the row. @returns what is wrong with it, if anything */
function fill(
	row: EncodedRow,
	reader: RecordReader,
	{ width, idColumn, picked, nameless }: FileLayout,
	{ shortRows, cellAdvice }: FileFormat,
	trusted: boolean,
): InvalidProfile | undefined {
	if (reader.problem !== undefined) return new InvalidProfile(reader.problem, FILE_ADVICE);
	const { cells, starts, ends, bytes } = reader;
	if (cells > width || (cells < width && !shortRows)) {
		return new InvalidProfile(
			`The row has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${width}`,
			`${cellAdvice} ${FILE_ADVICE}`,
		);
	}
	if (!trusted && cellTexts(reader) === undefined) {
		return new InvalidProfile(
			'The row holds bytes that are not UTF-8',
			`Save the file as UTF-8: other encodings can’t be told apart with certainty. ${FILE_ADVICE}`,
		);
	}
	for (const column of nameless) {
		if (column < cells && starts[column] !== ends[column]) {
			return new InvalidProfile(
				`The row has a value in column ${column + 1}, which has no name in the header`,
				FILE_ADVICE,
			);
		}
	}
	row.bytes = bytes;
	row.idStart = starts[idColumn] ?? 0;
	row.idEnd = ends[idColumn] ?? 0;
	for (const { column, attribute } of picked) {
		if (column < cells) row.addCell(attribute, starts[column] ?? 0, ends[column] ?? 0);
	}
	return undefined;
}

function checkRow(row: EncodedRow, idType: ProfileIdType, columns: AttributeColumns): void {
	try {
		row.checkId(idType);
		row.checkSize(columns);
	} catch (error) {
		row.invalid = asInvalidProfile(error);
	}
}
