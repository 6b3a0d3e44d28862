import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../n8n/server/freePort';

const READY_WITHIN_MS = 30_000;

export interface Redis {
	readonly port: number;
	/** Ends it and removes all that it kept. */
	stop(): Promise<void>;
}

/**
 * Starts a Redis of its own, empty, on a free port of 127.0.0.1.
 *
 * @param command the program and its options, as the compose file has them
 * @throws Error with what Redis said, if it does not start
 */
export async function startRedis(command: string): Promise<Redis> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-redis-'));
	const port = await freePort();
	const [program = '', ...options] = command.split(' ');
	const server = spawn(
		program,
		[...options, '--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
		{ cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let log = '';
	for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (log += String(text)));
	const ended = once(server, 'exit');
	const stopAtExit = (): void => {
		server.kill('SIGKILL');
	};
	process.once('exit', stopAtExit);

	async function stop(): Promise<void> {
		server.kill();
		await ended;
		process.removeListener('exit', stopAtExit);
		await rm(folder, { recursive: true });
	}

	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await listens(port))) {
		if (server.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`Redis did not start. What it said:\n${log}`);
		}
		await delay(50);
	}
	return { port, stop };
}

async function listens(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
