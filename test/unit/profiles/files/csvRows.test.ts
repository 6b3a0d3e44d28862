import fc from 'fast-check';

import type { AttributeChoice } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import { trimmedName } from '../../../../nodes/AdobeTarget/profiles/trimmedName';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { cellTexts, tablesOf } from './drawnTables';
import { readFile } from './readFile';
import type { Cuts, ReadRow } from './readFile';
import { plainIds, withoutBreaks } from '../plainIds';

const ALL: AttributeChoice = { mode: 'all', excludeFields: '' };
const BYTE_BY_BYTE: Cuts = { sizes: [1] };
const BYTE_ORDER_MARK = '\ufeff';
const DELIMITERS = [',', ';', '\t', '|'] as const;

async function read(content: string | Buffer, cuts: Cuts = {}, choice = ALL): Promise<ReadRow[]> {
	return await readFile(content, csvFormat('id', choice), cuts);
}

/** A row that was read right. */
function row(line: number, id: string, attributes: Record<string, string> = {}): ReadRow {
	return { line, id, attributes };
}

function utf16(text: string, encoding: 'LE' | 'BE'): Buffer {
	const bytes = Buffer.from(BYTE_ORDER_MARK + text, 'utf16le');
	return encoding === 'LE' ? bytes : bytes.swap16();
}

const TWO = [row(2, '1', { tier: 'gold' }), row(3, '2', { tier: 'Köln 😀' })];

const SAME_ROWS: ReadonlyArray<readonly [what: string, content: string | Buffer]> = [
	['commas', 'id,tier\n1,gold\n2,Köln 😀\n'],
	['semicolons', 'id;tier\n1;gold\n2;Köln 😀\n'],
	['tabs', 'id\ttier\n1\tgold\n2\tKöln 😀\n'],
	['the ID in the last column', 'tier,id\ngold,1\nKöln 😀,2\n'],
	['no line end after the last row', 'id,tier\n1,gold\n2,Köln 😀'],
	['CRLF', 'id,tier\r\n1,gold\r\n2,Köln 😀\r\n'],
	['CRLF but for the last row', 'id,tier\r\n1,gold\r\n2,Köln 😀'],
	['LF and CRLF by turns', 'id,tier\n1,gold\r\n2,Köln 😀\n'],
	['quotes around every cell', '"id","tier"\n"1","gold"\n"2","Köln 😀"\n'],
	['a quoted header', '"id","tier"\n1,gold\n2,Köln 😀\n'],
	['a quoted last cell and no line end', 'id,tier\n1,gold\n2,"Köln 😀"'],
	['a UTF-8 byte order mark', `${BYTE_ORDER_MARK}id,tier\n1,gold\n2,Köln 😀\n`],
	['a byte order mark before a quoted header', `${BYTE_ORDER_MARK}"id","tier"\n1,gold\n2,Köln 😀\n`],
	[
		'byte order marks before a quoted header',
		`${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}"id","tier"\n1,gold\n2,Köln 😀\n`,
	],
	[
		'byte order marks before a quoted header without the ID',
		`${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}"tier","id"\ngold,1\nKöln 😀,2\n`,
	],
	['byte order marks in UTF-16', utf16(`${BYTE_ORDER_MARK}"tier","id"\ngold,1\nKöln 😀,2`, 'BE')],
	['UTF-16LE with a byte order mark', utf16('id,tier\n1,gold\n2,Köln 😀\n', 'LE')],
	['UTF-16BE with a byte order mark', utf16('id;tier\r\n1;gold\r\n2;Köln 😀', 'BE')],
	['a nameless column without values', 'id,tier,\n1,gold,\n2,Köln 😀,\n'],
	['empty columns', 'id,a,tier,b\n1,,gold,\n2,"",Köln 😀,""\n'],
];

test.each(SAME_ROWS)('the same rows are read with %s', async (_, content) => {
	expect(await read(content)).toEqual(TWO);
	expect(await read(content, BYTE_BY_BYTE)).toEqual(TWO);
});

test.each<readonly [what: string, content: string, rows: readonly ReadRow[]]>([
	[
		'delimiters in quotes',
		'id,text\n1,"a,b"\n2,",;\t,"\n',
		[row(2, '1', { text: 'a,b' }), row(3, '2', { text: ',;\t,' })],
	],
	[
		'doubled quotes',
		'id,text\n1,"say ""hi"""\n2,""""\n3,""""""\n',
		[row(2, '1', { text: 'say "hi"' }), row(3, '2', { text: '"' }), row(4, '3', { text: '""' })],
	],
	[
		'a quote inside an unquoted cell as it is',
		'id,size,text\n1,5" pipe,a"b"c\n2,5"",x"\n',
		[row(2, '1', { size: '5" pipe', text: 'a"b"c' }), row(3, '2', { size: '5""', text: 'x"' })],
	],
	['a quote after a space as it is', 'id,text\n1, "a"\n', [row(2, '1', { text: ' "a"' })]],
	['line ends of any kind in quotes', 'id,text\n1,"a\nb\r\nc\rd"\n', [row(2, '1', { text: 'a\nb\r\nc\rd' })]],
	['white space around values, not around IDs', 'id,text\n 1 , a \n', [row(2, '1', { text: ' a ' })]],
	['percent signs and pluses', 'id,text\n1,100%25 + &#\n', [row(2, '1', { text: '100%25 + &#' })]],
	['a byte order mark inside', `id,text\n1,a${BYTE_ORDER_MARK}\n`, [row(2, '1', { text: 'a\ufeff' })]],
	[
		'values that look like another delimiter',
		'id;text\n1;a,b,c\n2;a\tb\tc\n',
		[row(2, '1', { text: 'a,b,c' }), row(3, '2', { text: 'a\tb\tc' })],
	],
	['"profile." before a name as Adobe writes it', 'id,profile.a\n1,x\n', [row(2, '1', { a: 'x' })]],
	['"profile." within a name as a part of it', 'id,a.profile.\n1,x\n', [row(2, '1', { 'a.profile.': 'x' })]],
	['one column', 'id\n1\n2\n', [row(2, '1'), row(3, '2')]],
	['one quoted column', '"id"\r\n"1"\r\n"a;b"', [row(2, '1'), row(3, 'a;b')]],
])('%s: read as they are meant', async (_, content, rows) => {
	expect(await read(content)).toEqual(rows);
	expect(await read(content, BYTE_BY_BYTE)).toEqual(rows);
});

test.each([
	['names in quotes that hold other delimiters', '"a|b|c";id;"d\te"\n1;2;3\n', { 'a|b|c': '1', 'd\te': '3' }],
	['names in quotes that hold line ends', '"\nname\n";id;tier\n1;2;3\n', { name: '1', tier: '3' }],
	['names in quotes that hold quotes', '"a ""||"" b";id;tier\n1;2;3\n', { 'a "||" b': '1', tier: '3' }],
	['a quote inside an unquoted name', '5" pipe;id;"a|b"\n1;2;3\n', { '5" pipe': '1', 'a|b': '3' }],
	['blank lines before it', '\n\r\ntier;id;a\n1;2;3\n', { tier: '1', a: '3' }],
	['rows that hold more of another delimiter', 'tier;id;a\n1,,,,;2;3\n', { tier: '1,,,,', a: '3' }],
])('the delimiter is found by itself in a header with %s', async (_, content, attributes) => {
	expect(await read(content)).toMatchObject([{ id: '2', attributes }]);
	expect(await read(content, BYTE_BY_BYTE)).toMatchObject([{ id: '2', attributes }]);
});

test('a delimiter before the first name counts, although the column has no name', async () => {
	expect(await read('\tid\n\t1\n')).toEqual([row(2, '1')]);
});

test('blank lines are passed over, and lines keep their numbers', async () => {
	const rows = [row(4, '1', { tier: 'gold' }), row(7, '2', { tier: 'silver' })];
	expect(await read('\n\nid,tier\n1,gold\n\r\n\n2,silver\n\n\n')).toEqual(rows);
});

test('a row after cells of several lines has the number of its first line', async () => {
	const content = '"id","\na\n"\n1,"x\ny\nz"\n\n2,"\r\n"\n3,"bad" cell\n4,z\n';
	expect(await read(content)).toEqual([
		row(4, '1', { a: 'x\ny\nz' }),
		row(8, '2', { a: '\r\n' }),
		{ line: 10, invalid: 'The row has text between a closing quote and the end of its cell' },
		row(11, '4', { a: 'z' }),
	]);
});

test.each([
	['the columns selected', { mode: 'selected', fields: 'b, ["c;d"]' }, { b: '2', 'c;d': '3' }],
	['the columns mapped', { mode: 'define', mapping: [{ attribute: 'x', field: 'b' }] }, { x: '2' }],
	['all columns but some', { mode: 'all', excludeFields: 'b, a.a' }, { 'c;d': '3' }],
] as const)('only %s are sent', async (_, choice, attributes) => {
	expect(await read('a.a,b,"c;d",id\n1,2,3,4\n', {}, choice)).toEqual([row(2, '4', attributes)]);
});

/** Rows of 66 KB: a reader is chosen by them, so what comes after them is read chunk by chunk. */
const LONG_VALUE = 'x'.repeat(33_000);
const LONG_ROWS = ['long1', 'long2'];

test('rows that are wrong by themselves are invalid with their line, and others are read', async () => {
	const head = `id,tier\n${LONG_ROWS.map((id) => `${id},${LONG_VALUE}\n`).join('')}`;
	const content = Buffer.concat([
		Buffer.from(`${head}1,gold\n2\n3,a,b\n,gold\n  ,gold\n4,a\0b\n5,a\rb\n6,"a"b\n`),
		Buffer.from('7,Köln\n', 'latin1'),
		Buffer.from('8,"a\0b"\na+b,gold\n9,"é\n"'),
	]);
	const rows = [
		row(4, '1', { tier: 'gold' }),
		{ line: 5, invalid: expect.stringMatching(/^The row has 1 cell.* where the header has 2$/) as string },
		{ line: 6, invalid: 'The row has 3 cells where the header has 2' },
		{ line: 7, invalid: 'The third-party ID is missing' },
		{ line: 8, invalid: 'The third-party ID holds only white space' },
		{ line: 9, invalid: 'The row holds a NUL character, which no text has' },
		{ line: 10, invalid: 'The row has a carriage return without a line feed after it' },
		{ line: 11, invalid: 'The row has text between a closing quote and the end of its cell' },
		{ line: 12, invalid: 'The row holds bytes that are not UTF-8' },
		{ line: 13, invalid: 'The row holds a NUL character, which no text has' },
		{ line: 14, invalid: expect.stringMatching(/^The third-party ID "a\+b" holds a "\+" or "\/"/) as string },
		row(15, '9', { tier: 'é\n' }),
	];
	for (const sizes of [[], [1], [3, 1, 7]]) {
		expect((await read(content, { first: head.length, sizes })).slice(LONG_ROWS.length)).toEqual(rows);
	}
});

test('rows that a piece of a large file cuts are whole', async () => {
	const values = Array.from({ length: 40 }, (_, index) => `${'x'.repeat(50_000 + index)},é\n"`);
	const lines = values.map((value, index) => `${index},"${value.replaceAll('"', '""')}"\n`);
	const expected = values.map((text, index) => row(2 + 2 * index, `${index}`, { text }));
	for (const size of [65_536, 1_000_003, 3_000_000]) {
		expect(await read(`id,text\n${lines.join('')}`, { sizes: [size] })).toEqual(expected);
	}
});

/** One of the ways to write a table. */
interface Style {
	readonly delimiter: (typeof DELIMITERS)[number];
	readonly encoding: 'utf8' | 'utf8 with mark' | 'utf16le' | 'utf16be';
	/** For each cell by turns whether it stands in quotes though it need not. */
	readonly quotes: readonly boolean[];
	/** For each line by turns. */
	readonly lineEnds: ReadonlyArray<'\n' | '\r\n'>;
	/** Blank lines before each line by turns. */
	readonly blanks: readonly number[];
	readonly endsWithLineEnd: boolean;
}

/** Writes a table, header first, and says on which line each of its rows begins. */
function writeCsv(table: readonly string[][], style: Style): { bytes: Buffer; lines: number[] } {
	let text = '';
	let cells = 0;
	const lines: number[] = [];
	for (const [index, cellsOfRow] of table.entries()) {
		const lineEnd = style.lineEnds[index % style.lineEnds.length] ?? '\n';
		text += lineEnd.repeat(style.blanks[index % style.blanks.length] ?? 0);
		lines.push(text.split('\n').length);
		const written = cellsOfRow.map((cell) => {
			const wanted = style.quotes[cells++ % style.quotes.length] ?? false;
			// A header has to show its delimiter, and a file of one column has none; elsewhere only the file's own counts.
			const must = index === 0 || cellsOfRow.length === 1 ? /[,;\t|\r\n]|^["\ufeff]/ : /[\r\n]|^"/;
			if (!wanted && !must.test(cell) && !cell.includes(style.delimiter)) return cell;
			return `"${cell.replaceAll('"', '""')}"`;
		});
		text += written.join(style.delimiter);
		if (index < table.length - 1 || style.endsWithLineEnd) text += lineEnd;
	}
	switch (style.encoding) {
		case 'utf8':
			return { bytes: Buffer.from(text), lines };
		case 'utf8 with mark':
			return { bytes: Buffer.from(BYTE_ORDER_MARK + text), lines };
		case 'utf16le':
			return { bytes: utf16(text, 'LE'), lines };
		case 'utf16be':
			return { bytes: utf16(text, 'BE'), lines };
	}
}

const special = fc.constantFrom('"', ',', ';', '\t', '\r', '\n', '\ufeff', ' ', '%', '+', 'a', 'é', '😀');
const text = cellTexts(special);
const named = withoutBreaks(text).filter((drawn) => {
	const name = trimmedName(drawn);
	// Quotes behind white space are no name's: such a header is refused.
	const isQuoted = /^\s+"[^]*"\s*$/.test(drawn);
	return name !== '' && name !== 'id' && !name.startsWith('profile.') && !isQuoted;
});
const profileId = plainIds(text);

const headers = fc.uniqueArray(named, { maxLength: 5, selector: trimmedName });
const table = tablesOf(headers, profileId, text);

const style: fc.Arbitrary<Style> = fc.record({
	delimiter: fc.constantFrom(...DELIMITERS),
	encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'utf16be'),
	quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
	lineEnds: fc.array(fc.constantFrom('\n', '\r\n'), { minLength: 1, maxLength: 3 }),
	blanks: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
	endsWithLineEnd: fc.boolean(),
});

const sizes = fc.oneof(
	fc.constant([1]),
	fc.constant([]),
	fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
);

const cases = { table, style, sizes, long: fc.boolean() };

test('any table is read back the same, however it is written and cut into chunks', async () => {
	await fc.assert(
		fc.asyncProperty(fc.record(cases), async (drawn) => {
			const { names, idColumn } = drawn.table;
			const longCells = names.map((_, column) => (column === 0 ? LONG_VALUE : ''));
			const longRows = LONG_ROWS.map((id): [string, string[]] => [id, longCells]);
			const isLong = drawn.long && names.length > 0;
			const rows = isLong ? [...longRows, ...drawn.table.rows] : drawn.table.rows;
			const cells = [['id', names] as const, ...rows].map(([id, others]) =>
				others.toSpliced(idColumn, 0, id),
			);
			const { bytes, lines } = writeCsv(cells, drawn.style);
			const head = writeCsv(cells.slice(0, 1 + LONG_ROWS.length), drawn.style);

			const expected = rows.map(([id, others], index) => {
				const attributes = names.map((name, column): [string, string] => [
					trimmedName(name),
					others[column] ?? '',
				]);
				const sent = Object.fromEntries(attributes.filter(([, value]) => value !== ''));
				return row(lines[index + 1] ?? -1, id, sent);
			});
			const cuts = { sizes: drawn.sizes, ...(isLong && { first: head.bytes.length - 1 }) };
			expect(await read(bytes, cuts)).toEqual(expected);
		}),
		{ numRuns: 200 },
	);
});

test.each(['', '  ', 'profile.', 'profile. '])(
	'a value under a column named "%s" can’t be sent, and an empty cell there is fine',
	async (name) => {
		const format = csvFormat('id', { mode: 'all', excludeFields: '' });
		expect(await readFile(`id,tier,${name}\nc1,gold,\nc2,gold,x\n`, format)).toEqual([
			{ line: 2, id: 'c1', attributes: { tier: 'gold' } },
			{ line: 3, invalid: 'The row has a value in column 3, which has no name in the header' },
		]);
	},
);

test('an attribute can’t be named like the column of the ID', async () => {
	const format = csvFormat('id', { mode: 'all', excludeFields: '' });
	await expect(readFile('id,thirdPartyId\nc1,x\n', format)).rejects.toThrow(
		'An attribute can’t have the name "thirdPartyId", as the column of the ID has it',
	);
	expect(await readFile('id,pcId\nc1,x\n', format)).toEqual([
		{ line: 2, id: 'c1', attributes: { pcId: 'x' } },
	]);
});

test('in a file of one column a comma still parts cells', async () => {
	expect(await read('id\n1\na,b\n')).toEqual([
		row(2, '1'),
		{ line: 3, invalid: 'The row has 2 cells where the header has 1' },
	]);
});

test.each<readonly [what: string, choice: AttributeChoice]>([
	['sent', { mode: 'selected', fields: 'address["city"]' }],
	['left out', { mode: 'all', excludeFields: "address['zip']" }],
])('a column with a dot may be written as a path where it is to be %s', async (_, choice) => {
	expect(await read('id,address.city,address.zip\n1,Bonn,53111\n', {}, choice)).toEqual([
		row(2, '1', { 'address.city': 'Bonn' }),
	]);
});

test.each<readonly [what: string, choice: AttributeChoice]>([
	['sent', { mode: 'selected', fields: '["city "]' }],
	['sent as another', { mode: 'define', mapping: [{ attribute: 'city', field: "['city ']" }] }],
	['left out', { mode: 'all', excludeFields: '["\u00a0zip"], profile["zip "]' }],
])(
	'a column in brackets, with the white space round its name, is found where it is to be %s',
	async (_, choice) => {
		expect(await read('id,city ,\u00a0zip\n1,Bonn,53111\n', {}, choice)).toEqual([
			row(2, '1', { city: 'Bonn' }),
		]);
	},
);

test.each([
	['text behind empty quotes', '""x', 'The row has text between a closing quote and the end of its cell'],
	['a lone carriage return', '\r\r', 'The row has a carriage return without a line feed after it'],
])('a line of nothing but %s is not taken for a blank one', async (_, line, invalid) => {
	expect(await read(`id\n${line}\n1\n`)).toEqual([{ line: 2, invalid }, row(3, '1')]);
});

test('a file that is larger than all that is held of it is read to its end', async () => {
	const text = 'x'.repeat(990);
	const lines = Array.from({ length: 4_000 }, (_, index) => `c${index},${text}`);
	const rows = await read(['id,text', ...lines].join('\n'));
	expect(rows).toHaveLength(4_000);
	expect(rows.at(-1)).toEqual(row(4_001, 'c3999', { text }));
});
