import fc from 'fast-check';

import type { AttributeChoice } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { readFile } from './readFile';
import type { ReadRow } from './readFile';

const ALL: AttributeChoice = { mode: 'all', excludeFields: '' };

const read = async (content: string): Promise<ReadRow[]> => await readFile(content, csvFormat('id', ALL));

/** The IDs of the rows of a file. */
const idsIn = async (content: string): Promise<string[]> =>
	(await read(content)).map((row) => ('id' in row ? row.id : row.invalid));

const MARK = '\ufeff';

describe('of exports that were joined, a header that comes again is no row', () => {
	test.each<[what: string, content: string]>([
		['as it was', 'id,tier\n1,gold\nid,tier\n2,silver\n'],
		['at once', 'id,tier\nid,tier\n1,gold\n2,silver\n'],
		['at the end', 'id,tier\n1,gold\n2,silver\nid,tier\n'],
		['in capitals', 'id,tier\n1,gold\nID,TIER\n2,silver\n'],
		['with other capitals', 'id,Tier\n1,gold\nId,tIER\n2,silver\n'],
		['with white space around its names', 'id,tier\n1,gold\nid, tier \n2,silver\n'],
		['in quotes', 'id,tier\n1,gold\n"id","tier"\n2,silver\n'],
		['behind a byte order mark', `id,tier\n1,gold\n${MARK}id,tier\n2,silver\n`],
		['behind a byte order mark and in quotes', `id,tier\n1,gold\n${MARK}"id","tier"\n2,silver\n`],
		['of a file that had such a mark itself', `${MARK}id,tier\n1,gold\n${MARK}id,tier\n2,silver\n`],
		['with the ID in another column', 'tier,id\ngold,1\ntier,id\nsilver,2\n'],
		['behind a mark before another name than the ID’s', `tier,id\ngold,1\n${MARK}tier,id\nsilver,2\n`],
		['with empty cells behind it', 'id,tier\n1,gold\nid,tier,,\n2,silver\n'],
		['behind a byte order mark and in capitals', `id,tier\n1,gold\n${MARK}ID,TIER\n2,silver\n`],
		['in its place among columns that come before it', 'tier,id\ngold,1\nTIER,ID\nsilver,2\n'],
		['with a nameless column', 'id,tier,\n1,gold,\nid,tier,\n2,silver,\n'],
		['with a nameless column that was cut off', 'id,tier,\n1,gold,\nid,tier\n2,silver,\n'],
		['with letters beyond ASCII', 'id,größe\n1,M\nid,größe\n2,L\n'],
		['several times', 'id,tier\n1,gold\nid,tier\nid,tier\n2,silver\nid,tier\n'],
	])('%s', async (_, content) => {
		expect(await idsIn(content)).toEqual(['1', '2']);
	});

	test('whatever its names are', async () => {
		const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 _-]{0,8}[a-z0-9]$/);
		const names = fc.uniqueArray(name, {
			minLength: 1,
			maxLength: 5,
			selector: (one) => one.toLowerCase(),
		});
		await fc.assert(
			fc.asyncProperty(names, fc.nat(), async (others, at) => {
				const header = others.filter((one) => one.toLowerCase() !== 'id');
				header.splice(at % (header.length + 1), 0, 'id');
				const row = (id: string) => header.map((one) => (one === 'id' ? id : '~')).join();
				const lines = [header.join(), row('1'), header.join(), row('2'), header.join().toUpperCase()];
				expect(await idsIn(lines.join('\n'))).toEqual(['1', '2']);
			}),
		);
	});
});

test.each([
	['white space', 'id,home town\n1,Bern\nID,Home Town\n2,Bonn\n', 'id'],
	[
		'white space in the name of the ID',
		'customer id,tier\n1,gold\nCustomer ID,Tier\n2,silver\n',
		'customer id',
	],
	['letters beyond ASCII in it', 'kürzel,tier\n1,gold\nKÜRZEL,TIER\n2,silver\n', 'kürzel'],
	['signs that are escaped', 'id#,tier\n1,gold\nID#,TIER\n2,silver\n', 'id#'],
])('a header in capitals is known again where its names have %s', async (_, content, column) => {
	const rows = await readFile(content, csvFormat(column, ALL));
	expect(rows).toMatchObject([{ id: '1' }, { id: '2' }]);
});

describe('a row is one, although a name of the header stands in it', () => {
	test.each<[what: string, content: string, ids: string[]]>([
		['beside an ID of its own', 'id,tier\n1,tier\ntier1,gold\n', ['1', 'tier1']],
		['in place of the ID, with values beside it', 'id,tier\ntier,gold\n', ['tier']],
		['in place of the ID, with an empty value', 'id,tier,city\ntier,,Bern\n', ['tier']],
		['in other letters, with values beside it', 'id,tier\nID,gold\n', ['ID']],
		['and only begins with it', 'id,tier\nidx,tier\n', ['idx']],
		['beside an ID that is nearly one', 'id,tier\ntear,id\n', ['tear']],
		['and is as long, with the same ends', 'id,tier\ntear,gold\n', ['tear']],
	])('%s', async (_, content, ids) => {
		expect(await idsIn(content)).toEqual(ids);
	});
});

test('a broken row that begins as the header does is told as a row', async () => {
	expect(await idsIn('id,tier\n1,gold\nid,"tier"x\n2,silver\n')).toEqual([
		'1',
		'The row has text between a closing quote and the end of its cell',
		'2',
	]);
});

describe('a header with other columns ends the run, as rows below it mean something else', () => {
	test.each<[what: string, content: string, column?: string]>([
		['with another name beside the ID', 'id,tier\n1,gold\nid,level\n2,silver\n'],
		['with one column more', 'id,tier\n1,gold\nid,tier,city\n2,silver,Bern\n'],
		['with one column less', 'id,tier,city\n1,gold,Bern\nid,tier\n2,silver\n'],
		[
			'in another order, with the ID where it was',
			'id,tier,city\n1,gold,Bern\nid,city,tier\n2,Bonn,silver\n',
		],
		[
			'in another order and in capitals, with the ID where it was',
			'id,tier,city\n1,gold,Bern\nID,CITY,TIER\n2,Bonn,x\n',
		],
		['in another order, with the ID elsewhere', 'id,tier\n1,gold\ntier,id\nsilver,2\n'],
		['in another order and in capitals', 'id,tier\n1,gold\nTIER,ID\nsilver,2\n'],
		['in another order, one more', 'id,tier\n1,gold\ntier,city,id\nsilver,Bern,2\n'],
		['behind a byte order mark', `id,tier\n1,gold\n${MARK}id,level\n2,silver\n`],
		['behind such a mark, in another order', `id,tier,city\n1,gold,Bern\n${MARK}id,city,tier\n2,Bonn,x\n`],
		['in another order, with white space in a name', 'id,home town\n1,Bern\nhome town,id\nBonn,2\n'],
		[
			'in another order, with white space in both',
			'the id,home town\n1,Bern\nhome town,the id\nBonn,2\n',
			'the id',
		],
		['in another order, with letters beyond ASCII', 'id,größe\n1,M\ngröße,id\nL,2\n'],
		['whose name has white space in it', 'the id,tier\n1,gold\nthe id,level\n2,silver\n', 'the id'],
	])('%s', async (_, content, column = 'id') => {
		await expect(readFile(content, csvFormat(column, ALL))).rejects.toMatchObject({
			name: 'UnreadableFile',
			message: `Line 3 is another header than line 1: it names the ID’s column "${column}", and other columns beside it`,
			advice: expect.stringContaining('Hand them in as several files') as string,
		});
	});

	test('also where a name of it is not UTF-8', async () => {
		const content = Buffer.from('tier,id\ngold,1\ngr\u00f6\u00dfe,id\nM,2\n', 'latin1');
		await expect(readFile(content, csvFormat('id', ALL))).rejects.toThrow('Line 3 is another header');
	});

	test('and the message names both lines', async () => {
		await expect(read('\nid,tier\n1,gold\n\n2,gold\nid,level\n3,silver\n')).rejects.toThrow(
			'Line 6 is another header than line 2',
		);
	});
});

describe('a line that underlines the header is no row', () => {
	test.each<[what: string, content: string]>([
		['as sqlcmd writes it', 'id,tier\n--,----\n1,gold\n2,silver\n'],
		['as Markdown does', '|id|tier|\n|:--|--:|\n|1|gold|\n|2|silver|\n'],
		['as psql prints it', 'id|tier\n--+----\n1|gold\n2|silver\n'],
		['as psql prints three columns', 'id|tier|city\n---+------+-----\n1|gold|\n2|silver|\n'],
		['with white space around the dashes', 'id,tier\n -- , ---- \n1,gold\n2,silver\n'],
		['under a header that comes again', 'id,tier\n--,----\n1,gold\nid,tier\n--,----\n2,silver\n'],
		['with an empty cell under a nameless column', 'id,tier,\n--,----,\n1,gold,\n2,silver,\n'],
		['under one column', 'id\n--\n1\n2\n'],
	])('%s', async (_, content) => {
		expect(await idsIn(content)).toEqual(['1', '2']);
	});

	test.each<[what: string, content: string, ids: string[]]>([
		['one dash, which may be an ID', 'id,tier\n-,-\n1,gold\n', ['-', '1']],
		['one dash with white space round it', 'id,tier\n - ,--\n1,gold\n', ['-', '1']],
		['a value beside the dashes', 'id,tier\n--,gold\n1,gold\n', ['--', '1']],
		['dashes further down', 'id,tier\n1,gold\n--,--\n', ['1', '--']],
	])('but %s is a row', async (_, content, ids) => {
		expect(await idsIn(content)).toEqual(ids);
	});

	test('and one with a value under a nameless column is told as a row', async () => {
		expect(await idsIn('id,tier,\n--,----,x\n1,gold,\n')).toEqual([
			'The row has a value in column 3, which has no name in the header',
			'1',
		]);
	});

	test('and one that is broken is told as a row', async () => {
		expect(await idsIn('id,tier\n--,"--"-\n1,gold\n')).toEqual([
			'The row has text between a closing quote and the end of its cell',
			'1',
		]);
	});

	test('and one that has a cell less than the header is told as a row', async () => {
		expect(await read('id,tier,city\n--,----\n1,gold,Bern\n')).toEqual([
			expect.objectContaining({ line: 2 }),
			{ line: 3, id: '1', attributes: { tier: 'gold', city: 'Bern' } },
		]);
	});
});
