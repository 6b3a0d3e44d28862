import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, runBulk, runFile } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

afterEach(() => {
	onSleep();
});

const emulator = emulatorPerTest({ clock: clock.now, processingMs: 600_000 });

const ITEMS = Array.from({ length: 5 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));

test('a run writes a line per batch: which it was, how far it is, how fast, and what is left', async () => {
	const { console } = await runBulk(emulator(), ITEMS, { options: { rowsPerBatch: 2, concurrency: 1 } });
	expect(console).toEqual([
		expect.stringMatching(
			/^Batch 1 \(2 profiles, items 0 to 1\) submitted, 2 of 5 items done, [\d,]+ a second, about \d+ s left$/,
		),
		expect.stringMatching(/^Batch 2 \(2 profiles, items 2 to 3\) submitted, 4 of 5 items done, /),
		expect.stringMatching(/^Batch 3 \(1 profile, item 4\) submitted, 5 of 5 items done, .*about 0 s left$/),
	]);
});

test('a batch that was not submitted says so in its line', async () => {
	emulator().answerNext({ status: 400 });
	const { console } = await runBulk(emulator(), ITEMS, {}, { onError: 'continueRegularOutput' });
	expect(console).toEqual([expect.stringMatching(/^Batch 1 .* not submitted, 5 of 5 items done/)]);
});

test('a run that stops does not wait for the batches that were submitted', async () => {
	const began = clock.now();
	let asked = 0;
	onSleep(() => asked++);
	const run = runBulk(emulator(), ITEMS, {
		waitForProcessing: true,
		options: { rowsPerBatch: 1, concurrency: 1 },
	});
	emulator().answerNext({
		status: 200,
		body: 'truehttp://127.0.0.1/s?batchId=x-1Batch submitted for processing',
	});
	emulator().answerNext({ status: 400 });
	const { error } = await run;
	expect(error?.message).toMatch(/^Batch 2 \(1 profile, item 1\) was not submitted/);
	expect(asked).toBeLessThanOrEqual(1);
	expect(clock.now() - began).toBeLessThan(60_000);
});

const CSV = 'id,tier\nc0,gold\n,silver\nc2,bronze\n';
const files = [
	{
		one: { content: Buffer.from(CSV), fileName: 'a.csv' },
		two: { content: Buffer.from('id;tier\nc3;gold\nc4;gold\n'), fileName: 'b.csv' },
	},
	{
		one: { content: Buffer.from('id,tier\nc5,gold\n'), fileName: 'c.csv' },
		two: { content: Buffer.from('id\ttier\nc6\tgold\n+\tgold\n'), fileName: 'd.csv' },
	},
];

test('several files of several items go out as one run, and rows are named with their files', async () => {
	const { success, hints } = await runFile(
		emulator(),
		'',
		{ binaryPropertyName: 'one, two', options: { invalidRows: 'skip' } },
		{ files },
	);
	expect(success.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
		[
			expect.objectContaining({ rows: 6, firstItem: 0, firstLine: 2, lastItem: 1, lastLine: 2 }),
			[{ item: 0 }, { item: 1 }],
		],
	]);
	expect(hints[0]?.message).toBe(
		'8 rows read: 6 profiles submitted in 1 batch, 2 rows skipped. ' +
			'Line 3 of a.csv: The third-party ID is missing. ' +
			'Line 3 of d.csv: The third-party ID "+" holds a "+" or "/", which Target does not take in third-party IDs.',
	);
	for (const id of ['c0', 'c2', 'c3', 'c4', 'c5', 'c6']) {
		expect(emulator().profile('thirdPartyId', id)).toBeUndefined();
	}
	await clock.sleep(600_000);
	for (const id of ['c0', 'c2', 'c3', 'c4', 'c5', 'c6']) {
		expect(emulator().profile('thirdPartyId', id)?.get('tier')).toBeDefined();
	}
});

test('a batch over several files names the lines of both, and a broken file is named', async () => {
	emulator().answerNext({ status: 400 });
	const { error } = await runFile(
		emulator(),
		'',
		{ binaryPropertyName: 'one,two', options: { invalidRows: 'skip' } },
		{ files },
	);
	expect(error?.message).toMatch(
		/^Batch 1 \(6 profiles, line 2 of a\.csv to line 2 of d\.csv\) was not submitted/,
	);
	const broken = await runFile(
		emulator(),
		'',
		{ binaryPropertyName: 'one' },
		{ files: [{ one: { content: Buffer.from('key\n1\n'), fileName: 'e.csv' } }, ...files.slice(0, 1)] },
	);
	expect(broken.error?.message).toBe('e.csv (item 0): The file has no column "id"');
});

test('an item without the file is an error that names the field', async () => {
	const { error } = await runFile(emulator(), CSV, { binaryPropertyName: 'other' });
	expect(error?.message).toBe('Item 0 has no file "other"');
	expect(emulator().counts.requests).toBe(0);
});

test('a preview says in its hint what would go out, and what not', async () => {
	const { hints, success } = await runFile(emulator(), CSV, {
		options: { previewOnly: true, invalidRows: 'skip' },
	});
	expect(success[0]?.json).toMatchObject({ status: 'preview', rows: 2, firstLine: 2, lastLine: 4 });
	expect(hints[0]?.message).toBe(
		'3 rows read: 2 profiles would go out in 1 batch, 1 row skipped. Preview Only is on, so nothing was sent. Line 3: The third-party ID is missing.',
	);
	expect(emulator().counts.connections).toBe(0);
});

test.each([
	['submitted', {}],
	['previewed', { previewOnly: true }],
])('a batch of a single file names its lines alone, and is linked to its item (%s)', async (_, options) => {
	const { success } = await runFile(emulator(), 'id,tier\nc1,gold\nc2,gold\n', { options });
	expect(success).toMatchObject([{ json: { rows: 2, firstLine: 2, lastLine: 3 }, pairedItem: { item: 0 } }]);
	expect(success[0]?.json).not.toHaveProperty('firstItem');
	expect(success[0]?.json).not.toHaveProperty('lastItem');
});
