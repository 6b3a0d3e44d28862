import { csvFormat } from '../../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import type { DelimiterChoice } from '../../../../../nodes/AdobeTarget/profiles/files/formats/delimiters';
import { readFile } from '../readFile';
import type { ReadRow } from '../readFile';

async function read(content: string | Buffer, delimiter: DelimiterChoice = 'auto'): Promise<ReadRow[]> {
	return await readFile(content, csvFormat('id', { mode: 'all', excludeFields: '' }, delimiter));
}

const ROW = { id: '1', attributes: { tier: 'gold' } };

describe('what Excel says in the first line of its delimiter', () => {
	test.each<[what: string, content: string | Buffer]>([
		['a comma', 'sep=,\nid,tier\n1,gold\n'],
		['a semicolon', 'sep=;\nid;tier\n1;gold\n'],
		['a tab', 'sep=\t\nid\ttier\n1\tgold\n'],
		['a pipe', 'sep=|\nid|tier\n1|gold\n'],
		['in capitals', 'SEP=;\nid;tier\n1;gold\n'],
		['in quotes', '"sep=;"\nid;tier\n1;gold\n'],
		['with CRLF', 'sep=;\r\nid;tier\r\n1;gold\r\n'],
		['with CR alone', 'sep=;\rid;tier\r1;gold'],
		['with delimiters behind it, where it was saved anew', 'sep=;;;\nid;tier\n1;gold\n'],
		['behind a byte order mark', '\ufeffsep=;\nid;tier\n1;gold\n'],
		['in UTF-16', Buffer.from('\ufeffsep=;\r\nid;tier\r\n1;gold', 'utf16le')],
	])('counts: %s', async (_, content) => {
		expect(await read(content)).toEqual([{ line: 3, ...ROW }]);
	});

	test('counts for more than what the header has most of', async () => {
		expect(await read('sep=;\nid;a|b|c|d\n1;x\n')).toEqual([
			{ line: 3, id: '1', attributes: { 'a|b|c|d': 'x' } },
		]);
	});

	test('counts for less than the panel, and is no row then either', async () => {
		expect(await read('sep=,\nid;tier\n1;gold\n', 'semicolon')).toEqual([{ line: 3, ...ROW }]);
	});

	test.each(['^', ':', '.', ' '])('is an error where it is none that is known: %j', async (delimiter) => {
		const content = `sep=${delimiter}\nid${delimiter}tier\n1${delimiter}gold\n`;
		await expect(read(content)).rejects.toMatchObject({
			name: 'UnreadableFile',
			message: `The first line of the file says that "${delimiter}" stands between its columns`,
			advice: expect.stringContaining('Commas, semicolons, tabs and pipes are known') as string,
		});
	});

	test('is an ordinary header where more stands in the line', async () => {
		expect(await read('sep=a,id\nx,1\n')).toEqual([{ line: 2, id: '1', attributes: { 'sep=a': 'x' } }]);
	});
});

test.each<[DelimiterChoice, string]>([
	['comma', ','],
	['semicolon', ';'],
	['tab', '\t'],
	['pipe', '|'],
])(
	'what the panel says of the delimiter counts, whatever the header has most of: %s',
	async (choice, sign) => {
		const others = [';', '\t', '|']
			.filter((one) => one !== sign)
			.join('')
			.repeat(3);
		expect(await read(`a${others}b${sign}id\nx${sign}1\n`, choice)).toEqual([
			{ line: 2, id: '1', attributes: { [`a${others}b`]: 'x' } },
		]);
	},
);

describe('where neither says it, that counts', () => {
	test.each<[what: string, content: string, attributes: Record<string, string>]>([
		['under which the ID’s column is found', 'id;a|b|c|d\n1;x\n', { 'a|b|c|d': 'x' }],
		['else of which the header has most', 'x;y|z;"id"\n2;3;1\n', { x: '2', 'y|z': '3' }],
	])('%s', async (_, content, attributes) => {
		expect(await read(content)).toEqual([{ line: 2, id: '1', attributes }]);
	});

	test('under which the ID’s column is found further down, where titles stand above', async () => {
		await expect(read('Report, all customers, 2026\n\nid;tier\n1;gold\n')).rejects.toThrow(
			'the columns that are named here stand in line 3',
		);
	});
});
