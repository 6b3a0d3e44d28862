import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { Difference } from '../../n8n/demo/compareProfiles';

export const CLIENT_CODE = 'exact';
/** Adobe's limit: who goes beyond gets a 503. */
export const CALLS_PER_MINUTE = 50;

/** Two million profiles take about a gigabyte. */
const HEAP_MB = 6_000;

/** The emulator's profiles beside the customers of the file. */
export interface ExactComparison {
	/** How many the emulator holds. */
	readonly profiles: number;
	readonly values: number;
	/** Values that are not as in the file, are missing, or are not in it. */
	readonly differences: number;
	readonly first: Difference | undefined;
	readonly batches: number;
	/** 503s, and what else was refused. */
	readonly refused: number;
}

/** An emulator with memory for millions of profiles, in a process of its own. */
export interface ExactTarget {
	readonly url: string;
	readonly clientCode: string;
	/** Compares all that it holds with the first customers of `customerOf`, as a batch has them. */
	compare(rows: number): Promise<ExactComparison>;
	stop(): Promise<void>;
}

export async function startExactTarget(): Promise<ExactTarget> {
	const child = fork(path.join(__dirname, 'exactTargetServer.ts'), [], {
		cwd: __dirname,
		execArgv: [`--max-old-space-size=${HEAP_MB}`, '--require', 'tsx/cjs'],
	});
	const { url } = (await messageOf(child)) as { url: string };
	return {
		url,
		clientCode: CLIENT_CODE,
		async compare(rows) {
			child.send(rows);
			return (await messageOf(child)) as ExactComparison;
		},
		async stop() {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

/** @throws Error where the process ends before it says anything */
async function messageOf(child: ChildProcess): Promise<unknown> {
	const ended = new AbortController();
	const atExit = (): void => {
		ended.abort(new Error('The emulator’s process has ended.'));
	};
	child.once('exit', atExit);
	try {
		const [message] = (await once(child, 'message', { signal: ended.signal })) as [unknown];
		return message;
	} finally {
		child.off('exit', atExit);
	}
}
