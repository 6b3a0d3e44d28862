import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { emulatorCredential } from '../n8n/examples';
import { installNode, PACKAGE_NAME } from '../n8n/installNode';
import { signIn } from '../n8n/rest';
import type { Rest, WorkflowFile } from '../n8n/rest';
import { startServer } from '../n8n/server';
import type { Server } from '../n8n/server';
import { writeCustomersCsv } from './customersCsv';
import { startEmulatorProcess } from './emulatorProcess';
import type { EmulatorProcess } from './emulatorProcess';
import { forgetPeak, processUsage } from './processUsage';

const TRIGGER = 'Run by Hand';
const READER = 'Read File';
const BULK = 'Bulk Update Profiles';
const LONGEST_RUN_MS = 30 * 60_000;

/** Each twentieth row has the ID of an earlier one. */
const REPEAT_EVERY = 20;

interface Measured {
	rows: number;
	duplicateIds: string;
	rowsPerBatch: number;
	megabytes: number;
	batches: number;
	nodeSeconds: number;
	cpuSeconds: number;
	/** Nanoseconds of n8n's processor time for each row. */
	cpuPerRow: number;
	idleMb: number;
	peakAboveIdleMb: number;
	sum: string;
}

/**
 * `npm run bench:file`: runs CSV files through a real n8n into the emulator, and prints what the n8n process took:
 * time, processor time and peak memory above idle, for each size, way with duplicates and size of batches.
 */
export async function benchBulkFile(tarball: string, cacheFolder: string, args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: '100000,10000000' },
			duplicates: { type: 'string', default: 'keep,merge' },
			'rows-per-batch': { type: 'string', default: '50000' },
		},
	});
	const list = (text: string) => text.split(',').map((part) => part.trim());
	const folder = path.join(cacheFolder, 'bench');
	await rm(folder, { recursive: true, force: true });
	await mkdir(path.join(folder, 'files'), { recursive: true });
	await installNode(tarball, folder);

	const results: Measured[] = [];
	for (const rows of list(values.rows).map(Number)) {
		const file = path.join(folder, 'files', `customers-${rows}.csv`);
		const bytes = await writeCustomersCsv(file, rows, REPEAT_EVERY);
		for (const duplicateIds of list(values.duplicates)) {
			for (const rowsPerBatch of list(values['rows-per-batch']).map(Number)) {
				const run = { rows, duplicateIds, rowsPerBatch, megabytes: bytes / 1e6 };
				results.push(await measure(folder, file, run));
				console.table([results.at(-1)]);
			}
		}
		await rm(file);
	}
	console.log(
		`${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Linux ${os.release()}`,
	);
	console.table(results);
	await rm(folder, { recursive: true });
}

async function measure(
	folder: string,
	file: string,
	run: { rows: number; duplicateIds: string; rowsPerBatch: number; megabytes: number },
): Promise<Measured> {
	const emulator = await startEmulatorProcess();
	const userFolder = path.join(folder, 'n8n');
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder);
	const server = await startServer({ userFolder: folder, port: 0, filesFolder: path.join(folder, 'files') });
	try {
		return { ...run, ...(await runOnce(server, emulator, file, run)) };
	} finally {
		await server.stop();
		await emulator.stop();
		for (const kept of ['database.sqlite', 'storage', 'binaryData']) {
			await rm(path.join(folder, '.n8n', kept), { recursive: true, force: true });
		}
	}
}

async function runOnce(
	server: Server,
	emulator: EmulatorProcess,
	file: string,
	run: { rows: number; duplicateIds: string; rowsPerBatch: number },
): Promise<Omit<Measured, 'rows' | 'duplicateIds' | 'rowsPerBatch' | 'megabytes'>> {
	const rest = await signIn(server.url);
	const credential = await rest.createCredential(emulatorCredential(emulator));
	await warmUp(rest, credential);
	const workflow = await rest.createWorkflow(workflowFor(file, credential, run));
	const { rows: rowsBefore } = await emulator.counts();
	const before = processUsage(server.pid);
	forgetPeak(server.pid);

	const execution = await rest.run(workflow, TRIGGER, LONGEST_RUN_MS);

	const after = processUsage(server.pid);
	if (execution.status !== 'success') throw new Error(`The run ended with: ${execution.error ?? ''}`);
	const summary = execution.json(BULK)[0] as Record<string, number>;
	const { sent = 0, merged = 0, skipped = 0, failed = 0, batches = 0 } = summary;
	const counts = await emulator.counts();
	if (counts.rows - rowsBefore !== sent || sent + merged + skipped + failed !== run.rows || failed > 0) {
		throw new Error(`The numbers do not add up: ${JSON.stringify({ summary, counts })}`);
	}
	const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
	return {
		batches,
		nodeSeconds: execution.milliseconds(BULK) / 1_000,
		cpuSeconds: Math.round(cpuSeconds * 100) / 100,
		cpuPerRow: Math.round((cpuSeconds / run.rows) * 1e9),
		idleMb: Math.round(before.residentMb),
		peakAboveIdleMb: Math.round(after.peakMb - before.residentMb),
		sum: `${sent} sent, ${merged} merged, ${counts.refused} refused`,
	};
}

/** The node is loaded and undici with it before anything is measured. */
async function warmUp(rest: Rest, credential: { id: string; name: string }): Promise<void> {
	const { nodes, connections, name } = workflowFor('', credential, { duplicateIds: 'keep', rowsPerBatch: 1 });
	const [trigger, , bulk] = nodes;
	if (!trigger || !bulk) throw new TypeError('The workflow has a trigger and a bulk node');
	const small = { ...bulk, parameters: { operation: 'bulkUpdateProfiles', idField: 'id' } };
	const workflow = await rest.createWorkflow({
		name: `${name}, warm-up`,
		nodes: [trigger, small],
		connections: { [TRIGGER]: connections[READER] ?? {} },
		pinData: { [TRIGGER]: [{ json: { id: 'warm-up', tier: 'gold' } }] },
	});
	await rest.run(workflow, TRIGGER);
}

function workflowFor(
	file: string,
	credential: { id: string; name: string },
	{ duplicateIds, rowsPerBatch }: { duplicateIds: string; rowsPerBatch: number },
): WorkflowFile {
	const node = (id: string, name: string, type: string, parameters: object) => ({
		id,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: parameters as Record<string, never>,
	});
	const next = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	return {
		name: 'Bench: a CSV file to Adobe Target',
		nodes: [
			node('1', TRIGGER, 'n8n-nodes-base.manualTrigger', {}),
			node('2', READER, 'n8n-nodes-base.readWriteFile', {
				operation: 'read',
				fileSelector: file,
				options: {},
			}),
			{
				...node('3', BULK, `${PACKAGE_NAME}.adobeTarget`, {
					operation: 'bulkUpdateProfiles',
					source: 'file',
					idField: 'customerId',
					output: 'summary',
					options: { duplicateIds, rowsPerBatch },
				}),
				credentials: { adobeTargetApi: { id: credential.id, name: credential.name } },
			},
		],
		connections: { [TRIGGER]: next(READER), [READER]: next(BULK) },
	};
}
