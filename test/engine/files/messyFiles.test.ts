import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runFile } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const MARK = '\ufeff';
const BATCH_FILE: INodeParameters = { fileFormat: 'batchFile' };
const ON = { onError: 'continueErrorOutput' } as const;

const SELECTED: INodeParameters = { attributesMode: 'selected', fields: 'tier, city' };
const DEFINED: INodeParameters = {
	attributesMode: 'define',
	attributeMapping: { values: [{ attribute: 'town', field: 'city' }] },
};

type Profiles = Record<string, Record<string, string>>;

/** What Target has of these IDs. */
function stored(ids: readonly string[]): Profiles {
	return Object.fromEntries(
		ids.map((id) => [id, Object.fromEntries(emulator().profile('thirdPartyId', id) ?? [])]),
	);
}

function filesOf(...contents: readonly string[]) {
	return contents.map((content, index) => ({
		data: { content: Buffer.from(content), fileName: `part${index}.csv` },
	}));
}

const hintsOf = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join(' ');

function expectNothingSent({ success }: NodeRunResult): void {
	expect(success).toEqual([]);
	expect(emulator().counts).toMatchObject({ requests: 0 });
}

const GOOD = Array.from({ length: 100 }, (_, row) => `c${row},gold,Bern\n`).join('');

/** Records that span lines and can't be right, with the lines they span. */
const BROKEN: ReadonlyArray<
	readonly [what: string, content: string | Buffer, lines: string, parameters?: INodeParameters]
> = [
	[
		'text after the closing quote, a hundred rows below',
		`id,tier,city\nx0,a,b\nx1,"12 inch,b\n${GOOD}x9,5" pipe,b\nx10,a,b\n`,
		'3 to 104',
	],
	['the quote in the first cell', `id,tier,city\n"x1,12,b\n${GOOD}x9,5" pipe,b\n`, '2 to 103'],
	['the quote in the last cell', `id,tier,city\nx1,a,"b\n${GOOD}x9,a,5" pipe\n`, '2 to 103'],
	['too few cells in all', `id,tier,city\nx1,"12 inch,b\n${GOOD}x9,a,"\nx10,a,b\n`, '2 to 103'],
	['too many cells in all', `id,tier,city\nx1,a,"b\n${GOOD}x9,a",b,c\nx10,a,b\n`, '2 to 103'],
	[
		'more in its cell than Target keeps',
		`id,tier,city\nx1,a,"b\n${'c1,gold,Bern\n'.repeat(6_000)}x9,a,b"\n`,
		'2 to 6003',
	],
	['a NUL character', `id,tier,city\nx1,a,"b\nc1,\0,Bern\nx9,a,b"\n`, '2 to 4'],
	[
		'bytes that are not UTF-8',
		Buffer.from('id,tier,city\nx1,a,"b\nc1,gold,Köln\nx9,a,b"\n', 'latin1'),
		'2 to 4',
	],
	['a value without a name', `id,tier,city,\nx1,a,"b\nc1,gold,Bern,\nx9,a",b\n`, '2 to 4'],
	['no ID, and a last line that may be a row', `id,tier,city\n,a,"b\n${GOOD}x9,a,b"\n`, '2 to 103'],
	['CRLF as its line ends', 'id,tier,city\r\nx1,"12,b\r\nc1,gold,Bern\r\nx9,5" pipe,b\r\n', '2 to 4'],
	['CR as its line ends', 'id,tier,city\rx1,"12,b\rc1,gold,Bern\rx9,5" pipe,b\r', '2 to 4'],
	['semicolons', 'id;tier;city\nx1;"12;b\nc1;gold;Bern\nx9;5" pipe;b\n', '2 to 4'],
	['tabs', 'id\ttier\tcity\nx1\t"12\tb\nc1\tgold\tBern\nx9\t5" pipe\tb\n', '2 to 4'],
	['a line of its own for the quote', 'id,tier,city\nx1,gold,"\nc1,gold,Bern\n" x,b,c\n', '2 to 4'],
	['two lines', 'id,tier,city\nx1,"12,b\nx9,5" pipe,b\n', '2 to 3'],
	['a space after the closing quote', 'id,tier,city\nx1,"a\nb" ,c\n', '2 to 3'],
	['columns that are selected', `id,tier,city\nx1,"12,b\nx9,5" pipe,b\n`, '2 to 3', SELECTED],
];

describe('a quote that may have swallowed rows', () => {
	test.each(BROKEN.map(([what, content, lines, parameters = {}]) => ({ what, content, lines, parameters })))(
		'$what: nothing is sent, whatever Invalid Rows says',
		async ({ content, lines, parameters }) => {
			const message = `The record in lines ${lines} is broken: `;
			for (const invalidRows of ['skip', 'stop']) {
				const run = await runFile(emulator(), content, { ...parameters, options: { invalidRows } });
				expect(run.error?.message.slice(0, message.length)).toBe(message);
				expect(run.error?.description).toMatch(/nothing is sent, whatever Invalid Rows says/);
				expectNothingSent(run);
			}
			const goesOn = await runFile(emulator(), content, { options: { invalidRows: 'skip' } }, ON);
			expect(goesOn.failed).toHaveLength(1);
			expectNothingSent(goesOn);
		},
	);

	test('in one of several files: the file is named, and nothing of the others is sent', async () => {
		const files = filesOf('id,tier\nc1,gold\n', 'id,tier\nx1,"12\nc2,gold\nx9,5" pipe\n');
		const run = await runFile(emulator(), '', { options: { invalidRows: 'skip' } }, { files });
		expect(run.error?.message).toBe(
			'part1.csv (item 1): The record in lines 2 to 4 is broken: it has text between a closing quote and the end of its cell',
		);
		expectNothingSent(run);
	});

	test('in the header: its lines are named', async () => {
		const run = await runFile(emulator(), 'id,"tier\nc1,gold\nc2,5" pipe\n');
		expect(run.error?.message).toBe(
			'The file can’t be read: the header (lines 1 to 3) has text between a closing quote and the end of its cell',
		);
		expectNothingSent(run);
	});

	test.each([
		['a row of one line with text after its quote', 'x1,"12" inch,b', 'text between'],
		['a row without an ID whose last line is no row', ',gold,"two\nlines"', 'ID is missing'],
		['a row without an ID and prose with commas', ',gold,"Main St 1, Flat 2\nBern, CH, EU"', 'ID is missing'],
		['a row without an ID and commas at its end', ',"two\nlines, and, more",b', 'ID is missing'],
		['a row without an ID and a list as its last line', ',gold,"seen:\n,,x"', 'ID is missing'],
		['a row without an ID and a last line of more cells', ',gold,"tags:\na,b,c,d"', 'ID is missing'],
		['a row with an ID that can’t be and a first cell of two lines', 'x+1,"two\nlines",b', 'holds a "+"'],
	])('%s is skipped alone', async (_, row, reason) => {
		const content = `id,tier,city\nc1,gold,Bern\n${row}\nc2,silver,Bonn\n`;
		const run = await runFile(emulator(), content, { options: { invalidRows: 'skip' } });
		expect(run.error).toBeUndefined();
		expect(hintsOf(run)).toContain('1 row skipped. Line 3: ');
		expect(hintsOf(run)).toContain(reason);
		expect(stored(['c1', 'c2'])).toEqual({
			c1: { tier: 'gold', city: 'Bern' },
			c2: { tier: 'silver', city: 'Bonn' },
		});
	});

	test('a record of several lines that is right is sent', async () => {
		await runFile(emulator(), 'id,tier,city\nc1,"a\nb,c\n","d\n\ne"\nc2,x,y\n');
		expect(stored(['c1', 'c2'])).toEqual({
			c1: { tier: 'a b;c ', city: 'd  e' },
			c2: { tier: 'x', city: 'y' },
		});
	});
});

const TWO: Profiles = { c1: { tier: 'gold', city: 'Bern' }, c2: { tier: 'silver', city: 'Köln' } };
const AGAIN = 'The header stands once more among the rows, where it was passed over.';
const TWICE = 'The header stands 2 times more among the rows, where it was passed over.';
const DASHES = '1 line of dashes under the header was passed over.';
const SPACES = 'White space round 2 names in the header of the batch file was taken away.';

test('a row whose ID is one dash is no line of dashes', async () => {
	const { error } = await runFile(emulator(), 'id\n-\nc1\n');
	expect(error?.message).toBe('No row has a value for any attribute');
	await runFile(emulator(), 'id,tier\n-,-\nc1,gold\n');
	expect(emulator().counts.rows).toBe(2);
});

test.each(['tier', 'TIER', 'ID', 'city'])(
	'a row whose ID is called as a column, %s, is a row',
	async (id) => {
		const { error } = await runFile(emulator(), `id,tier,city\n${id},gold,Bern\n${id}2,tier,id\n`);
		expect(error).toBeUndefined();
		expect(stored([id, `${id}2`])).toEqual({
			[id]: { tier: 'gold', city: 'Bern' },
			[`${id}2`]: { tier: 'tier', city: 'id' },
		});
	},
);

/** Files that hold the same two profiles, with what the hint says of them beside the totals. */
const SAME: ReadonlyArray<
	readonly [what: string, content: string | Buffer, found?: string, parameters?: INodeParameters]
> = [
	['as it should be', 'id,tier,city\nc1,gold,Bern\nc2,silver,Köln\n'],
	['the header again', 'id,tier,city\nc1,gold,Bern\nid,tier,city\nc2,silver,Köln\n', AGAIN],
	[
		'the header twice more',
		'id,tier,city\nid,tier,city\nc1,gold,Bern\nc2,silver,Köln\nid,tier,city\n',
		TWICE,
	],
	['the header again in quotes', 'id,tier,city\nc1,gold,Bern\n"id","tier","city"\nc2,silver,Köln\n', AGAIN],
	[
		'the header again with a byte order mark',
		`${MARK}id,tier,city\nc1,gold,Bern\n${MARK}id,tier,city\nc2,silver,Köln\n`,
		AGAIN,
	],
	[
		'the header again with a mark and quotes',
		`${MARK}"id","tier","city"\r\n"c1","gold","Bern"\r\n${MARK}"id","tier","city"\r\n"c2","silver","Köln"\r\n`,
		AGAIN,
	],
	[
		'the header again, and the ID in its midst',
		'tier,id,city\ngold,c1,Bern\ntier,id,city\nsilver,c2,Köln',
		AGAIN,
	],
	['the header again in capitals', 'id,tier,city\nc1,gold,Bern\nID,Tier,CITY\nc2,silver,Köln\n', AGAIN],
	['the header again with spaces', 'id,tier,city\nc1,gold,Bern\nid, tier, city\nc2,silver,Köln\n', AGAIN],
	['dashes with spaces', 'id|tier|city\n -- | ---- | ----\nc1|gold|Bern\nc2|silver|Köln\n', DASHES],
	['a table of Markdown', '|id|tier|city|\n|:--|:-:|---|\n|c1|gold|Bern|\n|c2|silver|Köln|\n', DASHES],
	['a table of psql', 'id|tier|city\n--+------+-----\nc1|gold|Bern\nc2|silver|Köln\n', DASHES],
	[
		'carriage returns alone in UTF-16',
		Buffer.from(`${MARK}id,tier,city\rc1,gold,Bern\rc2,silver,Köln\r`, 'utf16le'),
	],

	['dashes under the header', 'id,tier,city\n--,----,----\nc1,gold,Bern\nc2,silver,Köln\n', DASHES],
	['dashes with semicolons', 'id;tier;city\r\n--;----;----\r\nc1;gold;Bern\r\nc2;silver;Köln\r\n', DASHES],
	['dashes after a blank line', 'id,tier,city\n\n--,-,----\nc1,gold,Bern\nc2,silver,Köln\n', DASHES],
	[
		'the header and its dashes again',
		'id|tier|city\n--|--|--\nc1|gold|Bern\nid|tier|city\n--|--|--\nc2|silver|Köln\n',
		`2 lines of dashes under the header were passed over. ${AGAIN}`,
	],
	['rows of empty cells', 'id,tier,city\n,,\nc1,gold,Bern\n"","",""\nc2,silver,Köln\n,,\n,,\n,\n'],
	['rows of empty cells above the header', ',,\n,,\nid,tier,city\nc1,gold,Bern\nc2,silver,Köln\n'],

	['spaces round its names', 'id , tier, city\t\nc1,gold,Bern\nc2,silver,Köln\n'],
	['spaces in quotes round its names', '" id","tier ","  city  "\nc1,gold,Bern\nc2,silver,Köln\n'],
	['no-break spaces round its names', 'id\u00a0,\u00a0tier,\u202fcity\nc1,gold,Bern\nc2,silver,Köln\n'],
	['zero-width spaces round its names', '\u200bid,tier\u200b,\u2060city\nc1,gold,Bern\nc2,silver,Köln\n'],
	['two byte order marks', `${MARK}${MARK}id,tier,city${MARK}\nc1,gold,Bern\nc2,silver,Köln\n`],
	[
		'spaces round names that are selected',
		'id, tier, city \nc1,gold,Bern\nc2,silver,Köln\n',
		undefined,
		SELECTED,
	],

	['pipes', 'id|tier|city\nc1|gold|Bern\nc2|silver|Köln\n'],
	['sep=', 'sep=;\nid;tier;city\nc1;gold;Bern\nc2;silver;Köln\n'],
	['sep= and CRLF and a mark', `${MARK}sep=,\r\nid,tier,city\r\nc1,gold,Bern\r\nc2,silver,Köln\r\n`],
	['SEP= in quotes', '"SEP=;"\r\nid;tier;city\r\nc1;gold;Bern\r\nc2;silver;Köln\r\n'],
	['sep= of a tab', 'sep=\t\nid\ttier\tcity\nc1\tgold\tBern\nc2\tsilver\tKöln\n'],
	['sep= that was saved again', 'sep=;;\nid;tier;city\nc1;gold;Bern\nc2;silver;Köln\n'],
	['sep= and CR', 'sep=;\rid;tier;city\rc1;gold;Bern\rc2;silver;Köln'],
	[
		'sep= in UTF-16',
		Buffer.from(`${MARK}sep=;\r\nid;tier;city\r\nc1;gold;Bern\r\nc2;silver;Köln`, 'utf16le'),
	],
	[
		'sep= that the option corrects',
		'sep=,\nid;tier;city\nc1;gold;Bern\nc2;silver;Köln\n',
		undefined,
		{ options: { delimiter: 'semicolon' } },
	],
	['CR as its line ends', 'id,tier,city\rc1,gold,Bern\rc2,silver,Köln\r'],
	['CR as its line ends, and none at its end', '"id";"tier";"city"\rc1;gold;"Bern"\rc2;silver;"Köln"'],
	['CR as its line ends, and blank lines', '\rid,tier,city\r\rc1,gold,Bern\r\r\rc2,silver,Köln\r\r'],
	['empty cells beyond the header', 'id,tier,city\nc1,gold,Bern,\nc2,silver,Köln,,"",\n'],
	['an empty last name over rows without that cell', 'id,tier,city,\nc1,gold,Bern\nc2,silver,Köln,\n'],
	['empty last names over rows of several lengths', 'id,tier,city,,\nc1,gold,Bern\nc2,silver,Köln,\n'],

	[
		'Adobe’s format',
		'batch=thirdPartyId,tier,city\nc1,gold,Bern\nc2,silver,K%C3%B6ln\n',
		undefined,
		BATCH_FILE,
	],
	[
		'Adobe’s old sample',
		'batch=thirdPartyId, tier, city\nc1,gold,Bern\nc2,silver,Köln\n',
		SPACES,
		BATCH_FILE,
	],
	[
		'a batch file’s header again',
		'batch=thirdPartyId,tier,city\nc1,gold,Bern\nbatch=thirdPartyId,tier,city\nc2,silver,Köln\n',
		AGAIN,
		BATCH_FILE,
	],
	[
		'a batch file whose lines end with CR',
		'batch=thirdPartyId,tier,city\rc1,gold,Bern\rc2,silver,Köln\r',
		undefined,
		BATCH_FILE,
	],
	[
		'a batch file with empty cells beyond its header',
		'batch=thirdPartyId,tier,city\nc1,gold,Bern,,\nc2,silver,Köln,\n',
		undefined,
		BATCH_FILE,
	],
];

test.each(SAME.map(([what, content, found = '', parameters = {}]) => ({ what, content, found, parameters })))(
	'a file with $what holds the two profiles',
	async ({ content, found, parameters }) => {
		const run = await runFile(emulator(), content, parameters);
		expect(run.error).toBeUndefined();
		expect(stored(['c1', 'c2'])).toEqual(TWO);
		expect(emulator().counts.rows).toBe(2);
		expect(hintsOf(run)).toBe(`2 rows read: 2 profiles submitted in 1 batch. ${found}`.trim());
	},
);

test('a file that ends all its lines with CR takes line feeds in quotes for a part of the value', async () => {
	await runFile(emulator(), 'id,tier,city\rc1,"two\nlines",Bern\rc2,"a\rb",Bonn\r');
	expect(stored(['c1', 'c2'])).toEqual({
		c1: { tier: 'two lines', city: 'Bern' },
		c2: { tier: 'a b', city: 'Bonn' },
	});
});

test.each([
	[
		'a line feed outside of quotes where lines end with CR',
		`id,tier\rc0,x\r${'c,x\r'.repeat(20_000)}c1,a\nb\rc2,y`,
	],
	['a carriage return where lines end with LF', 'id,tier\nc0,x\nc1,a\rb\nc2,y'],
])('%s makes its row invalid, and no other', async (_, content) => {
	const run = await runFile(emulator(), content, { options: { invalidRows: 'skip' } });
	expect(hintsOf(run)).toMatch(/, 1 row skipped\. Line \d+: The row has a (line feed|carriage return)/);
	expect(stored(['c0', 'c1', 'c2'])).toEqual({ c0: { tier: 'x' }, c1: {}, c2: { tier: 'y' } });
});

/** Headers that have more of another delimiter than of their own. */
const HEADERS: ReadonlyArray<readonly [content: string, parameters?: INodeParameters]> = [
	[
		'id;revenue (EUR, net, p.a.);city\nc1;5,5;Bern\n',
		{ options: { excludeFields: '["revenue (EUR, net, p.a.)"]' } },
	],
	['id\trevenue (a;b;c)\tcity\nc1\t5;5\tBern\n'],
	['id|a,b,c|city\nc1|x,y|Bern\n', { options: { excludeFields: '["a,b,c"]' } }],
	['a;b;c,id,city\nx,c1,Bern\n'],
	['a,b,c;d,e,f;id;city\nx;y;c1;Bern\n', DEFINED],
	['id;city;a,b,c,d\nc1;Bern;x\n', { attributesMode: 'selected', fields: 'city' }],
	['id;city;"a,b,c,d"\nc1;Bern;x\n', { options: { delimiter: 'semicolon', excludeFields: '["a,b,c,d"]' } }],
];

test.each(HEADERS.map(([content, parameters = {}]) => ({ content, parameters })))(
	'the delimiter is the one under which the columns are found: $content',
	async ({ content, parameters }) => {
		const run = await runFile(emulator(), content, parameters);
		expect(run.error).toBeUndefined();
		const city = emulator().profile('thirdPartyId', 'c1');
		expect(city?.get('city') ?? city?.get('town')).toBe('Bern');
	},
);

test.each([
	['comma', 'a;b,id', { 'a;b': 'x' }],
	['semicolon', 'a|b;id', { 'a|b': 'x' }],
	['tab', 'a;b\tid', { 'a;b': 'x' }],
	['pipe', 'a;b|id', { 'a;b': 'x' }],
	['auto', 'a;b|id', { 'a;b': 'x' }],
])('the option Delimiter (%s) is what stands between columns', async (delimiter, header, attributes) => {
	const between = header.at(-3) ?? '';
	await runFile(emulator(), `${header}\nx${between}c1\n`, { options: { delimiter } });
	expect(stored(['c1'])).toEqual({ c1: attributes });
});

test('where the option says another delimiter than the file has, the error says which columns there are', async () => {
	const run = await runFile(emulator(), 'id;tier\nc1;gold\n', { options: { delimiter: 'comma' } });
	expect(run.error?.message).toBe('The file has no column "id"');
	expect(run.error?.description).toContain('"id;tier"');
	expectNothingSent(run);
});

const NO_ROWS = '1 file has a header but no rows.';

describe('a file without rows', () => {
	test.each([
		['a header', 'id,tier\n', {}],
		['a header without a line end', 'id,tier', {}],
		['a header after a byte order mark', `${MARK}id,tier\r\n`, {}],
		['a header in UTF-16', Buffer.from(`${MARK}id;tier\r\n`, 'utf16le'), {}],
		['a header and blank lines', 'id,tier\n\n\r\n\n', {}],
		['a header and rows of empty cells', 'id,tier\n,\n,\n', {}],
		['a header and sep=', 'sep=;\nid;tier\n', {}],
		['a header that selects', 'id,tier,city\n', SELECTED],
		['a header of a batch file', 'batch=thirdPartyId,tier\n', BATCH_FILE],
		['a header of a batch file without a line end', 'batch=thirdPartyId,tier', BATCH_FILE],
	])('%s is no error: nothing is sent, and a hint says so', async (_, content, parameters) => {
		for (const options of [{}, { invalidRows: 'skip' }, { duplicateIds: 'stop' }, { previewOnly: true }]) {
			const run = await runFile(emulator(), content, { ...parameters, options });
			expect(run.error).toBeUndefined();
			expect(hintsOf(run)).toContain('0 rows read: 0 profiles ');
			expect(hintsOf(run)).toContain(NO_ROWS);
			expectNothingSent(run);
		}
	});

	test('gives a summary of zeros', async () => {
		const { success } = await runFile(emulator(), 'id,tier\n', { output: 'summary' });
		expect(success.map(({ json }) => json)).toMatchObject([
			{ batches: 0, rows: 0, sent: 0, merged: 0, skipped: 0, notSubmitted: 0, bytes: 0, retried: 0 },
		]);
	});

	test('among several is told of, and the others are sent', async () => {
		const files = filesOf('id,tier\nc1,gold\n', 'id,tier\n', 'id,tier\n', 'id,tier\nc2,silver\n');
		const run = await runFile(emulator(), '', {}, { files });
		expect(run.error).toBeUndefined();
		expect(hintsOf(run)).toContain('2 files have a header but no rows.');
		expect(stored(['c1', 'c2'])).toEqual({ c1: { tier: 'gold' }, c2: { tier: 'silver' } });
	});

	test('and without a header is an error that names it', async () => {
		const run = await runFile(emulator(), '', {}, { files: filesOf('id,tier\nc1,gold\n', '\n') });
		expect(run.error?.message).toBe('part1.csv (item 1): The file is empty');
		expectNothingSent(run);
		const alone = await runFile(emulator(), '');
		expect(alone.error?.message).toBe('The file is empty');
		expect(alone.error?.description).toContain('"customers.csv", of item 0');
	});

	test('still needs the columns that are named', async () => {
		const run = await runFile(emulator(), 'customer,tier\n');
		expect(run.error?.message).toBe('The file has no column "id"');
	});
});

/** What is not the kind of file that it was said to be: the error says what it is, and its advice what to do. */
const OTHER_KINDS: ReadonlyArray<
	readonly [what: string, content: string, message: RegExp, advice: RegExp, parameters?: INodeParameters]
> = [
	['JSON', '[{"id":"c1"},{"id":"c2"}]', /^The file is JSON, not CSV$/, /Extract From File/],
	['JSON over lines', '[\n  {\n    "id": "c1"\n  }\n]\n', /^The file is JSON, not CSV$/, /Input Items/],
	['an object', '{\n  "id": "c1"\n}\n', /^The file is JSON, not CSV$/, /Input Items/],
	['JSON Lines', '{"id":"c1"}\n{"id":"c2"}\n', /^The file is JSON, not CSV$/, /exported as CSV/],
	['a page', '\n<!DOCTYPE html>\n<p>Sign in, please</p>', /XML or a web page, not CSV$/, /download fails/],
	['XML', '<customers id="c1"/>', /XML or a web page, not CSV$/, /Look into it/],
	[
		'a batch file as CSV',
		'batch=thirdPartyId,tier\nc1,gold\n',
		/^The file is an Adobe batch file, not CSV$/,
		/^Choose Adobe Batch File/,
	],
	[
		'a CSV as batch file',
		'id;tier\nc1;gold\n',
		/^The file does not begin with "batch=", and looks like CSV$/,
		/choose CSV as the file format/,
		BATCH_FILE,
	],
	[
		'JSON as batch file',
		'[{"id":"c1"}]',
		/^The file is JSON, not an Adobe batch file$/,
		/Input Items/,
		BATCH_FILE,
	],
	['a title', 'Customers of May\nid,tier\nc1,gold\n', /not its first line: .* stand in line 2$/, /^Remove/],
	[
		'titles over semicolons',
		'Report, as of May, 2026\nby us, for us\n\nid;tier\nc1;gold\n',
		/not its first line: .* stand in line 4$/,
		/^Remove the lines above it/,
	],
	[
		'titles over pipes and spaces',
		'Customers\n---------\n\n| id | tier |\n| c1 | gold |\n',
		/not its first line: .* stand in line 4$/,
		/exported without them/,
	],
	[
		'another header below',
		'id,tier\nc1,gold\nid,city\nc2,Bern\n',
		/^Line 3 is another header than line 1/,
		/several files/,
	],
	[
		'a wider header below',
		'id,tier\nc1,gold\nid,tier,city\nc2,x,Bern\n',
		/^Line 3 is another header than line 1: it names the ID’s column "id"/,
		/several files/,
	],
	[
		'the same columns in another order below',
		'id,tier\nc1,gold\ntier,id\nsilver,c2\n',
		/^Line 3 is another header than line 1/,
		/several files/,
	],
	[
		'the same columns in another order and other letters below',
		'tier,id\ngold,c1\nID,Tier\nc2,silver\n',
		/^Line 3 is another header than line 1/,
		/several files/,
	],
	[
		'another header below, with the ID in another place',
		'id,tier,city\nc1,gold,Bern\ntier,id,segment\nsilver,c2,x\n',
		/^Line 3 is another header than line 1: it names the ID’s column "id"/,
		/several files/,
	],
	[
		'a wider header below, with the ID behind all columns',
		'id,tier\nc1,gold\nTier,\ufeffCity,"ID"\nsilver,Bern,c2\n',
		/^Line 3 is another header than line 1/,
		/several files/,
	],
	[
		'another header below, of a batch file',
		'batch=thirdPartyId,tier\nc1,gold\nbatch=thirdPartyId,city\nc2,Bern\n',
		/^Line 3 is another header than line 1/,
		/several files/,
		BATCH_FILE,
	],
	[
		'a delimiter of its own',
		'sep=^\nid^tier\nc1^gold\n',
		/^The first line of the file says that "\^" stands between its columns$/,
		/^Commas, semicolons, tabs and pipes/,
	],
];

test.each(
	OTHER_KINDS.map(([what, content, message, advice, parameters = {}]) => ({
		what,
		content,
		message,
		advice,
		parameters,
	})),
)('$what is known for what it is', async ({ content, message, advice, parameters }) => {
	const options = { invalidRows: 'skip' };
	const run = await runFile(emulator(), content, { ...parameters, options });
	expect(run.error?.message).toMatch(message);
	expect(run.error?.description).toMatch(advice);
	expectNothingSent(run);
});

test.each([
	'id, "tier"\nc1, "gold"\n',
	'id,\t"tier"\r\nc1,gold\r\n',
	'"id"; "tier"; "city"\n"c1"; "gold"; "Bern"\n',
])(
	'white space before the quotes of a name would make them a part of it, so nothing is sent: %j',
	async (content) => {
		const run = await runFile(emulator(), content, { options: { invalidRows: 'skip' } });
		expect(run.error?.message).toBe(
			'The file can’t be read: the header has white space before a quote, in column 2',
		);
		expect(run.error?.description).toMatch(/^A quote opens a cell only where it is its first character\./);
		expectNothingSent(run);
	},
);

test('a name that only begins with a quote is a name, whatever stands before it', async () => {
	const { error } = await runFile(emulator(), 'id,"""best"" price", "x\nc1,gold,1\n');
	expect(error).toBeUndefined();
	expect(stored(['c1'])).toEqual({ c1: { '"best" price': 'gold', '"x': '1' } });
});

test.each([
	['text after a quote', '"id"x,tier\nc1,gold\n', /written twice/],
	['a carriage return', 'id,ti\rer\nc1,gold\n', /LF or CRLF/],
	['a NUL character', 'id,ti\0er\nc1,gold\n', /UTF-16/],
	['bytes that are not UTF-8', Buffer.from('id,größe\nc1,x\n', 'latin1'), /Save it as UTF-8/],
])('the advice for a header with %s is its own', async (what, content, advice) => {
	const { error } = await runFile(emulator(), content);
	expect(error?.description).toMatch(advice);
	if (what !== 'a NUL character') expect(error?.description).not.toMatch(/NUL|UTF-16/);
});

test.each(
	[
		'c2batch=thirdPartyId,city',
		'c2\ufeffbatch=thirdPartyId,city',
		'c2,batch=PCID,city',
		'c2,silverbatch=thirdPartyId\r',
	].flatMap((line) => (['stop', 'skip'] as const).map((invalidRows) => [line, invalidRows] as const)),
)(
	'a header that is joined to the last line of a batch file, which has no end, ends the run: %j, invalid rows %s',
	async (line, invalidRows) => {
		const content = `batch=thirdPartyId,tier,points\nc1,gold,1\n${line}\nc3,Bern\n`;
		const run = await runFile(emulator(), content, { ...BATCH_FILE, options: { invalidRows } });
		expect(run.error?.message).toBe(
			`A row of the file has the header of another batch file at its end: "${line.trimEnd().replace('\ufeff', '\\ufeff')}"`,
		);
		expectNothingSent(run);
	},
);

test('a value of a batch file may have "=" and "batch=" in it', async () => {
	const content =
		'batch=thirdPartyId,tier\nc1,a=b\nc2,batch%3DthirdPartyId\nc3,https://example.com/?batch=5\n';
	await runFile(emulator(), content, BATCH_FILE);
	expect(stored(['c1', 'c2', 'c3'])).toEqual({
		c1: { tier: 'a=b' },
		c2: { tier: 'batch=thirdPartyId' },
		c3: { tier: 'https://example.com/?batch=5' },
	});
});

test('raw spaces and letters of a batch file go out encoded, and what is ambiguous stays invalid', async () => {
	const content = 'batch=thirdPartyId, tier\nc1,sehr schön 😀\nc2,a+b\nc3,a&b\nc4,a#b\nc5,100%\nc6,a%20b\n';
	const run = await runFile(emulator(), content, { ...BATCH_FILE, options: { invalidRows: 'skip' } });
	expect(hintsOf(run)).toContain('2 profiles submitted in 1 batch, 4 rows skipped');
	expect(stored(['c1', 'c6'])).toEqual({ c1: { tier: 'sehr schön 😀' }, c6: { tier: 'a b' } });
	expect(emulator().requests[0]?.body.toString()).toBe(
		'batch=thirdPartyId,tier\nc1,sehr%20sch%C3%B6n%20%F0%9F%98%80\nc6,a%20b',
	);
});
