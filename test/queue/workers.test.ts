import { setTimeout as delay } from 'node:timers/promises';
import { emulatorCredential } from '../n8n/examples/examples';
import { serverToServer, update } from '../n8n/server/runOperation';
import { expectSilence, untilRequests } from '../n8n/runs/traffic';
import { withEmulator } from '../unit/emulator/withEmulator';
import { startQueueN8n, type QueueN8n } from './queueN8n';
import {
	bulkOfItems,
	createByHand,
	ended,
	itemsOf,
	postItems,
	publishHooked,
	runByHand,
	SEND,
	type Hooked,
} from './workflows';

/** How many updates of an execution are on their way at once. */
const CONCURRENCY = 20;

/** As many connections each of two workers may keep for the next execution. */
const KEPT = 2 * CONCURRENCY;

let n8n: QueueN8n;

beforeAll(async () => {
	n8n = await startQueueN8n({ latencyMs: 50 });
});

afterAll(async () => {
	await n8n.stop();
});

test('Stop ends the requests of an execution that the main process gave to a worker, within a second', async () => {
	const { requests } = n8n.emulator.counts;
	const workflow = await createByHand(n8n, itemsOf(10_000, 's'), update({ concurrency: CONCURRENCY }));
	const id = await runByHand(n8n, workflow);
	await untilRequests(n8n.emulator, requests + 200);
	expect(n8n.workerOf(id)).toBeDefined();
	await n8n.rest.stop(id);
	await expectSilence(n8n.emulator, KEPT);
	expect(n8n.emulator.counts.requests - requests).toBeLessThan(10_000);
	expect((await n8n.rest.end(id)).status).toBe('canceled');
});

/** Starts an execution by the webhook process, which would take 100 seconds without a time limit. */
async function startLimited(
	executionTimeout: number,
): Promise<{ hook: Hooked; requestsSince: () => number }> {
	const { requests } = n8n.emulator.counts;
	const hook = await publishHooked(n8n, {
		parameters: update({ maxRequestsPerSecond: 50, concurrency: CONCURRENCY }),
		answersAtEnd: false,
		settings: { executionTimeout },
	});
	await postItems(hook.url, itemsOf(5_000, 't'));
	await untilRequests(n8n.emulator, requests + 20);
	return { hook, requestsSince: () => n8n.emulator.counts.requests - requests };
}

test('a time limit ends the requests of an execution that the webhook process gave to a worker', async () => {
	const { hook, requestsSince } = await startLimited(6);
	const { id, execution } = await ended(n8n, hook);
	expect(['canceled', 'error']).toContain(execution.status);
	expect(n8n.workerOf(id)).toBeDefined();
	await expectSilence(n8n.emulator, KEPT);
	expect(requestsSince()).toBeLessThan(5_000);
});

// What n8n 2.41 does, with any node; docs/reliability.md says so, until another n8n does better.
test('Stop does not end an execution that the webhook process gave to a worker, but its time limit does', async () => {
	const seconds = 12;
	const { hook, requestsSince } = await startLimited(seconds);
	const [id = ''] = await n8n.rest.executionsOf(hook.workflow);
	await n8n.rest.stop(id);
	expect((await n8n.rest.end(id)).status).toBe('canceled');
	const before = requestsSince();
	await delay(2_000);
	expect(requestsSince()).toBeGreaterThan(before);
	await delay(seconds * 1_000);
	await expectSilence(n8n.emulator, KEPT);
	expect(requestsSince()).toBeLessThan(5_000);
});

test('two workers sign in once each at most, and create one token that no one breaks', async () => {
	await withEmulator({ latencyMs: 50, identity: { hasToken: false } }, async (emulator) => {
		const credential = await n8n.rest.createCredential(serverToServer({ emulator }));
		const hook = await publishHooked(n8n, { parameters: update({}), credential });
		await Promise.all(
			Array.from({ length: 6 }, async (_, index) => {
				const answer = await postItems(hook.url, itemsOf(40, `k${index}-`));
				expect(answer.status).toBe(200);
			}),
		);
		const ids = await n8n.rest.executionsOf(hook.workflow);
		expect(new Set(ids.map(n8n.workerOf)).size).toBe(2);
		expect(emulator.counts.singleUpdates).toBe(240);
		expect(emulator.identity?.counts.signIns).toBeLessThanOrEqual(2);
		expect(emulator.identity?.counts).toMatchObject({ tokenCreations: 1, tokensBroken: 0 });
	});
});

const isLong = process.env.LONG_TESTS === 'true';

test.each([
	{ executions: 4, batches: 20, minutes: 2 },
	// Takes more than four minutes: npm run test:queue -- --long
	...(isLong ? [{ executions: 12, batches: 20, minutes: 6 }] : []),
])(
	'$executions executions × $batches batches on two workers pass 50 calls a minute, and none is given up or lost',
	async ({ executions, batches, minutes }) => {
		await withEmulator({ callsPerMinute: 50 }, async (emulator) => {
			const credential = await n8n.rest.createCredential(emulatorCredential(emulator));
			const hook = await publishHooked(n8n, {
				parameters: bulkOfItems(1),
				answersAtEnd: false,
				credential,
			});
			for (let number = 0; number < executions; number++) {
				await postItems(hook.url, itemsOf(batches, `b${number}-`));
			}
			const ids = await n8n.rest.executionsOf(hook.workflow);
			expect(ids).toHaveLength(executions);
			for (const id of ids) {
				const execution = await n8n.rest.end(id, minutes * 60_000);
				expect(execution.error).toBeUndefined();
				expect(execution.json(SEND)).toHaveLength(batches);
			}
			expect(new Set(ids.map(n8n.workerOf)).size).toBe(2);
			expect(emulator.counts).toMatchObject({
				batches: executions * batches,
				rows: executions * batches,
				rowsLost: 0,
			});
			expect(emulator.ids('thirdPartyId')).toHaveLength(executions * batches);
		});
	},
	7 * 60_000,
);
