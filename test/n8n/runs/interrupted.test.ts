import type { INode, INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { CSV, emulatorCredential, nodeOf, readExample, WEBHOOK } from '../examples/examples';
import { startEmptyN8n, type EmptyN8n } from '../server/n8nWithNode';
import type { SavedWorkflow } from '../server/rest';
import { expectSilence, untilRequests } from './traffic';

let n8n: EmptyN8n;
let emulator: Emulator;
let credential: { id: string; name: string };

beforeAll(async () => {
	n8n = await startEmptyN8n();
});

afterAll(async () => {
	await n8n.stop();
});

afterEach(async () => {
	await emulator.close();
});

/** Starts an Adobe Target for a client of its own, as n8n remembers the calls of each. */
async function startTarget(clientCode: string, callsPerMinute: number, latencyMs = 20): Promise<void> {
	emulator = await startEmulator({ clientCode, callsPerMinute, latencyMs });
	credential = await n8n.rest.createCredential(emulatorCredential(emulator));
}

/** A workflow of a trigger with items and the Adobe Target node of an example, with other parameters. */
async function workflow(
	items: object[],
	node: INode,
	parameters: INodeParameters,
	settings = {},
): Promise<SavedWorkflow> {
	const trigger = nodeOf(readExample(CSV.file, credential), CSV.trigger);
	return await n8n.rest.createWorkflow({
		name: node.name,
		nodes: [trigger, { ...node, parameters: { ...node.parameters, ...parameters } }],
		connections: { [trigger.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: items.map((json) => ({ json: json as Record<string, never> })) },
		settings: { executionOrder: 'v1', ...settings },
	});
}

async function updates(count: number, settings = {}, options = {}): Promise<SavedWorkflow> {
	const node = nodeOf(readExample(WEBHOOK.file, credential), WEBHOOK.update);
	const items = Array.from({ length: count }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	return await workflow(
		items,
		node,
		{
			profileId: '={{ $json.id }}',
			attributesMode: 'selected',
			fields: 'tier',
			options: { concurrency: KEPT, ...options },
		},
		settings,
	);
}

async function bulk(rows: number, prefix: string): Promise<SavedWorkflow> {
	const node = nodeOf(readExample(CSV.file, credential), CSV.bulk);
	const items = Array.from({ length: rows }, (_, index) => ({ id: `${prefix}${index}`, tier: 'gold' }));
	return await workflow(items, node, {
		source: 'items',
		idField: 'id',
		attributesMode: 'all',
		options: { rowsPerBatch: 1 },
	});
}

/** The Concurrency of the updates here: so many connections may be free when a run ends, and are kept for the next. */
const KEPT = 20;

test('stopping a run of 20,000 items ends its requests within a second', async () => {
	await startTarget('stopped', 50);
	const run = await updates(20_000);
	const execution = await n8n.rest.start(run, CSV.trigger);
	await untilRequests(emulator, 200);
	await n8n.rest.stop(execution);
	await expectSilence(emulator, KEPT);
	expect(emulator.counts.requests).toBeLessThan(10_000);
	const stopped = await n8n.rest.end(execution);
	expect(stopped.status).toBe('canceled');
	expect(stopped.items(WEBHOOK.update).filter(({ json }) => json.error !== undefined)).toEqual([]);
});

test('the time limit of a workflow ends its requests within a second', async () => {
	await startTarget('timelimited', 50);
	// It would take 100 seconds without the limit.
	const run = await updates(5_000, { executionTimeout: 6 }, { maxRequestsPerSecond: 50 });
	const execution = await n8n.rest.start(run, CSV.trigger);
	const { status } = await n8n.rest.end(execution);
	expect(['canceled', 'error']).toContain(status);
	expect(emulator.counts.requests).toBeGreaterThan(0);
	await expectSilence(emulator, KEPT);
	expect(emulator.counts.requests).toBeLessThan(5_000);
});

test('two executions at once with more batches than a minute has calls never see a 503', async () => {
	await startTarget('busy', 50);
	const one = await n8n.rest.start(await bulk(30, 'a'), CSV.trigger);
	const two = await n8n.rest.start(await bulk(30, 'b'), CSV.trigger);
	for (const execution of [one, two]) {
		const ended = await n8n.rest.end(execution);
		expect(ended.error).toBeUndefined();
		expect(ended.json(CSV.bulk)).toHaveLength(30);
	}
	expect(emulator.counts).toMatchObject({ batches: 60, rows: 60, refused: 0 });
});

test('a run that kill -9 has ended shows as crashed, and running it again brings every row', async () => {
	// The new process would know nothing of the old one's calls, and meet 503s for a minute.
	await startTarget('crashed', 1_000, 200);
	const rows = 40;
	const run = await bulk(rows, 'c');
	const execution = await n8n.rest.start(run, CSV.trigger);
	await untilRequests(emulator, 10);
	await n8n.server.kill();
	const before = emulator.counts.batches;
	expect(before).toBeLessThan(rows);
	await n8n.restart();
	expect((await n8n.rest.end(execution)).status).toBe('crashed');

	const again = await n8n.rest.run(run, CSV.trigger);
	expect(again.error).toBeUndefined();
	expect(again.json(CSV.bulk)).toHaveLength(rows);
	for (let row = 0; row < rows; row++) {
		expect(emulator.profile('thirdPartyId', `c${row}`)?.get('tier')).toBe('gold');
	}
});
