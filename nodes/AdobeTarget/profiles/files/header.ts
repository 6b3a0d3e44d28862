import type { AttributeColumns } from '../rows/attributeColumns';
import type { FileFormat, FileLayout } from './fileFormat';
import { MESSAGES } from './messages';
import type { RecordBlock } from './recordBlocks';
import { cellTexts, HEAD_BYTES } from './recordReader';
import type { RecordReader } from './recordReader';
import { say } from '../../say';
import { asUnreadableFile, UnreadableFile } from '../unreadableFile';
import { MOST_TITLES } from './formats/delimiters';

/** Tables end at some ten thousand columns: a spreadsheet has 16,384. More are a sign of a broken file. */
const MOST_COLUMNS = 20_000;

/**
 * What the header says, which is the record that was read last.
 *
 * @param records those of the beginning of the file
 * @param line where the header begins
 * @throws UnreadableFile when it can't be a header: it says what the file is instead, where that is known
 */
export function layoutOf(
	records: RecordBlock,
	line: number,
	format: FileFormat,
	columns: AttributeColumns,
): FileLayout {
	const layout = layoutOrProblem(records.reader, line, format, columns);
	if (!(layout instanceof UnreadableFile)) return layout;
	const head = records.text.toString('latin1', 0, HEAD_BYTES);
	throw format.otherKind(head) ?? headerBelow(records, format, columns) ?? layout;
}

/** What a record says as a header, or why it can't be one. */
function layoutOrProblem(
	reader: RecordReader,
	line: number,
	format: FileFormat,
	columns: AttributeColumns,
): FileLayout | UnreadableFile {
	try {
		return format.layoutOf(namesOf(reader, line), columns);
	} catch (error) {
		return asUnreadableFile(error);
	}
}

/** @throws UnreadableFile when the record can't be a header */
function namesOf(reader: RecordReader, line: number): string[] {
	const last = line + reader.lines - 1;
	const header = `the header (${last === line ? `line ${line}` : `lines ${line} to ${last}`})`;
	if (reader.problem !== undefined) {
		const [problem, advice] = reader.problem;
		const reason = problem.replace('The row', header);
		throw new UnreadableFile(...say(MESSAGES.headerBroken, { reason, advice }));
	}
	if (reader.cells > MOST_COLUMNS) {
		throw new UnreadableFile(
			...say(MESSAGES.tooManyColumns, { columns: reader.cells, line, most: MOST_COLUMNS }),
		);
	}
	const names = cellTexts(reader);
	if (names !== undefined) return names;
	throw new UnreadableFile(...say(MESSAGES.notUtf8, { header }));
}

/** Exports for people have titles above their header: one of the next lines may be it. */
function headerBelow(
	records: RecordBlock,
	format: FileFormat,
	columns: AttributeColumns,
): UnreadableFile | undefined {
	let cells = 0;
	for (let seen = 0; seen < MOST_TITLES; seen++) {
		const line = records.next();
		cells += records.reader.cells;
		// To look at twenty headers of very many columns would hold n8n up.
		if (line === 0 || cells > MOST_COLUMNS) return undefined;
		if (layoutOrProblem(records.reader, line, format, columns) instanceof UnreadableFile) continue;
		return new UnreadableFile(...say(MESSAGES.headerBelow, { line }));
	}
	return undefined;
}
