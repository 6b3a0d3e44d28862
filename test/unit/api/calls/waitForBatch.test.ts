import * as virtualClock from '../../../clock/virtualClock';
import { waitForBatch } from '../../../../nodes/AdobeTarget/api/calls/waitForBatch';
import { answering, errorOf } from '../answering';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;
const STATUS_URL = 'http://mboxedge45.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=demo-1';
const HOUR_MS = 3_600_000;

/** Waits for a batch whose statuses come in this order, the last one again and again. */
async function wait(statuses: readonly string[], longestMs = HOUR_MS) {
	const connection = answering(
		statuses.map((status) => ({
			text: `<response><batchId>demo-1</batchId><status>${status}</status></response>`,
		})),
	);
	const pauses: number[] = [];
	onSleep((milliseconds) => pauses.push(milliseconds));
	const began = clock.now();
	const { status } = await waitForBatch(connection, STATUS_URL, longestMs);
	onSleep();
	return { status, pauses, took: clock.now() - began, requests: connection.requests };
}

test.each(['complete', 'stuck'])('a batch that is %s is waited for no longer', async (last) => {
	const { status, pauses } = await wait(['incomplete', 'incomplete', last, 'never asked']);
	expect(status).toBe(last);
	expect(pauses).toEqual([60_000, 120_000, 240_000]);
});

test('pauses double up to five minutes, and the last one ends with the time', async () => {
	const { status, pauses, took } = await wait(['incomplete'], 1_000_000);
	expect(status).toBe('incomplete');
	expect(pauses).toEqual([60_000, 120_000, 240_000, 300_000, 280_000]);
	expect(took).toBe(1_000_000);
});

test('a batch is asked for once even where there is no time to wait', async () => {
	const { pauses, requests, took } = await wait(['incomplete'], 0);
	expect({ pauses, took, requests: requests.length }).toEqual({ pauses: [0], took: 0, requests: 1 });
});

test('a status that Target does not know any more is believed the third time in a row', async () => {
	const lost = await wait(['gone', 'gone', 'gone', 'complete']);
	expect({ status: lost.status, requests: lost.requests.length }).toEqual({ status: 'gone', requests: 3 });
	const found = await wait(['gone', 'gone', 'incomplete', 'gone', 'gone', 'complete']);
	expect({ status: found.status, requests: found.requests.length }).toEqual({
		status: 'complete',
		requests: 6,
	});
});

describe('a question that gets no answer', () => {
	const status = (word: string) => ({ text: `<response><status>${word}</status></response>` });
	const broken = { status: 500 };

	test('is asked again after the next pause, and ends the waiting the third time in a row', async () => {
		const back = answering([
			broken,
			broken,
			status('incomplete'),
			broken,
			status('gone'),
			status('complete'),
		]);
		expect(await waitForBatch(back, STATUS_URL, HOUR_MS)).toMatchObject({ status: 'complete' });
		const away = answering([broken]);
		const error = await errorOf(waitForBatch(away, STATUS_URL, HOUR_MS));
		expect(error.message).toBe('Target has a problem of its own');
		expect(away.requests).toHaveLength(3);
	});

	test('ends it at once where asking again makes no sense, and when its time is over', async () => {
		for (const [answer, longestMs] of [
			[{ status: 404 }, HOUR_MS],
			[{ text: '<html></html>' }, HOUR_MS],
			[broken, 60_000],
		] as const) {
			const connection = answering([answer]);
			await errorOf(waitForBatch(connection, STATUS_URL, longestMs));
			expect(connection.requests).toHaveLength(1);
		}
	});
});

test('the status is asked for with its counts, over https, where Target said it is', async () => {
	const { requests } = await wait(['complete']);
	expect(requests[0]).toMatchObject({
		method: 'GET',
		url: `${STATUS_URL.replace('http:', 'https:')}&showDetails=true`,
		headers: { authorization: 'Bearer sample-token' },
	});
});

test('an address that is none of Target’s is not waited for', async () => {
	const connection = answering([]);
	await errorOf(waitForBatch(connection, 'https://example.com/?batchId=1', HOUR_MS));
	expect(connection.requests).toEqual([]);
});

test('of those that wait for the call budget, the batch that was uploaded first is asked for first', async () => {
	const text = (status: string) => `<response><batchId>1</batchId><status>${status}</status></response>`;
	const connection = answering([{ text: text('incomplete') }, { text: text('complete') }]);
	const wait = (batch: string) =>
		waitForBatch(connection, `https://demo.tt.omtrdc.net/status?batchId=${batch}`, HOUR_MS);
	const older = wait('older');
	await clock.sleep(30_000);
	const younger = wait('younger');
	await clock.sleep(40_000);
	// The younger one is in the line first: the older one was asked for, and is to be asked for again.
	connection.budget.refusals.add(120_000);
	await Promise.all([older, younger]);
	const batches = connection.requests.map(({ url }) => new URL(url).searchParams.get('batchId'));
	expect(batches).toEqual(['older', 'older', 'younger']);
});

test('stopping ends the wait', async () => {
	const stop = new AbortController();
	const connection = answering([], { signal: stop.signal });
	onSleep(() => {
		stop.abort(new Error('stopped'));
	});
	await expect(waitForBatch(connection, STATUS_URL, HOUR_MS)).rejects.toThrow('stopped');
	onSleep();
	expect(connection.requests).toEqual([]);
});
