import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';
import { brokenAcrossLines } from '../../../../nodes/AdobeTarget/profiles/files/brokenRecord';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { UnreadableFile } from '../../../../nodes/AdobeTarget/profiles/unreadableFile';
import { readFile } from './readFile';
import type { ReadRow } from './readFile';

const read = async (content: string): Promise<ReadRow[]> =>
	await readFile(content, csvFormat('id', { mode: 'all', excludeFields: '' }));

test.each([
	['The row has 3 cells where the header has 2', 'it has 3 cells where the header has 2'],
	['The row holds bytes that are not UTF-8', 'it holds bytes that are not UTF-8'],
	['The third-party ID is missing', 'the third-party ID is missing'],
	['The attribute "The row " is too long', 'the attribute "The row " is too long'],
])('a record that spans lines and can’t be sent is told with them: %s', (reason, said) => {
	const error = brokenAcrossLines(new InvalidProfile(reason, 'Mend it.'), 7, 3);
	expect(error).toBeInstanceOf(UnreadableFile);
	expect(error.message).toBe(`The record in lines 7 to 9 is broken: ${said}`);
	expect(error.advice).toMatch(/^A quote is opened there, perhaps by mistake, .*whatever Invalid Rows says/);
});

describe('a quote that may have swallowed rows ends the run', () => {
	test.each<[what: string, content: string, message: string]>([
		[
			'where another quote closes it in the middle of a cell',
			'id,tier\n1,gold\n2,"sil\n3,gold\n4,"x",y\n5,z\n',
			'The record in lines 3 to 5 is broken: it has text between a closing quote and the end of its cell',
		],
		[
			'where the record has more cells than the header',
			'id,tier\n1,"gold\n2,silver",x\n',
			'The record in lines 2 to 3 is broken: it has 3 cells where the header has 2',
		],
		[
			'where the record has too few cells',
			'id,tier,city\n1,"gold\n2,silver"\n',
			'The record in lines 2 to 3 is broken: it has 2 cells where the header has 3',
		],
		[
			'where its ID is missing, and its last line could be a row',
			'id,tier\n,"gold\n2,silver"\n',
			'The record in lines 2 to 3 is broken: the third-party ID is missing',
		],
	])('%s', async (_, content, message) => {
		await expect(read(content)).rejects.toMatchObject({ name: 'UnreadableFile', message });
	});
});

describe('a record that spans lines is a row', () => {
	test('where it is right', async () => {
		expect(await read('id,text\n1,"a\nb"\n2,c\n')).toMatchObject([{ id: '1' }, { line: 4, id: '2' }]);
	});

	test('where only its ID is missing, and its last line is prose', async () => {
		expect(await read('id,text\n,"Dear all,\nthank you, and goodbye"\n2,c\n')).toEqual([
			{ line: 2, invalid: expect.stringContaining('ID is missing') as string },
			{ line: 4, id: '2', attributes: { text: 'c' } },
		]);
	});
});
