import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from '../n8n/server/server';
import { untilRequests } from '../n8n/runs/traffic';
import { startQueueN8n, type QueueN8n } from './queueN8n';
import { bulkOfItems, ended, itemsOf, postItems, publishHooked, SEND, type Hooked } from './workflows';

const BATCHES = 60;

/** Who holds a job that nobody renews for so long is taken for dead: a minute, if it is not said. */
const LOCK_SECONDS = 5;

let n8n: QueueN8n;

beforeAll(async () => {
	n8n = await startQueueN8n(
		{ latencyMs: 500, callsPerMinute: 10_000 },
		{
			QUEUE_WORKER_LOCK_DURATION: String(LOCK_SECONDS * 1_000),
			QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
			QUEUE_WORKER_STALLED_INTERVAL: '2000',
		},
	);
});

afterAll(async () => {
	await n8n.stop();
});

/** Starts an execution, and kills its worker in the middle of it. */
async function killInTheMiddle(prefix: string): Promise<{ hook: Hooked; id: string; killed: Server }> {
	const hook = await publishHooked(n8n, { parameters: bulkOfItems(1), answersAtEnd: false });
	const { requests } = n8n.emulator.counts;
	await postItems(hook.url, itemsOf(BATCHES, prefix));
	await untilRequests(n8n.emulator, requests + 5);
	const [id = ''] = await n8n.rest.executionsOf(hook.workflow);
	const killed = n8n.workerOf(id);
	if (killed === undefined) throw new Error(`No worker has begun execution ${id}.`);
	await killed.kill();
	await n8n.emulator.settled();
	return { hook, id, killed };
}

/** The rows that have arrived. */
function held(prefix: string): number {
	return n8n.emulator.ids('thirdPartyId').filter((id) => id.startsWith(prefix)).length;
}

async function expectThatRunningAgainWorks({ url, workflow }: Hooked, prefix: string): Promise<void> {
	await postItems(url, itemsOf(BATCHES, prefix));
	const { execution } = await ended(n8n, { workflow });
	expect(execution.error).toBeUndefined();
	expect(execution.json(SEND)).toHaveLength(BATCHES);
	expect(held(prefix)).toBe(BATCHES);
}

test.each([
	{ worker: 'does not come back', prefix: 'gone-', comesBack: false },
	{ worker: 'comes back', prefix: 'back-', comesBack: true },
])(
	'an execution whose worker was killed and $worker ends as one that failed, and no worker takes it up',
	async ({ prefix, comesBack }) => {
		const { hook, id, killed } = await killInTheMiddle(prefix);
		const before = held(prefix);
		expect(before).toBeLessThan(BATCHES);

		if (comesBack) await n8n.restartWorker(killed);
		const { status } = await n8n.rest.end(id);
		// The first who sees it says so: the worker that is back, by its own notes, or another, by the queue.
		expect(comesBack ? ['crashed', 'error'] : ['error']).toContain(status);
		await delay(2 * LOCK_SECONDS * 1_000);
		expect(held(prefix)).toBe(before);
		expect((await n8n.rest.end(id)).status).toBe(status);
		expect(await n8n.rest.executionsOf(hook.workflow)).toEqual([id]);

		await expectThatRunningAgainWorks(hook, prefix);
		if (!comesBack) await n8n.restartWorker(killed);
	},
);
