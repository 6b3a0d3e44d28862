import type { Messages } from '../../say';

/** How the others are sent where some rows can’t be. */
export const SEND_OTHERS = 'choose "Skip Them" for Invalid Rows to send the others';

/** What stands behind the advice for a row that is not right in itself. */
export const MEND_ROW = `Mend the row where the file comes from, or ${SEND_OTHERS}.`;

/** What stands behind the advice for a row whose ID is not right. */
export const ID_COLUMN = 'The ID is taken from the column "{column}".';

/** What is said of a file, whatever its format is. `{header}` is where the header stands: `the header (line 1)`. */
export const MESSAGES = {
	empty: {
		text: 'The file is empty',
		advice: 'It is "{file}", of item {item}; a file needs a header at least.',
	},
	ofItem: { text: '{file} (item {item}): {message}', advice: '{advice}' },
	brokenAcrossLines: {
		text: 'The record in lines {first} to {last} is broken: {reason}',
		advice:
			'A quote is opened there, perhaps by mistake, and nothing after it can be trusted: whole rows may be in the cell. So nothing is sent, whatever Invalid Rows says. Put a cell that begins with a quote in quotes, and write each quote within it twice (""), where the file comes from.',
	},
	endsInQuotes: {
		text: 'The file ends within quotes: a quote of the record that begins in line {line} is never closed',
		advice:
			'Close it, or write a quote within a quoted cell twice (""). The file may also have been cut short.',
	},
	recordTooLong: {
		text: 'The record that begins in line {line} is longer than {most} bytes',
		advice:
			'A profile has at most 64 KB. Often a quote is opened there and never closed, or the file is not what it is said to be.',
	},
	headerBroken: { text: 'The file can’t be read: {reason}', advice: '{advice}' },
	tooManyColumns: {
		text: 'The header of the file names {columns} columns',
		advice:
			'It is line {line}. A file may have {most} columns: check that it has line ends, and that its first line is the header.',
	},
	notUtf8: {
		text: 'The file is not UTF-8: {header} has bytes that are none',
		advice: 'Save it as UTF-8.',
	},
	notUtf16: {
		text: 'The file begins as UTF-16, but is not right UTF-16 in line {line} or soon after',
		advice:
			'It may be cut in the middle of a character. Save it as UTF-8, or as UTF-16 with a byte order mark.',
	},
	headerBelow: {
		text: 'The header of the file is not its first line: the columns that are named here stand in line {line}',
		advice: 'Remove the lines above it, or have the file exported without them.',
	},
	otherHeader: {
		text: 'Line {line} is another header than line {first}: it names the ID’s column "{column}", and other columns beside it',
		advice:
			'Files with different columns can’t be read as one that was joined of them. Hand them in as several files.',
	},
} as const satisfies Messages;

/** What is said of a row of a file. */
export const ROW = {
	cells: {
		text: 'The row has {cells} cells where the header has {columns}',
		one: 'The row has {cells} cell where the header has {columns}',
		advice: `{advice} ${MEND_ROW}`,
	},
	notUtf8: {
		text: 'The row holds bytes that are not UTF-8',
		advice: `Save the file as UTF-8: other encodings can’t be told apart with certainty. ${MEND_ROW}`,
	},
	nameless: {
		text: 'The row has a value in column {column}, which has no name in the header',
		advice:
			'Give the column a name in the header; have it exported without it, where it numbers the rows (pandas: index=False, R: row.names=FALSE); or choose the columns to send (Attributes to Send).',
	},
} as const satisfies Messages;

/** What is said of a file that is no text. */
export const NO_TEXT = {
	zip: {
		text: 'The file is a ZIP archive or an Excel workbook, not text',
		advice: 'Unpack it with n8n’s Compression node, or turn a workbook into CSV, before this node.',
	},
	emptyZip: {
		text: 'The file is an empty ZIP archive, not text',
		advice: 'Check the node that makes it.',
	},
	gzip: {
		text: 'The file is compressed with gzip, not text',
		advice: 'Unpack it with n8n’s Compression node before this node.',
	},
	pdf: {
		text: 'The file is a PDF, not text',
		advice: 'Hand in a CSV file or an Adobe batch file.',
	},
	oldExcel: { text: 'The file is an old Excel workbook, not text', advice: 'Save it as CSV.' },
} as const satisfies Messages;

/** What is said of a file of another kind than was chosen. */
export const OTHER_KIND = {
	json: {
		text: 'The file is JSON, not {expected}',
		advice:
			'Make items of it, e.g. with n8n’s Extract From File node, and choose Input Items as the source; or have it exported as CSV.',
	},
	xml: {
		text: 'The file is XML or a web page, not {expected}',
		advice: 'Look into it: where a download fails, a page that says so often comes in place of the file.',
	},
	batchFile: {
		text: 'The file is an Adobe batch file, not {expected}',
		advice: 'Choose Adobe Batch File as the file format.',
	},
} as const satisfies Messages;
