import type { IDataObject } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, runBulk, runFile } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const ITEMS = ['c0', 'c1', 'c2'].map((id) => ({ id, tier: 'gold' }));
const WAITING = { waitForProcessing: true, options: { rowsPerBatch: 2 } };
const SUMMARY = { ...WAITING, output: 'summary' };
const READ = '3 items read: 3 profiles submitted in 2 batches.';

const emulator = emulatorPerTest({ processingMs: 100_000, clock: clock.now });

afterEach(() => {
	onSleep();
});

const totals = ({ hints }: NodeRunResult) => hints.filter(({ message }) => message.includes(' read: '));

/** Answers each question about a batch so. */
function answer(...parts: string[]): void {
	onSleep(() => {
		emulator().answerNext({ status: 200, body: `<response>${parts.join('')}</response>` });
	});
}

const element = (name: string, value: string | number) => `<${name}>${value}</${name}>`;
const failedRow = (id: string) => `<profile><id>${id}</id><status>failed</status></profile>`;

describe('what Target counts of a run that waits for it', () => {
	test('is in the summary and the hint where all is updated', async () => {
		const result = await runBulk(emulator(), ITEMS, SUMMARY);
		expect(result.success[0]?.json).toEqual({
			batches: 2,
			rows: 3,
			sent: 3,
			merged: 0,
			skipped: 0,
			notSubmitted: 0,
			bytes: expect.any(Number) as number,
			retried: 0,
			durationMs: expect.any(Number) as number,
			updated: 3,
			notFound: 0,
			failedInTarget: 0,
			unfinished: 0,
		});
		expect(totals(result)).toEqual([
			expect.objectContaining({ type: 'info', message: `${READ} Of these, Target counts 3 as updated.` }),
		]);
	});

	test.each([
		['a summary', SUMMARY],
		['an item per batch', WAITING],
	])('what failed is a warning with the IDs: %s', async (_, parameters) => {
		emulator().failRowsOf('thirdPartyId', 'c1');
		const result = await runBulk(emulator(), ITEMS, parameters);
		const counts: IDataObject =
			'output' in parameters
				? { updated: 2, failedInTarget: 1, unfinished: 0, failedProfiles: ['c1'] }
				: { successfulUpdates: 1, failedUpdates: 1, failedProfiles: ['c1'] };
		expect(result.success[0]?.json).toMatchObject(counts);
		expect(totals(result)).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: `${READ} Of these, Target counts 2 as updated, 1 failed. It lists as failed: "c1".`,
			}),
		]);
	});

	test('of a file alike', async () => {
		emulator().failRowsOf('thirdPartyId', 'c1');
		const result = await runFile(emulator(), 'id,tier\nc0,gold\nc1,gold\n', SUMMARY);
		expect(result.success[0]?.json).toMatchObject({ updated: 1, failedInTarget: 1, failedProfiles: ['c1'] });
		expect(totals(result)[0]?.type).toBe('warning');
	});

	test('profiles that are not found are a warning', async () => {
		emulator().putProfile('thirdPartyId', 'c0');
		const result = await runBulk(emulator(), ITEMS, { ...SUMMARY, options: { apiVersion: 'v1' } });
		expect(result.success[0]?.json).toMatchObject({ updated: 1, notFound: 2, unfinished: 0 });
		expect(totals(result)).toEqual([
			expect.objectContaining({
				type: 'warning',
				message:
					'3 items read: 3 profiles submitted in 1 batch. Of these, Target counts 1 as updated, 2 not found.',
			}),
		]);
	});

	test.each([
		['stuck', element('status', 'stuck')],
		['unknown', element('status', 'unknown')],
		['cut short by Max Wait', element('status', 'incomplete')],
	])('what is %s is unfinished', async (_, status) => {
		answer(element('batchId', 'x-1'), status);
		const result = await runBulk(emulator(), ITEMS, { ...SUMMARY, maxWaitMinutes: 1, options: {} });
		expect(result.success[0]?.json).toMatchObject({ sent: 3, updated: 0, failedInTarget: 0, unfinished: 3 });
		expect(totals(result)).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringContaining(
					'Of these, Target counts 0 as updated, 3 unfinished when the waiting ended.',
				) as string,
			}),
		]);
	});

	test.each([
		['a summary', SUMMARY],
		['an item per batch', WAITING],
	])(
		'a status that can’t be read leaves its profiles unfinished, and says why: %s',
		async (_, parameters) => {
			onSleep(() => {
				emulator().answerNext({ status: 404, body: 'gone' });
			});
			const result = await runBulk(emulator(), ITEMS, { ...parameters, options: {} });
			const reason = 'The status could not be read: Target has no status of a batch at this address.';
			expect(result.success[0]?.json.statusProblem).toContain(reason);
			expect(totals(result)[0]?.message).toContain(
				`Of these, Target counts 0 as updated, 3 unfinished when the waiting ended. ${reason}`,
			);
			if ('output' in parameters) {
				expect(result.success[0]?.json).toMatchObject({ sent: 3, updated: 0, unfinished: 3 });
			}
		},
	);

	test('what a stuck batch has counted is not unfinished', async () => {
		answer(element('status', 'stuck'), element('successfulUpdates', 1), element('failedUpdates', 1));
		const { success } = await runBulk(emulator(), ITEMS, { ...SUMMARY, options: {} });
		expect(success[0]?.json).toMatchObject({ updated: 1, failedInTarget: 1, unfinished: 1 });
	});

	test('rows that a complete batch has in none of its counts are told apart', async () => {
		answer(element('status', 'complete'), element('successfulUpdates', 2));
		const result = await runBulk(emulator(), ITEMS, { ...SUMMARY, options: {} });
		expect(result.success[0]?.json).toMatchObject({ updated: 2, unfinished: 0, uncounted: 1 });
		expect(totals(result)[0]?.message).toContain('counts 2 as updated, 1 in none of its counts.');
		expect(totals(result)[0]?.type).toBe('warning');
	});

	test('failed rows count where Target lists them without a count', async () => {
		answer(element('status', 'complete'), element('successfulUpdates', 1), failedRow('c1'), failedRow('c2'));
		const { success } = await runBulk(emulator(), ITEMS, { ...SUMMARY, options: {} });
		expect(success[0]?.json).toMatchObject({ updated: 1, failedInTarget: 2, failedProfiles: ['c1', 'c2'] });
		expect(success[0]?.json).not.toHaveProperty('uncounted');
	});
});

test.each(['batches', 'summary'])(
	'without waiting, nothing is said of Target’s counts (%s)',
	async (output) => {
		const result = await runBulk(emulator(), ITEMS, { output });
		expect(totals(result)[0]?.message).toBe('3 items read: 3 profiles submitted in 1 batch.');
		expect(result.success[0]?.json).not.toHaveProperty('updated');
		expect(result.success[0]?.json).not.toHaveProperty('unfinished');
	},
);

test('a batch that was not submitted is in none of Target’s counts', async () => {
	emulator().answerNext({ status: 400, body: 'no' });
	const run = { onError: 'continueRegularOutput' } as const;
	const { success } = await runBulk(
		emulator(),
		ITEMS,
		{ ...SUMMARY, options: { ...SUMMARY.options, concurrency: 1 } },
		run,
	);
	expect(success.at(-1)?.json).toMatchObject({ sent: 1, notSubmitted: 2, updated: 1, unfinished: 0 });
});

test('a batch that was sent again is counted as retried', async () => {
	emulator().answerNext({ status: 500, body: 'no' });
	const { success } = await runBulk(emulator(), ITEMS, { output: 'summary', options: { maxRetries: 3 } });
	expect(success[0]?.json).toMatchObject({ sent: 3, retried: 1 });
});
