import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk } from '../emulatedRun';
import type { ItemFile, NodeRun } from '../engine';

const emulator = emulatorPerTest();

const csv = (id: string, fileName = `${id}.csv`): ItemFile => ({
	content: Buffer.from(`id,tier\n${id},gold\n`),
	fileName,
});

async function runWith(
	binaryPropertyName: string,
	files: NonNullable<NodeRun['files']>,
	rest: Pick<NodeRun, 'binaryMode' | 'onError'> & { items?: readonly IDataObject[] } = {},
) {
	const { items = files.map(() => ({})), ...run } = rest;
	return await runBulk(
		emulator(),
		items,
		{ source: 'file', fileFormat: 'csv', binaryPropertyName, options: { duplicateIds: 'keep' } },
		{ ...run, files },
	);
}

const sentIds = () =>
	['c0', 'c1', 'c2', 'c3'].filter((id) => emulator().profile('thirdPartyId', id)?.get('tier') === 'gold');

const MODES = ['memory', 'filesystem', 'database'] as const;

/** By two items, the first of which has the files of c0 and c1, the second those of c2 and c3. */
const ITEMS = [
	{ data: csv('c0'), report: csv('c1') },
	{ data: csv('c2'), report: csv('c3') },
];

const ALL = ['c0', 'c1', 'c2', 'c3'];

const GIVEN: ReadonlyArray<readonly [what: string, given: string, ids: readonly string[]]> = [
	['a name', 'data', ['c0', 'c2']],
	['names', 'data, report', ALL],
	['a name by an expression', '={{ "report" }}', ['c1', 'c3']],
	['a list of names', '={{ ["data", "report"] }}', ALL],
	['n8n’s file', '={{ $binary.data }}', ['c0', 'c2']],
	['another of them', '={{ $binary["report"] }}', ['c1', 'c3']],
	['a list of files', '={{ [$binary.data, $binary.report] }}', ALL],
	['a list of a name and a file', '={{ ["data", $binary.report] }}', ALL],
	['all files', '={{ $binary }}', ALL],
	['the files of all', '={{ Object.values($binary) }}', ALL],
	['the file of the item', '={{ $input.item.binary.data }}', ['c0', 'c2']],
	['the file of the item of another node', '={{ $("Items").item.binary.data }}', ['c0', 'c2']],
	['one file of another node, for each item', '={{ $("Items").first().binary.data }}', ['c0']],
	['a file in the item’s fields', '={{ $json.kept }}', ['c2']],
	['a name that differs by item', '={{ $itemIndex === 0 ? "data" : "report" }}', ['c0', 'c3']],
	['a name in the item’s fields', '={{ $json.which }}', ['c1', 'c2']],
	[
		'names, more of them in a later item',
		'={{ Object.keys($binary).slice(0, $itemIndex + 1) }}',
		['c0', 'c2', 'c3'],
	],
	['a name first, and then a file', '={{ $itemIndex === 0 ? "data" : $binary.report }}', ['c0', 'c3']],
];

describe.each(MODES)('with files %s', (binaryMode) => {
	test.each(GIVEN)('Input Binary Field takes %s: %s', async (_, given, ids) => {
		const kept = {
			mimeType: 'text/csv',
			fileName: 'kept.csv',
			data: csv('c2').content.toString('base64'),
		};
		const items = [
			{ kept, which: 'report' },
			{ kept, which: 'data' },
		];
		const { error, hints } = await runWith(given, ITEMS, { binaryMode, items });
		expect(error).toBeUndefined();
		expect(sentIds()).toEqual(ids);
		const [{ message } = { message: '' }] = hints;
		expect(message).toContain(`${ids.length} ${ids.length === 1 ? 'row' : 'rows'} read`);
	});
});

const NAMELESS: ReadonlyArray<readonly [what: string, given: string, message: string]> = [
	['a name that no file has', 'dta', 'Item 0 has no file "dta"'],
	['one such name among others', 'data, dta', 'Item 0 has no file "dta"'],
	['a number', '={{ 5 }}', 'Item 0 has no file "5"'],
	['a file put into a text', '=file {{ $binary.data }}', 'Item 0 has no file "file [object Object]"'],
	['a file that is not there', '={{ $binary.dta }}', 'The parameter "Input Binary Field" is empty'],
	['a list of nothing', '={{ ["", " "] }}', 'The parameter "Input Binary Field" is empty'],
	['true', '={{ true }}', 'The parameter "Input Binary Field" must be names of binary fields'],
	[
		'an object that is no file',
		'={{ ({ name: "data" }) }}',
		'The parameter "Input Binary Field" must be names of binary fields',
	],
	['a list of numbers', '={{ [1] }}', 'The parameter "Input Binary Field" must be names of binary fields'],
	[
		'what says of a file what it is, and is none',
		'={{ ({ mimeType: "text/csv" }) }}',
		'Item 0 has no file that the expression gives',
	],
];

test.each(NAMELESS)('%s is an error, and no run of no rows', async (_, given, message) => {
	for (const onError of ON_ERROR) {
		const { success, failed, error } = await runWith(given, ITEMS, { onError });
		const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
		expect(told).toBe(message);
		if (error !== undefined) {
			const files = message.startsWith('Item') ? /Its files are in "data", "report"\./ : /binary field/;
			expect(error.description).toMatch(files);
			expect(error.description).toMatch(/Nothing was sent\.$/);
		}
	}
	expect(emulator().counts.requests).toBe(0);
});

test('an item without the file that the first has is named', async () => {
	const files: NonNullable<NodeRun['files']> = [{ data: csv('c0') }, {}];
	for (const given of ['data', '={{ $binary.data }}']) {
		const { error } = await runWith(given, files);
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(/[Ii]tem 1/);
	}
	expect(emulator().counts.requests).toBe(0);
});

const AS_IT_WAS: ReadonlyArray<readonly [what: string, parameters: INodeParameters]> = [
	['missing', {}],
	['its default', { binaryPropertyName: 'data' }],
];

describe.each(AS_IT_WAS)('where Input Binary Field is %s', (_, parameters) => {
	const run = async (files: NonNullable<NodeRun['files']>, items: readonly IDataObject[] = [{}]) =>
		await runBulk(emulator(), items, { source: 'file', fileFormat: 'csv', ...parameters }, { files });

	test('the one file of an item is taken, and a hint names it', async () => {
		const { error, hints } = await run([{ CSV_File: csv('c1') }], [{ data: 'text' }]);
		expect(error).toBeUndefined();
		expect(sentIds()).toEqual(['c1']);
		expect(hints.map(({ message }) => message)).toContain(
			'There is no file in "data", so the only one was taken: "CSV_File".',
		);
	});

	test('of two files none is', async () => {
		const { error } = await run([{ first: csv('c0'), second: csv('c1') }]);
		expect(error?.message).toBe('Item 0 has no file "data"');
		expect(error?.description).toContain('Its files are in "first", "second".');
		expect(emulator().counts.requests).toBe(0);
	});

	test('text in its place is told apart from a file', async () => {
		const { error } = await run([{}], [{ data: 'id,tier\nc0,gold\n' }]);
		expect(error?.message).toBe('"data" is text, not a file: in HTTP Request choose Response Format: File');
		expect(error?.description).toMatch(/Nothing was sent\.$/);
	});
});

test('a name that somebody gave is taken for no other: the one file is named', async () => {
	for (const given of ['report', '={{ "data" }}']) {
		const { error } = await runWith(given, [{ CSV_File: csv('c0') }]);
		expect(error?.message).toMatch(/^Item 0 has no file "(report|data)"$/);
		expect(error?.description).toContain('Its only file is in "CSV_File".');
	}
	const { error } = await runWith('report', [{}], { items: [{ report: 'id,tier' }] });
	expect(error?.message).toContain('"report" is text, not a file');
	expect(emulator().counts.requests).toBe(0);
});

test('where n8n does not say which of two files of one name is meant, they have to be told apart', async () => {
	const files = [{ data: csv('c0', 'same.csv'), report: csv('c1', 'same.csv') }];
	const { error } = await runWith('={{ $binary.data }}', files);
	expect(error?.message).toBe('Item 0 has no file that is the one meant: several look the same');
	expect(error?.description).toContain('Its files are in "data", "report".');
	const stored = await runWith('={{ $binary.data }}', files, { binaryMode: 'filesystem' });
	expect(stored.error).toBeUndefined();
	expect(sentIds()).toEqual(['c0']);
});
