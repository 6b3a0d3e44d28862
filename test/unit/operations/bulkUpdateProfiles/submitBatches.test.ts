import * as virtualClock from '../../../clock/virtualClock';
import type { Connection } from '../../../../nodes/AdobeTarget/api/sending/connection';
import type { TargetAnswer } from '../../../../nodes/AdobeTarget/api/http/transport';
import { submitBatches } from '../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/submitBatches';
import type { BatchOutcome } from '../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/submitBatches';
import type { BulkSettings } from '../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/settings';
import type { Batch } from '../../../../nodes/AdobeTarget/profiles/batches/batchDraft';
import { answering } from '../../api/answering';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const MINUTE_MS = 60_000;

/** A Target without a network, which takes so long for an upload, and for processing a batch after it. */
function targetWith({ uploadMs = 0, processingMs = 0, failing = NaN }, others: Partial<Connection> = {}) {
	const uploads: number[] = [];
	const questions: number[] = [];
	const answer = async (url: string): Promise<string> => {
		const { searchParams } = new URL(url);
		if (searchParams.has('batchId')) {
			questions.push(clock.now());
			const uploaded = uploads[Number(searchParams.get('batchId'))] ?? NaN;
			const status = clock.now() - uploaded >= processingMs ? 'complete' : 'incomplete';
			return `<response><batchId>1</batchId><status>${status}</status></response>`;
		}
		await clock.sleep(uploadMs);
		const number = uploads.push(clock.now()) - 1;
		if (number === failing) return '<response><success>false</success><message>No.</message></response>';
		const statusUrl = `https://demo.tt.omtrdc.net/status?batchId=${number}`;
		return `<response><success>true</success><batchStatus>${statusUrl}</batchStatus></response>`;
	};
	const connection: Connection = {
		...answering([], others),
		transport: {
			send: async ({ url }): Promise<TargetAnswer> => ({
				status: 200,
				text: await answer(url),
				retryAfter: undefined,
			}),
			close: () => Promise.resolve(),
		},
	};
	return { connection, uploads, questions };
}

/** So many batches; then what cuts them fails, if it is to. */
// oxlint-disable-next-line typescript/require-await -- the real one reads a file
async function* batchesOf(count: number, failure?: Error): AsyncGenerator<Batch, void, undefined> {
	for (let number = 1; number <= count; number++) {
		const body = Buffer.from('batch=thirdPartyId,tier\nc1,gold');
		yield {
			number,
			body,
			rows: 1,
			columns: 1,
			first: number,
			last: number,
			items: [0],
			release() {},
		} as never;
	}
	if (failure !== undefined) throw failure;
}

/** What a run takes until its last upload and in all, from its first one on. */
async function run(
	target: ReturnType<typeof targetWith>,
	{
		longestWaitMs,
		batches = batchesOf(300),
		goOn = true,
		concurrency = 3,
	}: {
		longestWaitMs?: number;
		batches?: AsyncGenerator<Batch, void, undefined>;
		goOn?: boolean;
		concurrency?: number;
	},
) {
	const began = clock.now();
	const outcomes: BatchOutcome[] = [];
	const settings: Partial<BulkSettings> = { concurrency, version: 'v2', longestWaitMs };
	const error: unknown = await submitBatches(
		target.connection,
		batches,
		settings as BulkSettings,
		(outcome) => {
			outcomes.push(outcome);
			return goOn || outcome.submitted !== undefined;
		},
	).catch((caught: unknown) => caught);
	const last = Math.max(...target.uploads) - began;
	return { outcomes, error, lastUpload: last, total: clock.now() - began };
}

test.each([
	[0, 3],
	[500, 1],
	[500, 3],
	[4_000, 3],
	[5_000, 20],
	[20_000, 3],
])(
	'300 batches are uploaded as fast with waiting as without (an upload takes %i ms, %i at a time)',
	async (uploadMs, concurrency) => {
		const without = await run(targetWith({ uploadMs }), { concurrency });
		const target = targetWith({ uploadMs, processingMs: 5 * MINUTE_MS });
		const waiting = await run(target, { longestWaitMs: 60 * MINUTE_MS, concurrency });
		expect(waiting.lastUpload).toBeLessThanOrEqual(without.lastUpload * 1.1);
		expect(waiting.outcomes.every(({ status }) => status?.status === 'complete')).toBe(true);
		// 300 questions take six minutes, and fewer than that are asked before the last upload.
		const processed = waiting.lastUpload + 5 * MINUTE_MS;
		expect(waiting.total).toBeLessThanOrEqual(processed + 4 * MINUTE_MS);
	},
);

test('Max Wait counts from the upload of each batch', async () => {
	const target = targetWith({ uploadMs: 3 * MINUTE_MS, processingMs: 24 * 60 * MINUTE_MS });
	const { total, outcomes, lastUpload } = await run(target, {
		longestWaitMs: 10 * MINUTE_MS,
		batches: batchesOf(30),
	});
	expect(outcomes.map(({ status }) => status?.status)).toEqual(Array(30).fill('incomplete'));
	expect(lastUpload).toBe(30 * MINUTE_MS);
	expect(total).toBe(lastUpload + 10 * MINUTE_MS);
});

test('a batch that fails does not end the waiting for the others, where the run goes on', async () => {
	const target = targetWith({ processingMs: 5 * MINUTE_MS, failing: 2 });
	const { outcomes } = await run(target, { longestWaitMs: 60 * MINUTE_MS, batches: batchesOf(6) });
	const statuses = outcomes.map(({ status }) => status?.status);
	expect(statuses.filter((status) => status === 'complete')).toHaveLength(5);
	expect(statuses.filter((status) => status === undefined)).toHaveLength(1);
});

test.each([
	['a batch fails under Stop', { failing: 2 }, { goOn: false }],
	['what cuts the batches fails', {}, { batches: batchesOf(5, new Error('The file is gone')) }],
])('a run that breaks off waits for no status: %s', async (_, target, how) => {
	const { total, error, outcomes } = await run(
		targetWith({ uploadMs: 1_000, processingMs: 30 * MINUTE_MS, ...target }),
		{
			longestWaitMs: 60 * MINUTE_MS,
			...how,
		},
	);
	expect(total).toBeLessThan(5_000);
	expect(error instanceof Error).toBe(!('goOn' in how));
	expect(outcomes.length).toBeGreaterThanOrEqual(3);
	expect(outcomes.every(({ statusProblem }) => statusProblem === undefined)).toBe(true);
});

test('stopping the execution ends the waiting, and leaves no listener', async () => {
	const stop = new AbortController();
	const add = jest.spyOn(stop.signal, 'addEventListener');
	const remove = jest.spyOn(stop.signal, 'removeEventListener');
	const target = targetWith({ processingMs: 30 * MINUTE_MS }, { signal: stop.signal });
	const running = run(target, { longestWaitMs: 60 * MINUTE_MS, batches: batchesOf(20) });
	await clock.sleep(5 * MINUTE_MS);
	const now = clock.now();
	stop.abort(new Error('stopped'));
	expect((await running).error).toMatchObject({ message: 'stopped' });
	expect(clock.now()).toBe(now);
	expect(remove.mock.calls.length).toBeGreaterThanOrEqual(add.mock.calls.length);
});
