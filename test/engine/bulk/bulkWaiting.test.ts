import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, runBulk } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const ITEMS = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c1', tier: 'silver' },
	{ id: 'c2', tier: 'bronze' },
];

afterEach(() => {
	onSleep();
});

describe('waiting for Target to process the batches', () => {
	const emulator = emulatorPerTest({ processingMs: 100_000, clock: clock.now });

	test('ends when they are complete, with the counts and the rows that failed', async () => {
		emulator().failRowsOf('thirdPartyId', 'c1');
		const { success } = await runBulk(emulator(), ITEMS, {
			waitForProcessing: true,
			options: { rowsPerBatch: 2 },
		});
		expect(success.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				batch: 1,
				status: 'complete',
				consumedCount: 2,
				successfulUpdates: 1,
				profilesNotFound: 0,
				failedUpdates: 1,
				failedProfiles: ['c1'],
			}),
			expect.objectContaining({ batch: 2, status: 'complete', consumedCount: 1, successfulUpdates: 1 }),
		]);
		expect(success[1]?.json).not.toHaveProperty('failedProfiles');
	});

	test('asks with growing pauses, few times over a long wait', async () => {
		const pauses: number[] = [];
		onSleep((milliseconds) => pauses.push(milliseconds));
		await runBulk(emulator(), ITEMS, { waitForProcessing: true });
		expect(pauses).toEqual([60_000, 120_000]);
	});

	test('ends after Max Wait, and leaves the batch incomplete', async () => {
		const { success, error } = await runBulk(emulator(), ITEMS, {
			waitForProcessing: true,
			maxWaitMinutes: 1,
		});
		expect(error).toBeUndefined();
		expect(success[0]?.json).toMatchObject({ status: 'incomplete', rows: 3 });
		expect(success[0]?.json).not.toHaveProperty('consumedCount');
	});

	test.each([
		['stuck', '<response><batchId>x-1</batchId><status>stuck</status><batchSize>3</batchSize></response>', 1],
		[
			'unknown',
			'<response><batchId>x-1</batchId><status>unknown</status><batchSize>0</batchSize></response>',
			3,
		],
		[
			'paused',
			'<response><batchId>x-1</batchId><status>paused</status><batchSize>3</batchSize></response>',
			3,
		],
	])('the status %s ends the wait as it is', async (status, body, calls) => {
		let asked = 0;
		onSleep(() => {
			asked++;
			emulator().answerNext({ status: 200, body });
		});
		const { success } = await runBulk(emulator(), ITEMS, { waitForProcessing: true });
		expect(success[0]?.json).toMatchObject({ status, rows: 3 });
		expect(asked).toBe(calls);
	});

	test('a status that can’t be read takes nothing from what was submitted', async () => {
		onSleep(() => {
			emulator().answerNext({ status: 404, body: 'gone' });
		});
		const { success, error } = await runBulk(emulator(), ITEMS, { waitForProcessing: true });
		expect(error).toBeUndefined();
		expect(success[0]?.json).toMatchObject({ status: 'submitted', rows: 3 });
		expect(success[0]?.json.statusProblem).toMatch(
			/^The status could not be read: Target has no status of a batch at/,
		);
	});

	test('a status address on a foreign host is not asked, and the batch stays submitted', async () => {
		emulator().answerNext({
			status: 200,
			body: '<response><success>true</success><batchStatus>http://evil.example.com/s?batchId=x-1</batchStatus><message>ok</message></response>',
		});
		const { success } = await runBulk(emulator(), ITEMS, { waitForProcessing: true });
		expect(success[0]?.json).toMatchObject({ status: 'submitted', batchId: 'x-1' });
		expect(success[0]?.json.statusProblem).toContain('not on a host of Target');
		expect(emulator().counts.requests).toBe(1);
	});

	test('without it no status is asked', async () => {
		await runBulk(emulator(), ITEMS);
		expect(emulator().counts.statusCalls).toBe(0);
	});
});

test('questions that get no answer keep no upload waiting', async () => {
	const batches = 6;
	let uploads = 0;
	const held: Array<() => void> = [];
	const server = createServer((request, response) => {
		request.resume();
		if (request.method === 'GET') {
			const answer = () => response.end('<response><status>complete</status></response>');
			if (uploads === batches) answer();
			else held.push(answer);
			return;
		}
		const statusUrl = `${url}/status?batchId=b-${++uploads}`;
		// The first question comes a minute after the first upload, when not all are through.
		void clock.sleep(40_000).then(() => {
			response.end(`<response><success>true</success><batchStatus>${statusUrl}</batchStatus></response>`);
			if (uploads === batches) for (const answer of held) answer();
		});
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const items = Array.from({ length: batches }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const { success } = await runBulk({ url, clientCode: 'no-answers' }, items, {
		waitForProcessing: true,
		options: { rowsPerBatch: 1, concurrency: 1, timeoutSeconds: 3 },
	});
	server.close();
	server.closeAllConnections();
	expect(success.map(({ json }) => json.status)).toEqual(items.map(() => 'complete'));
	expect(held.length).toBeGreaterThan(0);
});
