import { fork } from 'node:child_process';
import { once } from 'node:events';

import { startEmulator, type EmulatorCounts } from '../emulator';

/** Enough for ten million profiles. */
const HEAP_MB = 16_000;

/** An emulator in a process of its own, so that its work is not counted as n8n's. */
export interface EmulatorProcess {
	readonly url: string;
	readonly clientCode: string;
	counts(): Promise<EmulatorCounts>;
	stop(): Promise<void>;
}

interface Started {
	url: string;
	clientCode: string;
}

/** @param options what {@link startEmulator} takes, as far as it can be sent to another process */
export async function startEmulatorProcess(
	options: { callsPerMinute?: number; latencyMs?: number } = {},
): Promise<EmulatorProcess> {
	const child = fork(__filename, [JSON.stringify(options)], {
		execArgv: ['--require', 'tsx/cjs', `--max-old-space-size=${HEAP_MB}`],
	});
	const [started] = (await once(child, 'message')) as [Started];
	return {
		...started,
		async counts() {
			child.send('counts');
			const [counts] = (await once(child, 'message')) as [EmulatorCounts];
			return counts;
		},
		async stop() {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

async function main(): Promise<void> {
	const emulator = await startEmulator(JSON.parse(process.argv[2] ?? '{}') as object);
	process.send?.({ url: emulator.url, clientCode: emulator.clientCode });
	process.on('message', () => process.send?.(emulator.counts));
	process.on('disconnect', () => {
		process.exit();
	});
}

if (require.main === module) void main();
