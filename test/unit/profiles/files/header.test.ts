import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { readFile } from './readFile';
import type { ReadRow } from './readFile';

async function read(content: string | Buffer): Promise<ReadRow[]> {
	return await readFile(content, csvFormat('id', { mode: 'selected', fields: 'tier' }));
}

test.each<[what: string, content: string | Buffer, message: string]>([
	[
		'a quote that swallows rows',
		'id,"tier\n1,gold\n2,5" pipe\n',
		'The file can’t be read: the header (lines 1 to 3) has text between a closing quote and the end of its cell',
	],
	[
		'a carriage return within a name',
		'id,ti\rer\n1,gold\n',
		'The file can’t be read: the header (line 1) has a carriage return without a line feed after it',
	],
	[
		'bytes that are not UTF-8 in a name of two lines',
		Buffer.from('id,tier,"größe\nin cm"\n1,gold,M\n', 'latin1'),
		'The file is not UTF-8: the header (lines 1 to 2) has bytes that are none',
	],
])('a header with %s is told with its lines', async (_, content, message) => {
	await expect(read(content)).rejects.toMatchObject({ name: 'UnreadableFile', message });
});

test('a header may have 20,000 columns, and no more', async () => {
	const table = (columns: number) => {
		const others = columns - 2;
		return `id,tier${',x'.repeat(others)}\n1,gold${',1'.repeat(others)}\n`;
	};
	expect(await read(table(20_000))).toEqual([{ line: 2, id: '1', attributes: { tier: 'gold' } }]);
	await expect(read(table(20_001))).rejects.toMatchObject({
		message: 'The header of the file names 20001 columns',
		advice: expect.stringMatching(/^It is line 1\. A file may have 20000 columns/) as string,
	});
});

describe('titles above a header are told, with the line in which it stands', () => {
	test.each<[what: string, content: string, line: number]>([
		['one', 'Customers\nid,tier\n1,gold\n', 2],
		['with blank lines', 'Customers\n\n\nid,tier\n1,gold\n', 4],
		['several', 'Customers\nof 2026\n"all, of them"\nid,tier\n1,gold\n', 4],
		['of several lines', '"Customers\nof 2026"\nid,tier\n1,gold\n', 3],
	])('%s', async (_, content, line) => {
		await expect(read(content)).rejects.toThrow(
			`The header of the file is not its first line: the columns that are named here stand in line ${line}`,
		);
	});

	test('up to twenty of them', async () => {
		const below = (titles: number) => `${'a title\n'.repeat(titles)}id,tier\n1,gold\n`;
		await expect(read(below(20))).rejects.toThrow('stand in line 21');
		await expect(read(below(21))).rejects.toThrow('The file has no column "id"');
	});
});
