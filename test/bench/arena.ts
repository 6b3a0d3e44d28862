import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { emulatorCredential } from '../n8n/examples/examples';
import { signIn, type Rest } from '../n8n/server/rest';
import { installedN8n } from '../n8n/server/installedN8n';
import { startServer } from '../n8n/server/server';
import type { Contender } from './contest';
import { startFastTarget } from './target/fastTarget';
import type { Line } from './target/fastTargetServer';
import type { Taken } from './figures/figures';
import { LoopHolds } from './measures/loopHolds';
import { LOG_SETTINGS, measureRun } from './measures/measureRun';
import type { MeasuredRun } from './measures/measureRun';
import type { MeasuredWorkflow, Target } from './workflows';

const execute = promisify(execFile);

/** Where contenders meet: one n8n, one server that answers as Target does, and scripts without n8n. */
export interface Arena {
	/** The address of n8n. */
	readonly n8nUrl: string;
	/** The address of the server that requests go to. */
	readonly targetUrl: string;
	/** A folder that workflows may read files from. */
	readonly filesFolder: string;
	/** What n8n's editor does. */
	readonly rest: Rest;
	/** Runs a workflow once, with a client code of its own: the 50 calls a minute are for each. */
	run(build: (target: Target) => MeasuredWorkflow): Promise<MeasuredRun>;
	/** A workflow in n8n as contender. */
	workflow(name: string, profiles: number, build: (target: Target) => MeasuredWorkflow): Contender;
	/** A script in `limits/` as contender, on n8n's Node.js. */
	script(name: string, profiles: number, file: string, ...args: string[]): Contender;
	close(): Promise<void>;
}

/**
 * @param folder the user folder of n8n, in which the node is installed
 * @param line what lies between n8n and the server
 * @param filesFolder the folder that workflows may read files from
 * @param settings for n8n
 */
async function openArena(
	folder: string,
	line: Line,
	filesFolder: string,
	settings: Readonly<Record<string, string>>,
): Promise<Arena> {
	// Each n8n begins empty.
	for (const suffix of ['', '-wal', '-shm']) {
		await rm(path.join(folder, '.n8n', `database.sqlite${suffix}`), { force: true });
	}
	const target = await startFastTarget(line);
	const holds = new LoopHolds(folder);
	const environment = { ...LOG_SETTINGS, ...holds.environment, ...settings };
	const server = await startServer({ userFolder: folder, port: 0, filesFolder, environment });
	const rest = await signIn(server.url);
	let runs = 0;

	const run = async (build: (target: Target) => MeasuredWorkflow): Promise<MeasuredRun> => {
		const clientCode = `bench${++runs}`;
		const credential = await rest.createCredential(emulatorCredential({ url: target.url, clientCode }));
		await target.counts();
		holds.take();
		const taken = await measureRun(server, rest, build({ url: target.url, clientCode, credential }));
		const { requests, connections, refused } = await target.counts();
		return { ...taken, requests, connections, refused, holdMs: holds.take() };
	};
	return {
		n8nUrl: server.url,
		targetUrl: target.url,
		filesFolder,
		rest,
		run,
		workflow: (name, profiles, build) => ({ name, profiles, run: () => run(build) }),
		script: (name, profiles, file, ...args) => ({
			name,
			profiles,
			async run() {
				const { stdout } = await execute(installedN8n().node, [
					'--no-warnings',
					path.join(__dirname, 'limits', file),
					...args,
				]);
				return JSON.parse(stdout) as Taken;
			},
		}),
		async close() {
			await server.stop();
			await target.stop();
		},
	};
}

/** Opens an arena for a while. */
export async function inArena<Result>(
	folder: string,
	line: Line,
	use: (arena: Arena) => Promise<Result>,
	filesFolder = path.join(folder, 'files'),
	settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
	const arena = await openArena(folder, line, filesFolder, settings);
	try {
		return await use(arena);
	} finally {
		await arena.close();
	}
}
