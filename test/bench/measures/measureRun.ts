import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { Rest } from '../../n8n/server/rest';
import type { Server } from '../../n8n/server/server';
import type { Taken } from '../figures/figures';
import { cpuSecondsOf, forgetPeak, memoryOf } from './processUsage';
import { TRIGGER } from '../workflows';
import type { MeasuredWorkflow } from '../workflows';

/** n8n says in its log when each node begins and ends; as JSON, with the time. */
export const LOG_SETTINGS = { N8N_LOG_LEVEL: 'debug', N8N_LOG_FORMAT: 'json', N8N_LOG_OUTPUT: 'console' };

const LONGEST_RUN_MS = 10 * 60_000;

interface LogLine {
	readonly message: string;
	readonly metadata: { readonly timestamp: string };
}

/** What the measured nodes took, and when they were at work, in milliseconds since 1970. */
export interface MeasuredRun extends Taken {
	readonly started: number;
	readonly ended: number;
}

/** Runs a workflow, and says what its measured nodes took: from the start of the first to the end of the last. */
export async function measureRun(
	server: Server,
	rest: Rest,
	{ workflow, from, to }: MeasuredWorkflow,
): Promise<MeasuredRun> {
	const saved = await rest.createWorkflow(workflow);
	const log = new LogTail(server.logFile);
	await rest.start(saved, TRIGGER);
	try {
		const started = await log.until(`Start executing node "${from}"`);
		const { residentMb } = memoryOf(server.pid);
		forgetPeak(server.pid);
		const cpuBefore = cpuSecondsOf(server.pid);
		const ended = await log.until(`Running node "${to}" finished successfully`);
		const { peakMb } = memoryOf(server.pid);
		const cpuSeconds = cpuSecondsOf(server.pid) - cpuBefore;
		await rest.untilIdle();
		return { seconds: (ended - started) / 1_000, cpuSeconds, peakMb: peakMb - residentMb, started, ended };
	} finally {
		log.close();
	}
}

/** What n8n adds to its log from now on. */
class LogTail {
	private readonly file: number;

	private rest = '';

	private readonly chunk = Buffer.alloc(1_048_576);

	constructor(path: string) {
		this.file = openSync(path, 'r');
		this.read();
		this.rest = '';
	}

	/** Waits for a line. @returns its time in milliseconds @throws Error when the workflow fails first */
	async until(message: string): Promise<number> {
		for (const deadline = Date.now() + LONGEST_RUN_MS; Date.now() < deadline;) {
			await delay(2);
			this.read();
			const lines = this.rest.split('\n');
			this.rest = lines.pop() ?? '';
			for (const [index, line] of lines.entries()) {
				if (line.includes('finished with error')) throw new Error(`n8n: ${line}`);
				if (!line.includes(JSON.stringify(message).slice(1, -1))) continue;
				this.rest = `${lines.slice(index + 1).join('\n')}\n${this.rest}`;
				return Date.parse((JSON.parse(line) as LogLine).metadata.timestamp);
			}
		}
		throw new Error(`Waited in vain for n8n to say: ${message}`);
	}

	close(): void {
		closeSync(this.file);
	}

	private read(): void {
		for (let bytes = -1; bytes !== 0;) {
			bytes = readSync(this.file, this.chunk);
			this.rest += this.chunk.toString('utf8', 0, bytes);
		}
	}
}
