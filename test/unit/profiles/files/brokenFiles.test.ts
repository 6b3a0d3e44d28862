import { batchFileFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/batchFileFormat';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import type { AttributeChoice } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import { readFile } from './readFile';
import type { Cuts, ReadRow } from './readFile';

const ALL: AttributeChoice = { mode: 'all', excludeFields: '' };
const CUTS: readonly Cuts[] = [{}, { sizes: [1] }, { sizes: [3] }];

async function read(content: string | Buffer, cuts: Cuts = {}, choice = ALL): Promise<ReadRow[]> {
	return await readFile(content, csvFormat('id', choice), cuts);
}

/** That a file is refused as a whole, in words for the person at the panel, however it is cut. */
async function expectRefused(
	content: string | Buffer,
	message: string,
	{ advice = /./, choice = ALL }: { advice?: RegExp; choice?: AttributeChoice } = {},
): Promise<void> {
	for (const cuts of CUTS) {
		await expect(read(content, cuts, choice)).rejects.toMatchObject({
			name: 'UnreadableFile',
			message,
			advice: expect.stringMatching(/^[A-Z].*\.$/s) as string,
		});
		await expect(read(content, cuts, choice)).rejects.toMatchObject({
			advice: expect.stringMatching(advice) as string,
		});
	}
}

test.each([
	['504b0304', 'a ZIP archive or an Excel workbook', /Compression node/],
	['504b0506', 'an empty ZIP archive', /Check the node/],
	['1f8b0800', 'compressed with gzip', /Compression node/],
	['25504446', 'a PDF', /CSV file/],
	['d0cf11e0', 'an old Excel workbook', /as CSV/],
])('a file that begins with the bytes %s is %s, not text', async (signature, what, advice) => {
	await expectRefused(Buffer.from(`${signature}00616263`, 'hex'), `The file is ${what}, not text`, {
		advice,
	});
});

test('gzip is known by its first two bytes alone', async () => {
	await expectRefused(Buffer.from('1f8b', 'hex'), 'The file is compressed with gzip, not text');
});

test('such bytes within a file are none of it', async () => {
	expect(await read('id,PK\u0003\u0004,%PDF\n1,PK\u0003\u0004,%PDF\n')).toEqual([
		{ line: 2, id: '1', attributes: { 'PK\u0003\u0004': 'PK\u0003\u0004', '%PDF': '%PDF' } },
	]);
});

test.each(['', '\ufeff', '\n', '\r\n\n'])('the file %j is empty', async (content) => {
	await expectRefused(content, 'The file is empty', {
		advice: /^It is "customers", of item 0; .* header at least/,
	});
});

test('an empty file in UTF-16 is empty too', async () => {
	await expectRefused(Buffer.from('fffe', 'hex'), 'The file is empty');
	await expectRefused(Buffer.from('feff', 'hex'), 'The file is empty');
});

test.each(['id', 'id\n', 'a,id\r\n\n'])('the file %j has no rows, and is none the worse', async (content) => {
	expect(await read(content)).toEqual([]);
});

test.each(['id\n1', 'i\n', 'id'])(
	'the first bytes of a file count, however few they are: %j',
	async (content) => {
		const format = csvFormat('i', ALL);
		const idOnly = content.startsWith('id') ? csvFormat('id', ALL) : format;
		const found = readFile(content, idOnly).then(
			(rows) => rows.length,
			(error: unknown) => (error as Error).message,
		);
		expect(await found).toBe(content === 'id\n1' ? 1 : 0);
	},
);

describe('UTF-16', () => {
	const text = '\ufeffid,tier\n1,gold\n2,x';

	test('with half a character at its end is refused with its line', async () => {
		await expectRefused(
			Buffer.from(`${text}y`, 'utf16le').subarray(0, -1),
			'The file begins as UTF-16, but is not right UTF-16 in line 3 or soon after',
			{ advice: /middle of a character.*Save it as UTF-8/ },
		);
	});

	test('with half a surrogate pair is refused', async () => {
		for (const cuts of [{ sizes: [1] }, { sizes: [2] }]) {
			const broken = Buffer.from('\ufeffid\n1\n\ud83d\n2\n', 'utf16le');
			await expect(read(broken, cuts)).rejects.toThrow(
				'The file begins as UTF-16, but is not right UTF-16 in line 3 or soon after',
			);
			await expect(read(broken.swap16(), cuts)).rejects.toThrow('is not right UTF-16 in line 3');
		}
	});
});

test.each([
	['id,a\n1,"x', 2],
	['id,a\n1,x\n\n2,"x\ny\n', 4],
	['id,a\n1,x\n2,y""\n3,"""', 4],
	['"id', 1],
	['"id\n1,x\n', 1],
])('%j ends within quotes that begin in line %d', async (content, line) => {
	await expectRefused(
		content,
		`The file ends within quotes: a quote of the record that begins in line ${line} is never closed`,
		{ advice: /Close it/ },
	);
});

test('a record of a megabyte is read, and one byte more is too long', async () => {
	const longest = `1,${'x'.repeat(1_048_576 - 3)}`;
	expect(await read(`id,a\n${longest}\n2,y\n`)).toEqual([
		{ line: 2, invalid: expect.stringMatching(/^The attributes of this profile are/) as string },
		{ line: 3, id: '2', attributes: { a: 'y' } },
	]);
	for (const content of [`id,a\n0,y\n${longest}x\n2,y\n`, `id,a\n0,y\n${longest}x`]) {
		await expect(read(content)).rejects.toMatchObject({
			message: 'The record that begins in line 3 is longer than 1048576 bytes',
			advice: expect.stringMatching(/64 KB\. .*never closed.*\.$/) as string,
		});
	}
});

test('a record that comes in many pieces is whole, and others around it', async () => {
	const long = 'abcdefghij'.repeat(14_000);
	for (const size of [1_000, 65_536, 100_000]) {
		const rows = await read(`id,a,b\n1,x,y\n2,"${long}","${long}"\n3,z,\n`, { sizes: [size] });
		expect(rows).toEqual([
			{ line: 2, id: '1', attributes: { a: 'x', b: 'y' } },
			{ line: 3, invalid: expect.stringMatching(/are 280002 bytes large/) as string },
			{ line: 4, id: '3', attributes: { a: 'z' } },
		]);
	}
});

test('a row of many cells is whole', async () => {
	const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
	const attributes = Object.fromEntries(names.map((name) => [name, `v${name}`]));
	expect(await read(`id,${names.join(',')}\n1,${names.map((name) => `v${name}`).join(',')}\n`)).toEqual([
		{ line: 2, id: '1', attributes },
	]);
});

describe('a CSV header', () => {
	test.each<readonly [what: string, content: string, message: string, advice: RegExp, AttributeChoice]>([
		[
			'does not have the ID’s column',
			'a,b\n1,2\n',
			'The file has no column "id"',
			/^Its header names "a", "b"\. Commas/,
			ALL,
		],
		[
			'of many columns does not have it',
			`${Array.from({ length: 21 }, (_, index) => `c${index}`).join(';')}\n1\n`,
			'The file has no column "id"',
			/^Its header names "c0", .*, "c19" and more\. Commas/,
			ALL,
		],
		[
			'of twenty columns does not have it',
			`${Array.from({ length: 20 }, (_, index) => `c${index}`).join(';')}\n1\n`,
			'The file has no column "id"',
			/^Its header names "c0", .*, "c19"\. Commas/,
			ALL,
		],
		[
			'has the ID’s column twice',
			'id,a,id\n1,2,3\n',
			'"id" is meant twice: by columns 1 and 3 of the file',
			/name of its own/,
			ALL,
		],
		[
			'has an attribute twice',
			'id,a,b,a\n1,2,3,4\n',
			'"a" is meant twice: by columns 2 and 4 of the file',
			/name of its own/,
			ALL,
		],
		[
			'has an attribute with and without "profile."',
			'a,id,profile.a\n1,2,3\n',
			'"profile.a" is meant twice: by columns 1 and 3 of the file',
			/name of its own/,
			ALL,
		],
		[
			'does not have a selected column',
			'id,a\n1,2\n',
			'The file has no column "b.c"',
			/./,
			{ mode: 'selected', fields: 'a, b.c' },
		],
		[
			'does not have a mapped column',
			'id,a\n1,2\n',
			'The file has no column "b"',
			/./,
			{ mode: 'define', mapping: [{ attribute: 'x', field: 'b' }] },
		],
		[
			'is mapped to one attribute twice',
			'id,a,b\n1,2,3\n',
			'"b" is meant twice: by columns 2 and 3 of the file',
			/./,
			{
				mode: 'define',
				mapping: [
					{ attribute: 'x', field: 'a' },
					{ attribute: 'profile.x', field: 'b' },
				],
			},
		],
		[
			'holds text after a closing quote',
			'\nid,"a"b\n1,2\n',
			'The file can’t be read: the header (line 2) has text between a closing quote and the end of its cell',
			/written twice/,
			ALL,
		],
		[
			'holds NUL characters, as UTF-16 does',
			'i\0d\n1\n',
			'The file can’t be read: the header (line 1) holds a NUL character, which no text has',
			/byte order mark/,
			ALL,
		],
	])('that %s is refused', async (_, content, message, advice, choice) => {
		await expectRefused(content, message, { advice, choice });
	});

	test('that is not UTF-8 is refused', async () => {
		await expectRefused(
			Buffer.from('id,größe\n1,2\n', 'latin1'),
			'The file is not UTF-8: the header (line 1) has bytes that are none',
			{ advice: /Save it as UTF-8/ },
		);
	});

	test('with mapped names may use any column, the ID’s too', async () => {
		const choice: AttributeChoice = {
			mode: 'define',
			mapping: [
				{ attribute: 'profile.key', field: 'id' },
				{ attribute: 'town', field: '["home.city"]' },
			],
		};
		expect(await read('home.city,id,other\nBonn,1,x\n', {}, choice)).toEqual([
			{ line: 2, id: '1', attributes: { key: '1', town: 'Bonn' } },
		]);
	});

	test('of one cell more or less than a row makes the row invalid, with advice', async () => {
		expect(await read('id,a\n1\n2,x,y\n')).toMatchObject([
			{ invalid: 'The row has 1 cell where the header has 2' },
			{ invalid: 'The row has 3 cells where the header has 2' },
		]);
	});
});

test('rows of a batch file that has other letters than UTF-8 are told apart from right ones', async () => {
	const content = Buffer.concat([
		Buffer.from('batch=thirdPartyId,a\n1,%C3%A9\n2,é\n3,'),
		Buffer.from('é', 'latin1'),
	]);
	expect(await readFile(content, batchFileFormat('thirdPartyId'))).toMatchObject([
		{ line: 2, id: '1', attributes: { a: 'é' } },
		{ line: 3, id: '2', attributes: { a: 'é' } },
		{ line: 4, invalid: 'The row holds bytes that are not UTF-8' },
	]);
});
