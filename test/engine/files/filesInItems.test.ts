import type { IDataObject } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk } from '../emulatedRun';
import type { ItemFile, NodeRun } from '../engine';

const emulator = emulatorPerTest();

const CSV: ItemFile = { content: Buffer.from('customerId,tier\nc1,gold\n'), fileName: 'export.csv' };
const PHOTO: ItemFile = { content: Buffer.from([1, 2, 3]), fileName: 'photo.png' };

/** What n8n's Read/Write Files from Disk says of a file. */
const JSON_OF_FILE = { mimeType: 'text/csv', fileName: 'export.csv', fileExtension: 'csv' };

const MODES = ['memory', 'filesystem'] as const;

async function runItems(
	items: readonly IDataObject[],
	file: ItemFile | undefined,
	idField = 'customerId',
	rest: Pick<NodeRun, 'onError' | 'binaryMode'> = {},
) {
	const files = items.map((): Record<string, ItemFile> => (file === undefined ? {} : { data: file }));
	return await runBulk(emulator(), items, { idField }, { files, ...rest });
}

const hintsOf = ({ hints }: Awaited<ReturnType<typeof runItems>>) =>
	hints.map(({ message }) => message).filter((message) => message.includes('holds a file'));

describe.each(MODES)('a file of text in the items (%s)', (binaryMode) => {
	test.each(ON_ERROR)('ends the run where none has the ID: choose File (%s)', async (onError) => {
		for (const items of [[{}], [JSON_OF_FILE, JSON_OF_FILE]]) {
			const { error, success, failed } = await runItems(items, CSV, 'customerId', { onError, binaryMode });
			const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
			expect(told).toBe('The input holds a file (data: export.csv): choose Source: File');
			if (error) expect(error.description).toMatch(/"customerId".*Nothing was sent\.$/);
		}
		expect(emulator().counts.requests).toBe(0);
	});

	test('is a hint where an item has the field of the ID', async () => {
		const result = await runItems([JSON_OF_FILE], CSV, 'fileName', { binaryMode });
		expect(result.error).toBeUndefined();
		expect(hintsOf(result)).toEqual([
			'The input holds a file (data: export.csv) that was not read, as each item is a profile here. If its rows are the profiles, choose Source: File.',
		]);
	});
});

test.each<[string, readonly IDataObject[], ItemFile | undefined]>([
	['no file', [{ id: 'c1', tier: 'gold' }], undefined],
	['a picture', [{ id: 'c1', tier: 'gold' }], PHOTO],
	[
		'a file of text with each of many',
		Array.from({ length: 21 }, (_, n) => ({ id: `c${n}`, tier: 'gold' })),
		CSV,
	],
])('nothing is said of %s', async (_, items, file) => {
	const result = await runItems(items, file, 'id');
	expect(result.error).toBeUndefined();
	expect(hintsOf(result)).toEqual([]);
	const without = await runItems(items, file, 'customerId');
	expect(without.error?.message).not.toContain('holds a file');
});
