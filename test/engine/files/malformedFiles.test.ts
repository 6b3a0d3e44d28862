import { ReadStream } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runFile } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

/** Milliseconds that a file may take, which is thousands of times what most of them do. */
const SOON = 5_000;

const BYTE_ORDER_MARK = '\ufeff';
const LATIN1 = 'latin1';

function utf16le(text: string): Buffer {
	return Buffer.from(text, 'utf16le');
}

function utf16be(text: string): Buffer {
	return utf16le(text).swap16();
}

function utf32le(text: string): Buffer {
	return Buffer.from(Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0).buffer);
}

/** Bytes without any order, the same each time. */
function noise(length: number, seed: number): Buffer {
	let state = seed;
	return Buffer.from(
		Array.from({ length }, () => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return state >>> 24;
		}),
	);
}

function signed(hex: string, rest: Buffer = noise(2_000, 7)): Buffer {
	return Buffer.concat([Buffer.from(hex, 'hex'), rest]);
}

type Content = string | Buffer;

/** A file whose fault is the file's. */
type BadFile = readonly [
	what: string,
	content: Content,
	message: string | RegExp,
	parameters?: INodeParameters,
];

/** A row between good ones whose fault is its own. */
type BadRow = readonly [what: string, row: Content, reason: string | RegExp];

const NO_ID = 'The file has no column "id"';
const EMPTY = 'The file is empty';
const NO_VALUES = 'No row has a value for any attribute';
const NUL_IN_HEADER = 'The file can’t be read: the header (line 1) holds a NUL character, which no text has';
const HEADER_NOT_UTF8 = 'The file is not UTF-8: the header (line 1) has bytes that are none';
const HEADER_AFTER_QUOTE =
	'The file can’t be read: the header (line 1) has text between a closing quote and the end of its cell';
const HEADER_LONE_RETURN =
	'The file can’t be read: the header (line 1) has a carriage return without a line feed after it';
const JSON_FILE = 'The file is JSON, not CSV';
const XML_FILE = 'The file is XML or a web page, not CSV';
const LOOKS_LIKE_CSV = 'The file does not begin with "batch=", and looks like CSV';
const ZIP = 'The file is a ZIP archive or an Excel workbook, not text';
const NO_HEADER_OF_TEXT =
	/^The file (?:can’t be read: the header \(line 1\) .|is not UTF-8: the header \(line 1\) )/;

function broken16(line: number): string {
	return `The file begins as UTF-16, but is not right UTF-16 in line ${line} or soon after`;
}

function headerIn(line: number): string {
	return `The header of the file is not its first line: the columns that are named here stand in line ${line}`;
}

function unclosed(line: number): string {
	return `The file ends within quotes: a quote of the record that begins in line ${line} is never closed`;
}

function tooLong(line: number): string {
	return `The record that begins in line ${line} is longer than 1048576 bytes`;
}

const BAD_CSV_FILES: readonly BadFile[] = [
	['nothing', '', EMPTY],
	['only a UTF-8 byte order mark', BYTE_ORDER_MARK, EMPTY],
	['only a UTF-16LE byte order mark', utf16le(BYTE_ORDER_MARK), EMPTY],
	['only a UTF-16BE byte order mark', utf16be(BYTE_ORDER_MARK), EMPTY],
	['only a line end', '\n', EMPTY],
	['only blank lines', '\n\r\n\n\r\n', EMPTY],
	['only empty cells', ',,\n,,\n', EMPTY],
	['only what Excel says of its delimiter', 'sep=;\n', EMPTY],
	['values in no row', 'id,tier\nc1,\nc2,""\n', NO_VALUES],
	['the ID’s column alone', 'id\nc1\nc2\n', NO_VALUES],

	['a ZIP archive', signed('504b0304', deflateRawSync('id,tier\nc1,gold\n')), ZIP],
	['an Excel workbook', signed('504b030414000600', Buffer.from('[Content_Types].xml')), ZIP],
	[
		'an empty ZIP archive',
		signed('504b0506', Buffer.alloc(18)),
		'The file is an empty ZIP archive, not text',
	],
	['gzip', gzipSync('id,tier\nc1,gold\n'), 'The file is compressed with gzip, not text'],
	[
		'the first two bytes of gzip',
		signed('1f8b', Buffer.alloc(0)),
		'The file is compressed with gzip, not text',
	],
	['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'The file is a PDF, not text'],
	['an old Excel workbook', signed('d0cf11e0a1b11ae1'), 'The file is an old Excel workbook, not text'],
	['a PNG picture', signed('89504e470d0a1a0a0000000d49484452'), NO_HEADER_OF_TEXT],
	['a JPEG picture', signed('ffd8ffe000104a464946'), NO_HEADER_OF_TEXT],
	['an SQLite database', signed('53514c69746520666f726d6174203300'), NO_HEADER_OF_TEXT],
	['Parquet', signed('5041523115041500'), NO_HEADER_OF_TEXT],
	['Zstandard', signed('28b52ffd'), NO_HEADER_OF_TEXT],
	['a program', signed('7f454c460201010000000000'), NO_HEADER_OF_TEXT],
	['NULs alone', Buffer.alloc(5_000), NUL_IN_HEADER],
	['noise', noise(5_000, 1), NO_HEADER_OF_TEXT],
	['other noise', noise(5_000, 2), NO_HEADER_OF_TEXT],
	['long noise', noise(300_000, 3), NO_HEADER_OF_TEXT],

	['JSON', '[{"id":"c1","tier":"gold"},\n{"id":"c2"}]', JSON_FILE],
	['JSON lines', '{"id":"c1","tier":"gold"}\n{"id":"c2","tier":"silver"}\n', JSON_FILE],
	['XML', '<?xml version="1.0"?>\n<customers><customer id="c1"/></customers>\n', XML_FILE],
	['a page', '<!DOCTYPE html>\n<html><body>Not found</body></html>\n', XML_FILE],
	['a batch file', 'batch=thirdPartyId,tier\nc1,gold\n', 'The file is an Adobe batch file, not CSV'],

	['no ID column', 'customer,tier\nc1,gold\n', NO_ID],
	['no header', 'c1,gold\nc2,silver\n', NO_ID],
	['the ID’s name in capitals', 'ID,tier\nc1,gold\n', `${NO_ID}, but "ID"`],
	['a delimiter that is not known', 'id^tier\nc1^gold\n', NO_ID],
	['a line before the header', 'Customers of May\nid,tier\nc1,gold\n', headerIn(2)],
	['two ID columns', 'id,tier,id\nc1,gold,c2\n', '"id" is meant twice: by columns 1 and 3 of the file'],
	[
		'a column twice',
		'id,tier,city,tier\nc1,a,b,c\n',
		'"tier" is meant twice: by columns 2 and 4 of the file',
	],
	[
		'a column with and without "profile."',
		'id,tier,profile.tier\nc1,a,b\n',
		'"profile.tier" is meant twice: by columns 2 and 3 of the file',
	],
	[
		'no column of a selected name',
		'id,tier\nc1,gold\n',
		'The file has no column "city"',
		{ attributesMode: 'selected', fields: 'tier, city' },
	],
	[
		'no column of a mapped name',
		'id,tier\nc1,gold\n',
		'The file has no column "city"',
		{
			attributesMode: 'define',
			attributeMapping: { values: [{ attribute: 'town', field: 'city' }] },
		},
	],

	['a lone quote', '"', unclosed(1)],
	['a header whose quote is cut', 'id,"tier', unclosed(1)],
	['a header whose quote swallows the file', 'id,"tier\nc1,gold\nc2,silver\n', unclosed(1)],
	['an ID whose quote is cut', 'id,tier\nc1,gold\n"c2', unclosed(3)],
	['a value whose quote is cut', 'id,tier\nc1,gold\nc2,"sil', unclosed(3)],
	['a value that is cut after its quote', 'id,tier\nc1,gold\nc2,"', unclosed(3)],
	['a value that is cut after a doubled quote', 'id,tier\nc1,gold\nc2,"a""', unclosed(3)],
	['a value that is cut after a delimiter in quotes', 'id,tier\nc1,gold\nc2,"a,', unclosed(3)],
	['a value that is cut after a line end in quotes', 'id,tier\nc1,gold\nc2,"a\n', unclosed(3)],
	['a value that is cut in CRLF in quotes', 'id,tier\nc1,gold\nc2,"a\r', unclosed(3)],
	[
		'a value that is cut in a character in quotes',
		signed('69642c740a312c22c3', Buffer.alloc(0)),
		unclosed(2),
	],
	['a quote that swallows the rows after it', 'id,tier\nc1,gold\nc2,"sil\nc3,gold\nc4,gold\n', unclosed(3)],
	['three quotes where four are meant', 'id,tier\nc1,"""\nc2,gold\n', unclosed(2)],
	['a cut quote after cells of several lines', 'id,tier\nc1,"a\nb\nc"\nc2,"sil', unclosed(5)],
	['a cut quote in UTF-16', utf16le(`${BYTE_ORDER_MARK}id;tier\nc1;gold\nc2;"sil`), unclosed(3)],
	['text after a quote in the header', '"id"x,tier\nc1,gold\n', HEADER_AFTER_QUOTE],
	['a space after a quote in the header', '"id" ,"tier"\nc1,gold\n', HEADER_AFTER_QUOTE],

	['NUL in the header', 'id,ti\0er\nc1,gold\n', NUL_IN_HEADER],
	['NUL in quotes in the header', 'id,"ti\0er"\nc1,gold\n', NUL_IN_HEADER],
	['a carriage return in the header', 'id,ti\rer\nc1,gold\n', HEADER_LONE_RETURN],
	['CR CR LF as its line ends', 'id,tier\r\r\nc1,gold\r\r\n', HEADER_LONE_RETURN],

	['Latin-1 in its header', Buffer.from('id,Straße\nc1,gold\n', LATIN1), HEADER_NOT_UTF8],
	['an overlong NUL in its header', signed('69642cc0800a', Buffer.from('c1,gold\n')), HEADER_NOT_UTF8],
	['a cut character in its header', signed('69642ce2820a', Buffer.from('c1,gold\n')), HEADER_NOT_UTF8],
	['EBCDIC', signed('89846ba3898599', Buffer.from('\x15\xc3\xf1', LATIN1)), HEADER_NOT_UTF8],
	['UTF-16LE without a byte order mark', utf16le('id,tier\nc1,gold\n'), NUL_IN_HEADER],
	['UTF-16BE without a byte order mark', utf16be('id,tier\nc1,gold\n'), NUL_IN_HEADER],
	['UTF-32LE', utf32le('id,tier\nc1,gold\n'), NUL_IN_HEADER],
	['UTF-32LE with a byte order mark', utf32le(`${BYTE_ORDER_MARK}id,tier\nc1,gold\n`), NUL_IN_HEADER],
	[
		'UTF-32BE with a byte order mark',
		utf32le(`${BYTE_ORDER_MARK}id,tier\nc1,gold\n`).swap32(),
		NUL_IN_HEADER,
	],
	[
		'UTF-16LE that is cut in a character',
		utf16le(`${BYTE_ORDER_MARK}id,tier\nc1,gold`).subarray(0, -1),
		broken16(2),
	],
	[
		'UTF-16BE that is cut in a character',
		utf16be(`${BYTE_ORDER_MARK}id,tier\nc1,gold`).subarray(0, -1),
		broken16(2),
	],
	['UTF-16LE with half a pair', utf16le(`${BYTE_ORDER_MARK}id,tier\nc1,a\ud83db\n`), broken16(1)],
	['UTF-16LE with the other half', utf16le(`${BYTE_ORDER_MARK}id,tier\nc1,a\ude00b\n`), broken16(1)],
	['UTF-16BE with half a pair', utf16be(`${BYTE_ORDER_MARK}id,tier\nc1,a\ud83db\n`), broken16(1)],
	['UTF-16LE that ends in half a pair', utf16le(`${BYTE_ORDER_MARK}id,tier\nc1,a\ud83d`), broken16(2)],
	['ASCII after a UTF-16 byte order mark', signed('fffe', Buffer.from('id,tier\nc1,gold\n')), NO_ID],

	['a long line in the header', `id,${'x'.repeat(1_100_000)}\nc1,gold\n`, tooLong(1)],
	['a long line without a line end', 'x'.repeat(1_100_000), tooLong(1)],
	['a long row', `id,tier\nc1,gold\nc2,${'x'.repeat(1_100_000)}\nc3,gold\n`, tooLong(3)],
	['a long cell in quotes', `id,tier\nc1,"${'x\n'.repeat(550_000)}"\nc3,gold\n`, tooLong(2)],
	['an early quote in a long file', `id,tier\nc1,"gold\n${'c2,silver\n'.repeat(110_000)}`, tooLong(2)],
	['a long row of delimiters', `id,tier\nc1,gold\n${','.repeat(1_100_000)}\n`, tooLong(3)],
];

const BAD_BATCH_FILES: readonly BadFile[] = [
	['nothing', '', EMPTY],
	['only a byte order mark', BYTE_ORDER_MARK, EMPTY],
	[
		'only "batch="',
		'batch=',
		'The first column of the file is "", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	['values in no row', 'batch=thirdPartyId,tier\nc1,\nc2\n', NO_VALUES],
	...[
		['"BATCH="', 'BATCH=thirdPartyId,tier\nc1,gold\n'],
		['"batch ="', 'batch =thirdPartyId,tier\nc1,gold\n'],
		['quotes around "batch="', '"batch=thirdPartyId",tier\nc1,gold\n'],
		['a blank line before "batch="', '\nbatch=thirdPartyId,tier\nc1,gold\n'],
		['two byte order marks', `${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}batch=thirdPartyId,tier\nc1,gold\n`],
		['UTF-16 without a byte order mark', utf16le('batch=thirdPartyId,tier\nc1,gold\n')],
		['noise', noise(5_000, 4)],
		['a part of "batch="', 'batc'],
	].map(([what = '', content = '']): BadFile => [
		String(what),
		content,
		'The file does not begin with "batch="',
	]),
	['a CSV file', 'id,tier\nc1,gold\n', LOOKS_LIKE_CSV],
	['no "batch="', 'thirdPartyId,tier\nc1,gold\n', LOOKS_LIKE_CSV],
	['JSON', '[{"id":"c1","tier":"gold"}]', 'The file is JSON, not an Adobe batch file'],
	['a page', '<html><body>Not found</body></html>', 'The file is XML or a web page, not an Adobe batch file'],
	['gzip', gzipSync('batch=thirdPartyId,tier\nc1,gold\n'), 'The file is compressed with gzip, not text'],
	['a ZIP archive', signed('504b0304'), ZIP],
	[
		'the other ID type',
		'batch=pcId,tier\nc1,gold\n',
		'The first column of the file is "pcId", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'a column for the ID that is not known',
		'batch=mbox3rdPartyId,tier\nc1,gold\n',
		'The first column of the file is "mbox3rdPartyId", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'the ID in another column',
		'batch=tier,thirdPartyId\ngold,c1\n',
		'The first column of the file is "tier", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'another delimiter',
		'batch=thirdPartyId;tier\nc1;gold\n',
		'The first column of the file is "thirdPartyId;tier", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'a column twice',
		'batch=thirdPartyId,tier,tier\nc1,a,b\n',
		'Column 3 of the file has a name that is there twice: "tier"',
	],
	[
		'a column twice, once encoded',
		'batch=thirdPartyId,tier,%74ier\nc1,a,b\n',
		'Column 3 of the file has a name that is there twice: "tier"',
	],
	[
		'the ID’s column twice',
		'batch=thirdPartyId,thirdPartyId\nc1,c2\n',
		'Column 2 of the file has a name that is there twice: "thirdPartyId"',
	],
	[
		'"profile." before a name',
		'batch=thirdPartyId,profile.tier\nc1,gold\n',
		'Column 2 of the file begins with "profile.": "profile.tier"',
	],
	['a nameless column', 'batch=thirdPartyId,,tier\nc1,a,b\n', 'Column 2 of the file has no name'],
	[
		'a delimiter at the end of its header',
		'batch=thirdPartyId,tier,\nc1,gold\n',
		'Column 3 of the file has no name',
	],
	[
		'a cut escape in its header',
		'batch=thirdPartyId,tier%2\nc1,gold\n',
		'The file can’t be read: the header (line 1) has a "%" without two hexadecimal digits after it',
	],
	['escapes in its header that are not UTF-8', 'batch=thirdPartyId,%E9t%E9\nc1,gold\n', HEADER_NOT_UTF8],
	['UTF-16 that is broken', utf16le(`${BYTE_ORDER_MARK}batch=thirdPartyId,tier\nc1,a\ud83db`), broken16(1)],
	['a long line', `batch=thirdPartyId,tier\nc1,${'x'.repeat(1_100_000)}`, tooLong(2)],
];

const NOT_UTF8 = 'The row holds bytes that are not UTF-8';
const AFTER_QUOTE = 'The row has text between a closing quote and the end of its cell';
const NUL = 'The row holds a NUL character, which no text has';
const LONE_RETURN = 'The row has a carriage return without a line feed after it';
const MISSING = 'The third-party ID is missing';
const SLASH = /^The third-party ID "[^"]*" holds a "\+" or "\/"/;

function cells(found: number): RegExp {
	return new RegExp(`^The row has ${found} cells? where the header has 3$`);
}

/** Rows of a CSV file with the header `id,tier,` (its last column has no name). */
const BAD_CSV_ROWS: readonly BadRow[] = [
	['one cell', 'x', cells(1)],
	['too many cells', 'x,gold,,more', cells(4)],
	['a value that has delimiters and no quotes', 'x,gold, silver, bronze,', cells(5)],
	['another delimiter than the header', 'x;gold;', cells(1)],
	['spaces alone', '   ', cells(1)],
	[
		'a value in a nameless column',
		'x,gold,new',
		'The row has a value in column 3, which has no name in the header',
	],
	['no ID', ',gold,', MISSING],
	['an ID of empty quotes', '"",gold,', MISSING],
	['an ID of white space', ' \t ,gold,', 'The third-party ID holds only white space'],
	['an ID with +', 'x+y,gold,', SLASH],
	['an ID with /', 'x/y,gold,', SLASH],
	['a long ID', `${'x'.repeat(257)},gold,`, /^The third-party ID is 257 characters long/],
	[
		'more than Target keeps',
		`x,"${'é'.repeat(32_000)}",`,
		/^The attributes of this profile are 64004 bytes large/,
	],
	['text after a quote', 'x,"gold"en,', AFTER_QUOTE],
	['text after a quote in its ID', '"x"y,gold,', AFTER_QUOTE],
	['a space after a quote', 'x,"gold" ,', AFTER_QUOTE],
	['two quoted texts in a cell', 'x,"gold" "silver",', AFTER_QUOTE],
	['a quote after a backslash', 'x,"gold\\"en",', AFTER_QUOTE],
	['a quote that was not doubled', 'x,"5" pipe",', AFTER_QUOTE],
	['NUL', 'x,go\0ld,', NUL],
	['NUL in quotes', 'x,"go\0ld",', NUL],
	['NUL in its ID', 'x\0,gold,', NUL],
	['a lone CR in a value', 'x,go\rld,', LONE_RETURN],
	['a lone CR before a delimiter', 'x\r,gold,', LONE_RETURN],
	['a lone CR after a quote', 'x,"gold"\r,', LONE_RETURN],
	['CR CR LF at its end', 'x,gold,\r\r', LONE_RETURN],
	['Latin-1', Buffer.from('x,Köln,', LATIN1), NOT_UTF8],
	['Latin-1 in quotes', Buffer.from('x,"Köln",', LATIN1), NOT_UTF8],
	['a Windows apostrophe', Buffer.from('x,it\x92s,', LATIN1), NOT_UTF8],
	['an overlong slash', Buffer.from('x,\xc0\xaf,', LATIN1), NOT_UTF8],
	['an overlong NUL', Buffer.from('x,\xc0\x80,', LATIN1), NOT_UTF8],
	['half a pair in UTF-8', Buffer.from('x,\xed\xa0\xbd,', LATIN1), NOT_UTF8],
	['a character beyond Unicode', Buffer.from('x,\xf4\x90\x80\x80,', LATIN1), NOT_UTF8],
	['a cut character', Buffer.from('x,\xe2\x82,', LATIN1), NOT_UTF8],
	['a lone continuation byte', Buffer.from('x,\x80,', LATIN1), NOT_UTF8],
	['a byte order mark of UTF-16', Buffer.from('\xff\xfex,gold,', LATIN1), NOT_UTF8],
];

function raw(shown: string, escape: string): string {
	return `The row has a raw ${shown}, which has to be written as ${escape} in a batch file`;
}

const BAD_ESCAPE = 'The row has a "%" without two hexadecimal digits after it';

/** Rows of a batch file with the header `batch=thirdPartyId,tier,city`. */
const BAD_BATCH_ROWS: readonly BadRow[] = [
	['too many cells', 'x,gold,Bonn,more', cells(4)],
	['a raw tab', 'x,very\tgold', raw('byte 09', '%09')],
	['a raw +', 'x,very+gold', raw('"+"', '%2B')],
	['a raw &', 'x,gold&silver', raw('"&"', '%26')],
	['a raw #', 'x,#1', raw('"#"', '%23')],
	['raw Latin-1', Buffer.from('x,Köln', LATIN1), NOT_UTF8],
	['a raw delete character', 'x,go\x7fld', raw('byte 7F', '%7F')],
	['NUL', 'x,go\0ld', raw('byte 00', '%00')],
	['a lone CR', 'x,go\rld', raw('byte 0D', '%0D')],
	['a cut escape at its end', 'x,gold%2', BAD_ESCAPE],
	['a lone % at its end', 'x,100%', BAD_ESCAPE],
	['a cut escape before a delimiter', 'x,gold%,Bonn', BAD_ESCAPE],
	['an escape that is not hexadecimal', 'x,%zz', BAD_ESCAPE],
	['an escape for characters', 'x,%u00e9', BAD_ESCAPE],
	['escapes of Latin-1', 'x,K%F6ln', NOT_UTF8],
	['overlong escapes', 'x,%C0%AF', NOT_UTF8],
	['an escaped character that is cut', 'x,%E2%82', NOT_UTF8],
	['no ID', ',gold', MISSING],
	['an ID of white space', '%20,gold', 'The third-party ID holds only white space'],
	['an ID with +', 'x%2By,gold', SLASH],
	['an ID with /', 'x%2fy,gold', SLASH],
	[
		'more than Target keeps',
		`x,${'%2C'.repeat(64_000)}`,
		/^The attributes of this profile are 64004 bytes large/,
	],
];

const CSV = { fileFormat: 'csv' };
const BATCH_FILE = { fileFormat: 'batchFile' };

const FILES = [
	...BAD_CSV_FILES.map((file) => ['a CSV file', CSV, file] as const),
	...BAD_BATCH_FILES.map((file) => ['a batch file', BATCH_FILE, file] as const),
].map(([kind, format, [what, content, message, parameters]]) => ({
	name: `${kind} with ${what}`,
	content,
	message,
	parameters: { ...format, ...parameters },
}));

const ROWS = [
	...BAD_CSV_ROWS.map((row) => ['a CSV row', CSV, 'id,tier,\nc1,gold,\n', '\nc2,silver,\n', row] as const),
	...BAD_BATCH_ROWS.map(
		(row) =>
			[
				'a batch file’s row',
				BATCH_FILE,
				'batch=thirdPartyId,tier,city\nc1,gold\n',
				'\nc2,silver\n',
				row,
			] as const,
	),
].map(([kind, parameters, before, after, [what, row, reason]]) => ({
	name: `${kind} with ${what}`,
	content: Buffer.concat([before, row, after].map((part) => Buffer.from(part))),
	reason,
	parameters,
}));

function expectMessage(found: unknown, expected: string | RegExp, before = ''): void {
	if (typeof found !== 'string') throw new TypeError('There is no message');
	expect(found.startsWith(before)).toBe(true);
	const message = found.slice(before.length);
	if (typeof expected === 'string') expect(message).toBe(expected);
	else expect(message).toMatch(expected);
}

/** A statement and advice in sentences, without a trace of the code. */
function expectClear(message: unknown, advice: unknown): void {
	expect(message).toMatch(/^["A-Z].{5,}[^.]$/s);
	expect(advice).toMatch(/^[A-Z].{5,}\.$/s);
	const leak = /undefined|null|NaN|\[object|Error:|Exception|\bat .*:\d+|should not|report this/;
	expect(`${String(message)} ${String(advice)}`).not.toMatch(leak);
}

function expectNothingSent({ success }: NodeRunResult): void {
	expect(success).toEqual([]);
	expect(emulator().counts).toMatchObject({ requests: 0, connections: 0 });
}

test('the table has more than a hundred malformed files', () => {
	const names = [...FILES, ...ROWS].map(({ name }) => name);
	expect(names.length).toBeGreaterThan(150);
	expect(new Set(names).size).toBe(names.length);
});

test.each(FILES)(
	'$name stops the workflow by one clear error, and nothing is sent',
	async ({ content, message, parameters }) => {
		const result = await runFile(emulator(), content, parameters);
		expectMessage(result.error?.message, message);
		expectClear(result.error?.message, result.error?.description);
		expect(result.failed).toEqual([]);
		expectNothingSent(result);
	},
	SOON,
);

test.each(ROWS)(
	'$name stops the workflow by one clear error with its line, and nothing is sent',
	async ({ content, reason, parameters }) => {
		const result = await runFile(emulator(), content, parameters);
		expectMessage(result.error?.message, reason, 'Line 3: ');
		expectClear(result.error?.message, result.error?.description);
		expect(result.error?.description).toMatch(/ Nothing was sent\.$/);
		expect(result.failed).toEqual([]);
		expectNothingSent(result);
	},
	SOON,
);

test.each(FILES)(
	'$name sends nothing where invalid rows are skipped and errors go on, and comes out as one error',
	async ({ content, message, parameters }) => {
		const skipping = { ...parameters, options: { invalidRows: 'skip' } };
		const result = await runFile(emulator(), content, skipping, { onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		expect(result.failed).toHaveLength(1);
		expectMessage(result.failed[0]?.json.error, message);
		expectClear(result.failed[0]?.json.error, result.failed[0]?.json.message);
		expectNothingSent(result);
	},
	SOON,
);

test.each(ROWS)(
	'$name comes out on the error output with its line where it is skipped, and the others are sent',
	async ({ content, reason, parameters }) => {
		const skipping = { ...parameters, options: { invalidRows: 'skip' } };
		const result = await runFile(emulator(), content, skipping, { onError: 'continueErrorOutput' });
		expect(result.error).toBeUndefined();
		expect(result.failed).toHaveLength(1);
		expectMessage(result.failed[0]?.json.error, reason, 'Line 3: ');
		expectClear(result.failed[0]?.json.error, result.failed[0]?.json.message);
		expect(result.success.map(({ json }) => json.rows)).toEqual([2]);
		expect(emulator().counts).toMatchObject({ requests: 1, rows: 2 });
		for (const [id, tier] of [
			['c1', 'gold'],
			['c2', 'silver'],
		] as const) {
			expect(emulator().profile('thirdPartyId', id)).toEqual(new Map([['tier', tier]]));
		}
	},
	SOON,
);

test('a quoted file that is cut anywhere is refused whole, unless the cut leaves whole rows', async () => {
	const row1 = '"id","tier","city"\n"c1","gold, ""and"" more",';
	const row2 = `${row1}"Bonn\nam Rhein"\n"c2","silver",`;
	const whole = `${row2}"Köln"`;
	// A delimiter begins a last cell, which is empty then; a line end may be missing.
	const right = [row1, `${row1}"Bonn\nam Rhein"`, `${row1}"Bonn\nam Rhein"\n`, row2, whole];
	const rightBytes = right.map((text) => Buffer.byteLength(text));
	const bytes = Buffer.from(whole);
	for (let end = 0; end <= bytes.length; end++) {
		const { requests } = emulator().counts;
		const { error } = await runFile(emulator(), bytes.subarray(0, end));
		const taken = rightBytes.includes(end);
		const isHeaderAlone = /^"id"(?:,"tier")?(?:,"city")?,?\n?$/.test(bytes.toString('utf8', 0, end));
		expect([end, error === undefined, emulator().counts.requests - requests]).toEqual([
			end,
			taken || isHeaderAlone,
			taken ? 1 : 0,
		]);
		if (error !== undefined) {
			expect(error.message).toMatch(
				/^The file (?:is empty|has no column "id"|ends within quotes: .* begins in line [124] is never closed)$|^Line [24]: The row has \d cells? where the header has 3$/,
			);
		}
	}
});

const HUGE = 100_000_000;
const MOST_READ = 4_000_000;

test.each([
	['a line', CSV, 'id,tier\nc1,', tooLong(2)],
	['a cell in quotes', CSV, 'id,tier\nc1,gold\nc2,"', tooLong(3)],
	['a header', CSV, 'id,', tooLong(1)],
	['a line', BATCH_FILE, 'batch=thirdPartyId,tier\nc1,', tooLong(2)],
])(
	'%s of 100 MB (%j) is given up after a few MB',
	async (_, parameters, start, message) => {
		const getAsStream = jest.spyOn(Container.get(BinaryDataService), 'getAsStream');
		try {
			const content = Buffer.alloc(HUGE, 'x');
			content.write(start);
			const result = await runFile(emulator(), content, parameters, { binaryMode: 'storage' });
			expect(result.error?.message).toBe(message);
			expectNothingSent(result);
			const streams = await Promise.all(
				getAsStream.mock.results.map(async ({ value }) => (await value) as unknown),
			);
			expect(streams).not.toEqual([]);
			for (const stream of streams) {
				if (!(stream instanceof ReadStream)) throw new TypeError('n8n reads files otherwise now');
				expect(stream.bytesRead).toBeLessThan(MOST_READ);
				expect(stream.destroyed).toBe(true);
			}
		} finally {
			getAsStream.mockRestore();
		}
	},
	2 * SOON,
);

function fileOf(content: string, index: number) {
	return { data: { content: Buffer.from(content), fileName: `part${index}.csv` } };
}

/** Files for input items, a file for each. */
function filesOf(...contents: readonly string[]) {
	return contents.map(fileOf);
}

const FINE = 'id,tier\nc1,gold\n';
const NO_ID_IN_LINE_3 = 'id,tier\nc2,silver\n,gold\n';

test('of several files, the one that can’t be read is named, and nothing of the others is sent', async () => {
	const files = filesOf(FINE, 'id,tier\nc2,"silver\n');
	const result = await runFile(emulator(), '', {}, { files });
	expect(result.error?.message).toBe(`part1.csv (item 1): ${unclosed(2)}`);
	expectNothingSent(result);
});

test('of several files, the one with the invalid row is named beside its line', async () => {
	const files = filesOf(FINE, NO_ID_IN_LINE_3);
	const stopped = await runFile(emulator(), '', {}, { files });
	expect(stopped.error?.message).toBe('Line 3 of part1.csv: The third-party ID is missing');
	expectNothingSent(stopped);

	const options = { invalidRows: 'skip' };
	const skipped = await runFile(emulator(), '', { options }, { files, onError: 'continueErrorOutput' });
	expect(skipped.failed).toMatchObject([
		{ json: { error: 'Line 3 of part1.csv: The third-party ID is missing' }, pairedItem: [] },
	]);
	expect(skipped.success).toMatchObject([
		{ json: { rows: 2, firstItem: 0, firstLine: 2, lastItem: 1, lastLine: 2 } },
	]);
});

test('of several files with one name, the item of the one with the invalid row is named', async () => {
	const files = [FINE, NO_ID_IN_LINE_3].map((content) => ({
		data: { content: Buffer.from(content), fileName: 'export.csv' },
	}));
	const options = { invalidRows: 'skip' };
	const { failed } = await runFile(emulator(), '', { options }, { files, onError: 'continueErrorOutput' });
	expect(failed.map(({ json }) => json.error)).toEqual([
		'Line 3 of export.csv (item 1): The third-party ID is missing',
	]);
});

test('of several files of one item, the one with the invalid row is named beside its line', async () => {
	const [{ data: first }, { data: second }] = [fileOf(FINE, 0), fileOf(NO_ID_IN_LINE_3, 1)];
	const files = [{ first, second }];
	const both = { binaryPropertyName: 'first, second' };
	const result = await runFile(emulator(), '', both, { files });
	expect(result.error?.message).toBe('Line 3 of part1.csv: The third-party ID is missing');
	expectNothingSent(result);
});

test('many invalid rows stop the workflow by one error that names the lines of twenty', async () => {
	const { error } = await runFile(emulator(), `id,tier\nc1,gold\n${',gold\n'.repeat(25)}`);
	expect(error?.message).toBe('25 of 26 rows can’t be sent');
	expect(error?.description).toMatch(
		/^Nothing was sent\. Line 3: The third-party ID is missing\. .*Line 22: The third-party ID is missing\. And 5 more\. Every profile needs an ID\. .* to send the others\.$/,
	);
	expect(emulator().counts.requests).toBe(0);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'%s: where invalid rows stop the run, each line comes out, each item says so, and nothing is sent',
	async (onError) => {
		const files = filesOf('id,tier\n,gold\nc1,gold\n,silver\n', 'id,tier\nc2,silver\n');
		const { success, failed, error } = await runFile(emulator(), '', {}, { files, onError });
		expect(error).toBeUndefined();
		const out = onError === 'continueErrorOutput' ? failed : success;
		expect(out.map(({ json }) => json.error)).toEqual([
			'Line 2 of part0.csv: The third-party ID is missing',
			'Line 4 of part0.csv: The third-party ID is missing',
			'Nothing was sent, as 2 of 4 rows can’t be',
			'Nothing was sent, as 2 of 4 rows can’t be',
		]);
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([[], [], { item: 0 }, { item: 1 }]);
		expect(emulator().counts.requests).toBe(0);
	},
);

test.each([
	['item has no file', [{}], /^It has no files\. /],
	[
		'files are in other fields',
		[
			{
				other: { content: Buffer.from('id\n1'), fileName: 'a' },
				another: { content: Buffer.from('id\n1'), fileName: 'b' },
			},
		],
		/^Its files are in "other", "another"\. /,
	],
])('where the %s, the error names the field, and nothing is sent', async (_, files, advice) => {
	const result = await runFile(emulator(), '', {}, { files });
	expect(result.error?.message).toBe('Item 0 has no file "data"');
	expect(result.error?.description).toMatch(advice);
	expectNothingSent(result);
});
