import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { installedN8n } from '../../n8n/server/installedN8n';
import type { Counts, Line } from './fastTargetServer';

/** A server that answers as Target does, in a process of its own. */
export interface FastTarget {
	readonly url: string;
	/** What came since it was last asked. */
	counts(): Promise<Counts>;
	stop(): Promise<void>;
}

/** @param line what lies between it and those who send */
export async function startFastTarget(line: Line): Promise<FastTarget> {
	const child = fork(path.join(__dirname, 'fastTargetServer.ts'), [JSON.stringify(line)], {
		execPath: installedN8n().node,
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
