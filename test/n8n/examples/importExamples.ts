import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { EXAMPLES } from './examples';
import { freePort } from '../server/freePort';
import { installedN8n, n8nProgram } from '../server/installedN8n';
import type { WorkflowFile } from '../server/rest';
import { quietEnvironment } from '../server/server';

const run = promisify(execFile);
const WITHIN_MS = 120_000;

/**
 * Imports the examples as they are, by n8n's own command, into the database of an n8n that has its owner.
 *
 * @returns their names
 * @throws Error with what n8n has printed
 */
export async function importExamples(userFolder: string): Promise<string[]> {
	const { node, environment } = installedN8n();
	const args = [n8nProgram(), 'import:workflow', '--separate', `--input=${EXAMPLES}`];
	const env = {
		...quietEnvironment(node, userFolder),
		...environment,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
	};
	try {
		await run(node, args, { cwd: userFolder, env, timeout: WITHIN_MS });
	} catch (error) {
		const { stdout, stderr } = error as { stdout?: string; stderr?: string };
		throw new Error(`n8n did not import the examples. It said: ${stdout ?? ''}${stderr ?? ''}`, {
			cause: error,
		});
	}
	return readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json'))
		.map((file) => (JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as WorkflowFile).name);
}
