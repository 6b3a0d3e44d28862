import fc from 'fast-check';

import { trimmedName } from '../../../../nodes/AdobeTarget/profiles/trimmedName';
import { batchFileFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/batchFileFormat';
import type { ProfileIdType } from '../../../../nodes/AdobeTarget/profiles/profileId';
import { readFile } from './readFile';
import type { Cuts, ReadRow } from './readFile';
import { plainIds, withoutBreaks } from '../plainIds';

const BYTE_BY_BYTE: Cuts = { sizes: [1] };

async function read(
	content: string | Buffer,
	cuts: Cuts = {},
	idType: ProfileIdType = 'thirdPartyId',
): Promise<ReadRow[]> {
	return await readFile(content, batchFileFormat(idType), cuts, idType);
}

/** A row that was read right. */
function row(line: number, id: string, attributes: Record<string, string> = {}): ReadRow {
	return { line, id, attributes };
}

const TWO = [row(2, 'a-1', { tier: 'gold, Köln', n: '7' }), row(3, 'b', { n: '8' })];

test.each([
	['as the node writes it', 'batch=thirdPartyId,tier,n\na-1,gold%2C%20K%C3%B6ln,7\nb,,8'],
	['with a line end after the last row', 'batch=thirdPartyId,tier,n\na-1,gold%2C%20K%C3%B6ln,7\nb,,8\n'],
	['with CRLF', 'batch=thirdPartyId,tier,n\r\na-1,gold%2C%20K%C3%B6ln,7\r\nb,,8\r\n'],
	['with lower-case escapes', 'batch=thirdPartyId,tier,n\na-1,gold%2c%20K%c3%b6ln,7\nb,,8\n'],
	[
		'with letters encoded that need not be',
		'batch=%74hirdPartyI%64,%74ier,n\n%61%2D1,%67old%2C%20K%C3%B6l%6e,%37\n%62,,%38',
	],
	['with its columns in another order', 'batch=thirdPartyId,n,tier\na-1,7,gold%2C%20K%C3%B6ln\nb,8'],
	['with empty cells at the end', 'batch=thirdPartyId,tier,n,x\na-1,gold%2C%20K%C3%B6ln,7,\nb,,8,\n'],
	['with a byte order mark', '\ufeffbatch=thirdPartyId,tier,n\na-1,gold%2C%20K%C3%B6ln,7\nb,,8\n'],
])('the same profiles are read from a batch file %s', async (_, content) => {
	// The order of the attributes is that of the columns, and means nothing.
	expect(await read(content)).toEqual(TWO);
	expect(await read(content, BYTE_BY_BYTE)).toEqual(TWO);
});

test('a batch file in UTF-16 with a byte order mark is read too', async () => {
	const text = '\ufeffbatch=thirdPartyId,tier\nc1,gold\n';
	expect(await read(Buffer.from(text, 'utf16le'))).toEqual([row(2, 'c1', { tier: 'gold' })]);
	expect(await read(Buffer.from(text, 'utf16le').swap16())).toEqual([row(2, 'c1', { tier: 'gold' })]);
});

test('lines may be short, down to the ID, and blank ones are passed over', async () => {
	const content = 'batch=thirdPartyId,a,b,c\n1,x\n\n2\r\n\r\n3,,,\n4,,y\n';
	expect(await read(content)).toEqual([
		row(2, '1', { a: 'x' }),
		row(4, '2'),
		row(6, '3'),
		row(7, '4', { b: 'y' }),
	]);
});

test.each([
	['in its only column', 'batch=thirdPartyId\n--\nc1\n', [row(2, '--'), row(3, 'c1')]],
	[
		'in a short line',
		'batch=thirdPartyId,tier\n---\nc1,gold\n',
		[row(2, '---'), row(3, 'c1', { tier: 'gold' })],
	],
	['with values of dashes', 'batch=thirdPartyId,tier\n--,--\n', [row(2, '--', { tier: '--' })]],
])('an ID of dashes under the header is a row: nobody prints a batch file, %s', async (_, content, rows) => {
	expect(await read(content)).toEqual(rows);
});

test('visible ASCII that a form leaves alone need not be encoded', async () => {
	expect(await read('batch=thirdPartyId,a=b:c\n1,x\n')).toEqual([row(2, '1', { 'a=b:c': 'x' })]);
	const raw = `-_.!~*'()"$:;<=>?@[\\]^\`{|}`;
	expect(await read(`batch=thirdPartyId,a\n1,${raw}/\n`)).toEqual([row(2, '1', { a: `${raw}/` })]);
});

test('"batch=" stands for itself inside a cell, and a quote opens nothing', async () => {
	expect(await read('batch=thirdPartyId,a,b\nbatch=1,"x,y"\n')).toEqual([
		row(2, 'batch=1', { a: '"x', b: 'y"' }),
	]);
});

test.each([
	['tab', '\t', 'byte 09', '%09'],
	['plus', '+', '"+"', '%2B'],
	['ampersand', '&', '"&"', '%26'],
	['hash', '#', '"#"', '%23'],
	['NUL', '\0', 'byte 00', '%00'],
	['delete character', '\x7f', 'byte 7F', '%7F'],
	['carriage return', '\rx', 'byte 0D', '%0D'],
])('a raw %s makes its row invalid, and no other', async (_, raw, shown, escape) => {
	const content = Buffer.concat([
		Buffer.from('batch=thirdPartyId,a,b\n1,x\n2,x'),
		Buffer.from(raw),
		Buffer.from(',y\n3,x\n'),
	]);
	const rows = [
		row(2, '1', { a: 'x' }),
		{ line: 3, invalid: `The row has a raw ${shown}, which has to be written as ${escape} in a batch file` },
		row(4, '3', { a: 'x' }),
	];
	expect(await read(content)).toEqual(rows);
	expect(await read(content, BYTE_BY_BYTE)).toEqual(rows);
});

test.each(['%', '%4', '%G1', '%1G', '%%41', '% 41', '%-1', '%0x41', '%\u0664\u0661', '%,', '%4,'])(
	'the escape %j makes its row invalid, and no other',
	async (escape) => {
		const rows = [
			row(2, '1', { a: 'x' }),
			{ line: 3, invalid: 'The row has a "%" without two hexadecimal digits after it' },
		];
		for (const cuts of [{}, BYTE_BY_BYTE]) {
			const inside = `batch=thirdPartyId,a,b,c\n1,x\n2,y${escape}\n3,x\n`;
			expect(await read(inside, cuts)).toEqual([...rows, row(4, '3', { a: 'x' })]);
			expect(await read(`batch=thirdPartyId,a,b,c\n1,x\n2,y${escape}`, cuts)).toEqual(rows);
		}
	},
);

test.each(['%FF', '%C3', '%C0%80', '%ED%A0%80', '%F5%80%80%80', '%E2%82', '%80'])(
	'escapes that are not UTF-8 (%s) make their row invalid, and no other',
	async (escapes) => {
		expect(await read(`batch=thirdPartyId,a\n1,x\n2,y${escapes}\n3,x\n`)).toEqual([
			row(2, '1', { a: 'x' }),
			{ line: 3, invalid: 'The row holds bytes that are not UTF-8' },
			row(4, '3', { a: 'x' }),
		]);
	},
);

test.each([
	['has more cells than columns', '1,x,y', /^The row has 3 cells where the header has 2$/],
	['has no ID', ',x', /^The third-party ID is missing$/],
	['has an ID of white space', '%20%09,x', /^The third-party ID holds only white space$/],
	['has an encoded + in its ID', 'a%2bb,x', /^The third-party ID "a\+b" holds a "\+" or "\/"/],
	['has a / in its ID', 'a/b,x', /^The third-party ID "a\/b" holds a "\+" or "\/"/],
	['has a long ID', `${'é'.repeat(257)},x`, /^The third-party ID is 257 characters long/],
	[
		'is larger than Target keeps',
		`1,${'x'.repeat(64_000)}`,
		/^The attributes of this profile are 64001 bytes/,
	],
])('a row that %s is invalid with its line', async (_, line, message) => {
	expect(await read(`batch=thirdPartyId,a\n${line.replaceAll('é', '%C3%A9')}\n`)).toEqual([
		{ line: 2, invalid: expect.stringMatching(message) as string },
	]);
});

test('+ and / are letters like others in a PC ID, which may have a location hint', async () => {
	expect(await read('batch=pcId,a\n1-2%2B/.28_20,x\n', {}, 'pcId')).toEqual([
		row(2, '1-2+/.28_20', { a: 'x' }),
	]);
});

test.each<readonly [what: string, content: string, message: string]>([
	[
		'another ID type',
		'batch=pcId,a\n1,x',
		'The first column of the file is "pcId", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'a first column that is no ID',
		'batch=email,a\n1,x',
		'The first column of the file is "email", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'an ID type in other letters',
		'batch=thirdpartyid,a\n1,x',
		'The first column of the file is "thirdpartyid", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	[
		'nothing after "batch="',
		'batch=\nthirdPartyId,a\n1,x',
		'The first column of the file is "", and the ID type here is "thirdPartyId" (Third-Party ID)',
	],
	['no "batch="', 'thirdPartyId,a\n1,x', 'The file does not begin with "batch=", and looks like CSV'],
	['"Batch=" in other letters', 'Batch=thirdPartyId,a\n1,x', 'The file does not begin with "batch="'],
	['an encoded "="', 'batch%3DthirdPartyId,a\n1,x', 'The file does not begin with "batch="'],
	['a blank line before it', '\nbatch=thirdPartyId,a\n1,x', 'The file does not begin with "batch="'],
	['no more than the beginning of "batch="', 'bat', 'The file does not begin with "batch="'],
	['a nameless column', 'batch=thirdPartyId,a,,b\n1,x', 'Column 3 of the file has no name'],
	['a column named by white space', 'batch=thirdPartyId,%20\n1,x', 'Column 2 of the file has no name'],
	['a delimiter at its end', 'batch=thirdPartyId,a,\n1,x', 'Column 3 of the file has no name'],
	[
		'a name that is there twice',
		'batch=thirdPartyId,a,b,%61\n1,x',
		'Column 4 of the file has a name that is there twice: "a"',
	],
	[
		'the ID’s column twice',
		'batch=thirdPartyId,a,thirdPartyId\n1,x',
		'Column 3 of the file has a name that is there twice: "thirdPartyId"',
	],
	[
		'"profile." before a name',
		'batch=thirdPartyId,profile.a\n1,x',
		'Column 2 of the file begins with "profile.": "profile.a"',
	],
	[
		'a raw + in a name',
		'batch=thirdPartyId,a+b\n1,x',
		'The file can’t be read: the header (line 1) has a raw "+", which has to be written as %2B in a batch file',
	],
	[
		'a name that is there twice but for spaces',
		'batch=thirdPartyId,a, a\n1,x',
		'Column 3 of the file has a name that is there twice: "a"',
	],
	[
		'a name that is not UTF-8',
		'batch=thirdPartyId,%FF\n1,x',
		'The file is not UTF-8: the header (line 1) has bytes that are none',
	],
])('a file with %s in its header is refused as a whole', async (_, content, message) => {
	for (const cuts of [{}, BYTE_BY_BYTE]) {
		await expect(read(content, cuts)).rejects.toMatchObject({ name: 'UnreadableFile', message });
	}
});

/** One of the ways to write a text in a batch file: for each byte by turns whether it is encoded and how. */
interface Style {
	readonly encode: readonly boolean[];
	readonly lowerCase: readonly boolean[];
	readonly lineEnds: ReadonlyArray<'\n' | '\r\n'>;
	readonly shortLines: boolean;
}

/** What may stand there as it is: visible ASCII but what a form, a batch file or an escape gives a meaning to. */
const MAY_BE_RAW = /[!-~]/;
const MUST_BE_ENCODED = /[&#+%,]/;

function writeBatchFile(table: readonly string[][], style: Style): string[] {
	let turn = 0;
	const writeCell = (text: string) =>
		Array.from(Buffer.from(text), (byte) => {
			const character = String.fromCharCode(byte);
			const raw = MAY_BE_RAW.test(character) && !MUST_BE_ENCODED.test(character);
			turn++;
			if (raw && style.encode[turn % style.encode.length] !== true) return character;
			const hex = byte.toString(16).padStart(2, '0');
			return `%${style.lowerCase[turn % style.lowerCase.length] === true ? hex : hex.toUpperCase()}`;
		}).join('');
	return table.map((cells, index) => {
		const line = cells.map(writeCell).join(',');
		const end = style.lineEnds[index % style.lineEnds.length] ?? '\n';
		const whole = index === 0 ? `batch=${line}` : line;
		return (style.shortLines ? whole.replace(/,+$/, '') : whole) + end;
	});
}

const special = fc.constantFrom(
	'%',
	',',
	'+',
	'&',
	'#',
	'=',
	'"',
	'\r',
	'\n',
	'\0',
	' ',
	'-',
	'A',
	'é',
	'😀',
);
const text = fc.oneof(
	fc.string({ unit: special, maxLength: 8 }),
	fc.string({ unit: 'binary', maxLength: 12 }),
);
const name = withoutBreaks(text).filter(
	(drawn) =>
		drawn !== '' && trimmedName(drawn) === drawn && drawn !== 'thirdPartyId' && !drawn.startsWith('profile.'),
);
const profileId = plainIds(text);

const table = fc.uniqueArray(name, { maxLength: 5 }).chain((names) => {
	const values = fc.array(text, { minLength: names.length, maxLength: names.length });
	const rows = fc.array(fc.tuple(profileId, values), { minLength: 1, maxLength: 8 });
	return fc.record({ names: fc.constant(names), rows });
});

const turns = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });
const style = fc.record({
	encode: turns,
	lowerCase: turns,
	lineEnds: fc.array(fc.constantFrom('\n' as const, '\r\n' as const), { minLength: 1, maxLength: 3 }),
	shortLines: fc.boolean(),
});

/** Lines of 66 KB: the reader is chosen by them, so what comes after them is read chunk by chunk. */
const LONG_LINES = `long,${'x'.repeat(33_000)}\n`.repeat(2);

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 });
const cases = fc.record({ table, style, sizes, long: fc.boolean() });

test('any encoding of the same texts gives the same profiles, however the file is cut into chunks', async () => {
	await fc.assert(
		fc.asyncProperty(cases, async (drawn) => {
			const { names, rows } = drawn.table;
			const [header = '', ...lines] = writeBatchFile(
				[['thirdPartyId', ...names], ...rows.map(([id, values]) => [id, ...values])],
				drawn.style,
			);
			const isLong = drawn.long && names.length > 0;
			const head = isLong ? header + LONG_LINES : header;
			const expected = rows.map(([id, values], index) => {
				const attributes = names.map((of, column): [string, string] => [of, values[column] ?? '']);
				const sent = Object.fromEntries(attributes.filter(([, value]) => value !== ''));
				return row(index + (isLong ? 4 : 2), id, sent);
			});
			const cuts = { sizes: drawn.sizes, ...(isLong && { first: head.length }) };
			const found = await read(head + lines.join(''), cuts);
			expect(isLong ? found.slice(2) : found).toEqual(expected);
		}),
		{ numRuns: 200 },
	);
});

test('a batch file may have more columns than there is room for at first', async () => {
	const columns = Array.from({ length: 200 }, (_, index) => `n${index}`);
	const content = `batch=thirdPartyId,${columns.join(',')}\nc1,${columns.join(',')}\n`;
	expect(await read(content)).toEqual([
		row(2, 'c1', Object.fromEntries(columns.map((name) => [name, name]))),
	]);
});
