import { setTimeout as delay } from 'node:timers/promises';
import { CSV } from '../../n8n/examples/examples';
import type { Execution } from '../../n8n/server/execution';
import { update } from '../../n8n/server/runOperation';
import type { Started } from '../trial';

/** What is done with an execution has to show in the traffic this soon. */
const AT_ONCE_MS = 1_000;
/** The node asks for the status of a batch a minute after its upload. */
const WAITED_MS = 150_000;

const manyCustomers = Array.from({ length: 2_000 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
/** They would take 40 seconds. */
const SLOWLY = update({ maxRequestsPerSecond: 50 });

/** Runs that take their time, and how they end. */
export function checkRuns(started: Started): void {
	let waiting: Promise<Execution> | undefined;

	beforeAll(async () => {
		const { n8n, save } = started();
		const workflow = await save([{ id: 'waited-1', tier: 'gold' }], {
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			waitForProcessing: true,
			maxWaitMinutes: 2,
		});
		// The minute that it waits is spent on the other checks.
		waiting = n8n.rest.end(await n8n.rest.start(workflow, CSV.trigger), WAITED_MS);
		waiting.catch(() => undefined);
	});

	it('signs in by server-to-server, and sends with the token', async () => {
		const { n8n, locked, run, signingIn } = started();
		locked.putProfile('thirdPartyId', 'signed-1');
		const credential = await n8n.rest.createCredential(signingIn);
		const items = [{ id: 'signed-1', tier: 'gold' }];
		const execution = await run(items, update({ maxRetries: 0 }), undefined, credential);
		expect(execution.json('Send')).toMatchObject([{ submitted: true }]);
		expect(locked.profile('thirdPartyId', 'signed-1')?.get('tier')).toBe('gold');
		expect(locked.identity?.counts.tokensBroken).toBe(0);
	});

	it('ends its traffic within a second when the execution is stopped', async () => {
		const { n8n, save } = started();
		const execution = await n8n.rest.start(await save(manyCustomers, SLOWLY), CSV.trigger);
		await sendsSomething();
		await n8n.rest.stop(execution);
		await expectSilence();
		expect((await n8n.rest.end(execution)).status).toBe('canceled');
	});

	it('ends its traffic within a second when the workflow’s time limit has come', async () => {
		const { n8n, save } = started();
		const workflow = await save(manyCustomers, SLOWLY, { executionTimeout: 4 });
		const { singleUpdates } = n8n.emulator.counts;
		const execution = await n8n.rest.start(workflow, CSV.trigger);
		const { status } = await n8n.rest.end(execution);
		expect(['canceled', 'error']).toContain(status);
		expect(n8n.emulator.counts.singleUpdates).toBeGreaterThan(singleUpdates);
		await expectSilence();
	});

	it('waits for Target to process a batch, and gives its counts', async () => {
		const execution = await waiting;
		expect(execution?.error).toBeUndefined();
		expect(execution?.json('Send')).toMatchObject([
			{ status: 'complete', rows: 1, successfulUpdates: 1, failedUpdates: 0 },
		]);
	});

	async function sendsSomething(): Promise<void> {
		const { emulator } = started().n8n;
		const { singleUpdates } = emulator.counts;
		while (emulator.counts.singleUpdates < singleUpdates + 20) await delay(10);
	}

	async function expectSilence(): Promise<void> {
		const { emulator } = started().n8n;
		await delay(AT_ONCE_MS);
		const { singleUpdates } = emulator.counts;
		await delay(AT_ONCE_MS);
		expect(emulator.counts.singleUpdates).toBe(singleUpdates);
	}
}
