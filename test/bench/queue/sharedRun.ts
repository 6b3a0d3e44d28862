import { emulatorCredential, LARGE_FILE, nodeOf, readExample } from '../../n8n/examples/examples';
import type { WorkflowFile } from '../../n8n/server/rest';
import { handOutByWebhook } from '../../n8n/examples/sharesExample';
import type { Server } from '../../n8n/server/server';
import type { QueueN8n } from '../../queue/queueN8n';
import { forgetPeak, memoryOf } from '../measures/processUsage';

const LONGEST_RUN_MS = 10 * 60_000;

/** One run of the example. */
export interface RunPlan {
	/** Into how many shares the file is cut; with 1 a single worker sends it all. */
	readonly shares: number;
	/** Where the file is. */
	readonly source: string;
	/** How many rows it has. */
	readonly rows: number;
	readonly target: { url: string; clientCode: string };
	/** Of each process. */
	readonly callsPerMinute: number;
	/** 0, the default, is for automatic. */
	readonly rowsPerBatch?: number;
}

/** Megabytes of a process: now, or at most. */
export interface Memory {
	readonly main: number;
	readonly webhook: number;
	/** The largest first. */
	readonly workers: readonly number[];
}

/** What a run of the example took. */
export interface SharedRun {
	/** From the click until n8n has the totals. */
	readonly seconds: number;
	readonly peakMb: Memory;
	readonly batches: number;
	/** How many workers have sent a share. */
	readonly workers: number;
}

/**
 * Runs the example over a file.
 *
 * @throws Error where not every row was sent
 */
export async function runInShares(n8n: QueueN8n, plan: RunPlan): Promise<SharedRun> {
	const { rest } = n8n;
	const saved = await rest.createWorkflow(await exampleFor(n8n, plan));
	await rest.publish(saved);
	for (const { pid } of [n8n.main, n8n.webhook, ...n8n.workers]) forgetPeak(pid);

	const began = performance.now();
	const id = await rest.start(saved, LARGE_FILE.trigger);
	const execution = await rest.end(id, LONGEST_RUN_MS);
	const seconds = (performance.now() - began) / 1_000;

	const peakMb = memoryIn(n8n, ({ pid }) => memoryOf(pid).peakMb);
	const [totals = {}] = execution.json(LARGE_FILE.totals);
	if (totals.sum_rows !== plan.rows || totals.sum_sent !== plan.rows) {
		throw new Error(`Not all was sent: ${execution.error ?? JSON.stringify(totals)}`);
	}
	const shares = (await rest.executionsOf(saved)).filter((execution) => execution !== id);
	return {
		seconds,
		peakMb,
		batches: Number(totals.sum_batches),
		workers: new Set(shares.map(n8n.workerOf)).size,
	};
}

/** What the processes take, in the order of the figures. */
export function memoryIn(n8n: QueueN8n, megabytesOf: (server: Server) => number): Memory {
	return {
		main: megabytesOf(n8n.main),
		webhook: megabytesOf(n8n.webhook),
		workers: n8n.workers.map(megabytesOf).toSorted((a, b) => b - a),
	};
}

/** The example with what its note says to change; all columns become attributes. */
async function exampleFor(n8n: QueueN8n, plan: RunPlan): Promise<WorkflowFile> {
	const { rest } = n8n;
	const credential = emulatorCredential(plan.target);
	const target = await rest.createCredential({
		...credential,
		data: { ...credential.data, callsPerMinute: plan.callsPerMinute },
	});
	const workflow = readExample(LARGE_FILE.file, target);
	await handOutByWebhook({ rest, server: n8n.webhook }, workflow, LARGE_FILE);
	nodeOf(workflow, LARGE_FILE.download).parameters.url = plan.source;
	const { parameters } = nodeOf(workflow, LARGE_FILE.bulk);
	delete parameters.attributeMapping;
	parameters.attributesMode = 'all';
	Object.assign(parameters.options ?? {}, { rowsPerBatch: plan.rowsPerBatch ?? 0 });
	return withShares(workflow, plan.shares);
}

/** @throws Error where the expression is another one than it was */
function withShares(workflow: WorkflowFile, shares: number): WorkflowFile {
	const [before, after, ...more] = JSON.stringify(workflow).split('Array(4)');
	if (before === undefined || after === undefined || more.length > 0) {
		throw new Error('The example says how many shares in another way now.');
	}
	return JSON.parse(`${before}Array(${shares})${after}`) as WorkflowFile;
}
