import * as virtualClock from '../../clock/virtualClock';
import { startEmulator, type Readings } from '../../emulator';
import { runBulk } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const CUT = [
	{ id: 'c0', tier: 'gold', notes: 'one\ntwo' },
	{ id: 'c1', tier: 'silver', notes: 'a\r\nb\nc' },
	{ id: 'c2', tier: 'bronze', notes: 'plain' },
];

let emulators = 0;

/** A run that waits for its batches. */
async function run(
	readings: Partial<Readings>,
	items = CUT,
	parameters: Parameters<typeof runBulk>[2] = {},
	rest: Parameters<typeof runBulk>[3] = {},
	batchSize?: number,
): Promise<NodeRunResult> {
	const emulator = await startEmulator({
		clientCode: `miscounted-${++emulators}`,
		clock: clock.now,
		readings,
	});
	if (batchSize !== undefined) {
		const body = `<response><batchId>b-1</batchId><status>complete</status><batchSize>${batchSize}</batchSize></response>`;
		onSleep(() => {
			emulator.answerNext({ status: 200, body });
		});
	}
	try {
		return await runBulk(emulator, items, { waitForProcessing: true, ...parameters }, rest);
	} finally {
		onSleep();
		await emulator.close();
	}
}

const ENCODE = { options: { commas: 'encode' } };
const MESSAGE =
	'Batch 1 (3 profiles, items 0 to 2): Target counts 6 rows, but was sent 3: values with line ends or commas may have been cut';

test('rows that Target has cut end the workflow, with what was submitted', async () => {
	const { error } = await run({ batchRows: 'decodedFirst' }, CUT, ENCODE);
	expect(error?.message).toBe(MESSAGE);
	expect(error?.description).toMatch(
		/Choose "Replace" for Commas in Values.* Its ID is miscounted-\d+-.*3 items read: 3 profiles submitted in 1 batch\. Submitted as: miscounted-\d+-\S+\.$/,
	);
});

const batchIds = (...numbers: readonly number[]) =>
	numbers.map((number) => `miscounted-\\d+-[\\d.]+-${number}`).join(', ');

test.each([
	['one of two', [1, 2], '', batchIds(1, 2)],
	['two of three', [1, 2, 1], ' So it is in batch 3\\.', batchIds(1, 2, 3)],
	['three of three', [1, 1, 1], ' So it is in batches 2, 3\\.', batchIds(1, 2, 3)],
])('the error names the batches that are cut, and how all were submitted: %s', async (_, rows, more, ids) => {
	const items = rows.map((row, item) => ({ ...CUT[row], id: `c${item}` })) as typeof CUT;
	const options = { ...ENCODE.options, rowsPerBatch: 1 };
	const { error } = await run({ batchRows: 'decodedFirst' }, items, { options });
	expect(error?.message).toMatch(/^Batch 1 \(1 profile, item 0\): Target counts 3 rows, but was sent 1/);
	const read = `${items.length} items read: [^.]*\\.`;
	expect(error?.description).toMatch(
		new RegExp(` Its ID is ${batchIds(1)}\\.${more} ${read} Submitted as: ${ids}\\.$`),
	);
});

test.each(['batches', 'summary'])(
	'they are an error of their batch where the run goes on: %s',
	async (output) => {
		const { success, failed, error, hints } = await run(
			{ batchRows: 'decodedFirst' },
			CUT,
			{ ...ENCODE, output },
			{ onError: 'continueErrorOutput' },
		);
		expect(error).toBeUndefined();
		expect(hints.find(({ message }) => message.includes(' read: '))?.type).toBe('warning');
		expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			// About several items, so n8n is to add the fields of none.
			[MESSAGE, []],
		]);
		expect(success.map(({ json }) => json.sent)).toEqual(output === 'summary' ? [3] : []);
	},
);

test.each([
	['the header counts', 4],
	['every row is counted', 3],
	['a row of an ID alone is not counted', 2],
])('%s: that is no error, and the number is in the output', async (_, batchSize) => {
	const items = [...CUT.slice(0, 2), { id: 'c2' }] as typeof CUT;
	const { success, error } = await run({}, items, {}, {}, batchSize);
	expect(error).toBeUndefined();
	expect(success[0]?.json).toMatchObject({ status: 'complete', rows: 3, batchSize });
});

test.each([1, 0])('fewer rows are an error too: %i', async (batchSize) => {
	const items = [...CUT.slice(0, 2), { id: 'c2' }] as typeof CUT;
	const { error } = await run({}, items, {}, {}, batchSize);
	expect(error?.message).toBe(
		`Batch 1 (3 profiles, items 0 to 2): Target counts ${batchSize} ${batchSize === 1 ? 'row' : 'rows'}, but was sent 3: rows may have been left out, or the batch cut`,
	);
});

test.each<Partial<Readings>>([
	{ batchRows: 'decodedFirst' },
	{ batchSize: 'lines' },
	{ statusWords: 'otherCase' },
	{ statusWords: 'stuck' },
	{ statusWords: 'otherWords' },
	{ rowsLost: 1 },
])('by default nothing is miscounted: %j', async (readings) => {
	const { error, success } = await run(readings);
	expect(error).toBeUndefined();
	expect(success[0]?.json).toMatchObject({ rows: 3, batchSize: readings.batchSize === 'lines' ? 4 : 3 });
});

test('the words of a status count in any case', async () => {
	const { success } = await run({ statusWords: 'otherCase' });
	expect(success[0]?.json).toMatchObject({ status: 'complete', successfulUpdates: 3 });
});
