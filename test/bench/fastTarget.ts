import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { installedNode } from '../n8n/server';
import type { Counts } from './fastTargetServer';

/** A server that answers as Target does, in a process of its own. */
export interface FastTarget {
	readonly url: string;
	/** What came since it was last asked. */
	counts(): Promise<Counts>;
	stop(): Promise<void>;
}

/** @param latencyMs how long it waits before each answer */
export async function startFastTarget(latencyMs: number): Promise<FastTarget> {
	const child = fork(path.join(__dirname, 'fastTargetServer.ts'), [String(latencyMs)], {
		execPath: installedNode(),
		execArgv: ['--no-warnings'],
	});
	const [{ url }] = (await once(child, 'message')) as [{ url: string }];
	return {
		url,
		async counts() {
			child.send('counts');
			const [counts] = (await once(child, 'message')) as [Counts];
			return counts;
		},
		async stop() {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}
