import type { Messages } from '../../../say';

const IN_QUOTES = 'A line end within a value has to stand in quotes.';

const KNOWN_DELIMITERS = 'Commas, semicolons, tabs and pipes are known between columns';

const HAS_COLUMNS = `Its header names {columns}. ${KNOWN_DELIMITERS}; the option Delimiter says which it is.`;

const PLAIN_NAMES = 'Columns of a batch file carry the plain names of attributes, each once.';

/** What is said of a CSV file. */
export const CSV = {
	noColumn: { text: 'The file has no column "{column}"', advice: HAS_COLUMNS },
	otherColumn: { text: 'The file has no column "{column}", but "{near}"', advice: HAS_COLUMNS },
	columnTwice: {
		text: '"{column}" is meant twice: by columns {columns} of the file',
		advice: 'Give each column a name of its own in the header, or leave out all but one of them.',
	},
	otherDelimiter: {
		text: 'The first line of the file says that "{delimiter}" stands between its columns',
		advice: `${KNOWN_DELIMITERS}. Have it exported with one of them.`,
	},
} as const satisfies Messages;

/** What is said of an Adobe batch file. */
export const BATCH_FILE = {
	noPrefix: {
		text: 'The file does not begin with "batch="',
		advice:
			'An Adobe batch file does, without anything before it. For a table with a header, choose CSV as the file format.',
	},
	looksLikeCsv: {
		text: 'The file does not begin with "batch=", and looks like CSV',
		advice: 'For a table with a header, choose CSV as the file format.',
	},
	otherIdType: {
		text: 'The first column of the file is "{column}", and the ID type here is "{idType}" ({choice})',
		advice:
			'The first column of a batch file holds the ID and is named pcId or thirdPartyId. Choose the ID type that the file has.',
	},
	columnWithoutName: { text: 'Column {number} of the file has no name', advice: PLAIN_NAMES },
	columnWithProfile: {
		text: 'Column {number} of the file begins with "profile.": "{column}"',
		advice: PLAIN_NAMES,
	},
	columnTwice: {
		text: 'Column {number} of the file has a name that is there twice: "{column}"',
		advice: PLAIN_NAMES,
	},
} as const satisfies Messages;

/** What is wrong with a record. It may be a row or the header: `The row` is what changes there. */
export const RECORD = {
	loneReturn: {
		text: 'The row has a carriage return without a line feed after it',
		advice: `Lines end with LF or CRLF, or all of them with CR. ${IN_QUOTES}`,
	},
	loneFeed: {
		text: 'The row has a line feed, and the lines of the file end with carriage returns',
		advice: `The lines of a file all end in one way. ${IN_QUOTES}`,
	},
	nul: {
		text: 'The row holds a NUL character, which no text has',
		advice:
			'Remove it. A file that is full of them is no text, or UTF-16 without a byte order mark; save that as UTF-8.',
	},
	afterQuote: {
		text: 'The row has text between a closing quote and the end of its cell',
		advice:
			'A cell that begins with a quote ends with one, right before the delimiter. A quote within it is written twice ("").',
	},
	badEscape: {
		text: 'The row has a "%" without two hexadecimal digits after it',
		advice: 'A percent sign that stands for itself is written as %25 in a batch file.',
	},
	joined: {
		text: 'A row of the file has the header of another batch file at its end: "{line}"',
		advice:
			'Two files were joined where the first has no line end at its end. Hand them in as several files.',
	},
	rawByte: {
		text: 'The row has a raw {byte}, which has to be written as %{hex} in a batch file',
		advice: 'It has a meaning of its own there, so what was meant by it can’t be known.',
	},
} as const satisfies Messages;

/** What is wrong with a header whose names have quotes behind white space, and what helps. */
export const SPACE_BEFORE_QUOTE = {
	reason: 'the header has white space before a quote, in column {column}',
	advice:
		'A quote opens a cell only where it is its first character. Here it would be a part of the name, and quotes of values. Have the file exported without white space between its cells.',
} as const;

/** What helps where a row has more cells or fewer than the header. */
export const CELLS = {
	csv: 'A cell that holds the delimiter or a line end has to stand in quotes.',
	batchFile: 'A comma within a value has to be written as %2C in a batch file.',
} as const;
