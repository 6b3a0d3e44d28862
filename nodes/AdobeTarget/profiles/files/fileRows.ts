import { isUtf8 } from 'node:buffer';

import { ValueRules } from '../attributes/valueRules';
import { EncodedRow } from '../rows/encodedRow';
import { isTooLarge } from '../rows/profileSize';
import type { InvalidProfile } from '../invalidProfile';
import { brokenAcrossLines } from './brokenRecord';
import type { FileFormat, FileLayout } from './fileFormat';
import { layoutOf } from './header';
import { HeaderAgain } from './headerAgain';
import { MESSAGES } from './messages';
import { recordBlocks } from './recordBlocks';
import type { RecordBlock } from './recordBlocks';
import type { RecordReader } from './recordReader';
import type { RecordMemory } from './recordMemory';
import { checkRow, isEmpty, looksLikeRow, takeCells } from './rowOfRecord';
import type { Findings } from '../findings';
import type { RowBlock, RowRules } from '../rows/rowSource';
import { UnreadableFile } from '../unreadableFile';
import type { InputFile } from './utf8Chunks';
import { say } from '../../say';
import { shown } from '../../shown';

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
	rules: RowRules,
	memory: RecordMemory,
	findings: Findings,
): AsyncGenerator<RowBlock, void, undefined> {
	const reading = new FileReading(file, format, rules, findings);
	for await (const records of recordBlocks(file, format, memory)) {
		const { reader, text } = records;
		const wholeRecords = text.subarray(0, text.lastIndexOf(reader.lineEnd) + 1);
		const isRightUtf8 = format.rawUtf8 && isUtf8(wholeRecords);
		yield { next: () => reading.nextRow(records, isRightUtf8) };
	}
	reading.end();
}

/** What the first record of a file says of the others. */
interface Header {
	readonly layout: FileLayout;
	/** Knows it again further down. */
	readonly again: HeaderAgain;
	/** Whether several parts of a row come from one column, so that they are the same bytes. */
	readonly sharesColumns: boolean;
}

/** How far a file is read: its header, and then its rows. */
class FileReading {
	private readonly row = new EncodedRow();

	private readonly values: ValueRules;

	private header: Header | undefined;

	/** Whether the record before this one was the header. */
	private isUnderHeader = false;

	private rows = 0;

	constructor(
		private readonly file: InputFile,
		private readonly format: FileFormat,
		private readonly rules: RowRules,
		private readonly findings: Findings,
	) {
		this.values = rules.values ?? new ValueRules();
	}

	/**
	 * The next row of a block, as of {@link RowBlock.next}.
	 *
	 * @param isRightUtf8 whether the whole block is UTF-8; where not, each row is checked
	 */
	nextRow(records: RecordBlock, isRightUtf8: boolean): EncodedRow | undefined {
		const { reader } = records;
		for (let line = records.next(); line !== 0; line = records.next()) {
			if (isEmpty(reader)) continue;
			if (this.header === undefined) this.readHeader(records, line);
			else if (!this.isPassedOver(reader, line, this.header.again)) {
				return this.readRow(records, line, this.header, isRightUtf8);
			}
		}
		return undefined;
	}

	/** All of the file is read. @throws UnreadableFile when it had no header */
	end(): void {
		if (this.header === undefined) {
			const { name, item } = this.file;
			throw new UnreadableFile(...say(MESSAGES.empty, { file: shown(name), item }));
		}
		if (this.rows === 0) this.findings.add('fileWithoutRows');
	}

	private readHeader(records: RecordBlock, line: number): void {
		const layout = layoutOf(records, line, this.format, this.rules.columns);
		const again = new HeaderAgain(records.reader, layout.idColumn, line);
		this.header = { layout, again, sharesColumns: sharesColumns(layout) };
		this.findings.add('trimmedColumn', layout.trimmedNames);
		this.isUnderHeader = true;
	}

	/** Whether a record is no row: the header once more, or what underlines it. */
	private isPassedOver(reader: RecordReader, line: number, again: HeaderAgain): boolean {
		if (again.is(reader, line)) {
			this.findings.add('headerAgain');
			this.isUnderHeader = true;
			return true;
		}
		if (!this.isUnderHeader) return false;
		this.isUnderHeader = false;
		if (!this.format.mayBeUnderlined || !again.isUnderlinedBy(reader)) return false;
		this.findings.add('underline');
		return true;
	}

	private readRow(
		records: RecordBlock,
		line: number,
		{ layout, sharesColumns: isShared }: Header,
		isRightUtf8: boolean,
	): EncodedRow {
		const { row, findings } = this;
		const { columns, idType, share } = this.rules;
		this.rows++;
		row.begin(this.file.item, this.file.number, line);
		row.invalid = takeCells(row, records.reader, layout, this.format, isRightUtf8);
		const hasItsCells = row.invalid === undefined;
		if (hasItsCells) {
			// What replaces a comma or a line end in one cell would else write over another, or over the ID.
			if (isShared) row.takeOver();
			row.invalid = checkRow(row, idType, layout.idName, columns, this.values);
		}
		if (row.invalid !== undefined && records.reader.lines > 1) {
			this.refuseLostRows(row.invalid, records, hasItsCells, layout);
		}
		share?.mark(row);
		if (row.invalid === undefined && !row.isOfOtherShare) row.tellFindings(findings, columns);
		return row;
	}

	/** @throws UnreadableFile when others may be lost in an invalid row that spans lines */
	private refuseLostRows(
		reason: InvalidProfile,
		records: RecordBlock,
		hasItsCells: boolean,
		layout: FileLayout,
	): void {
		const { lines } = records.reader;
		// With all its cells, and an ID that is wrong, it may be just a row without one; unless its last line could be a row.
		const isOnlyId = hasItsCells && !isTooLarge(this.row, this.rules.columns);
		if (isOnlyId && !(records.readLastLine() && looksLikeRow(records.reader, layout))) return;
		throw brokenAcrossLines(reason, this.row.line, lines);
	}
}

/** Whether the ID and an attribute, or several attributes, are of one column, so that they are the same bytes. */
function sharesColumns({ idColumn, picked }: FileLayout): boolean {
	return new Set([idColumn, ...picked.map(({ column }) => column)]).size <= picked.length;
}
