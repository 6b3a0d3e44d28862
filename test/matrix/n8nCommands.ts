import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { IRunData } from 'n8n-workflow';
import { freePort } from '../n8n/freePort';
import { quietEnvironment } from '../n8n/server';

const run = promisify(execFile);

/** An execution of a few items prints some KB. */
const MOST_OUTPUT = 16 * 1024 * 1024;
const WITHIN_MS = 180_000;

/** Where an n8n is installed, and the Node.js that runs it. */
export interface Programs {
	readonly node: string;
	readonly n8n: string;
}

/** What came out of each node, by its name. */
export type RunData = IRunData;

/** The commands of an n8n that is installed, with a user folder of its own: no server runs. */
export class N8nCommands {
	constructor(
		private readonly programs: Programs,
		private readonly userFolder: string,
	) {}

	async importCredential(credential: object): Promise<void> {
		await this.importFile('credentials', [credential]);
	}

	async importWorkflow(workflow: object): Promise<void> {
		await this.importFile('workflow', [workflow]);
	}

	/** Runs a workflow from its manual trigger. */
	async execute(workflowId: string): Promise<RunData> {
		const printed = await this.command('execute', `--id=${workflowId}`, '--rawOutput');
		// Before it and after it there may be lines of n8n's log.
		const [result] = /^\{$.*?^\}$/ms.exec(printed) ?? [];
		if (result === undefined) throw new Error(`n8n gave no result:\n${printed}`);
		const { data } = JSON.parse(result) as { data: { resultData: { runData: RunData } } };
		return data.resultData.runData;
	}

	private async importFile(kind: 'credentials' | 'workflow', content: object[]): Promise<void> {
		const file = path.join(this.userFolder, `${kind}.json`);
		await writeFile(file, JSON.stringify(content));
		await this.command(`import:${kind}`, `--input=${file}`);
	}

	/** @throws Error with what n8n has printed */
	private async command(...args: string[]): Promise<string> {
		const { node, n8n } = this.programs;
		const env = {
			...quietEnvironment(node, this.userFolder),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		};
		const { stdout } = await run(node, [n8n, ...args], {
			cwd: this.userFolder,
			env,
			maxBuffer: MOST_OUTPUT,
			timeout: WITHIN_MS,
		});
		return stdout;
	}
}
