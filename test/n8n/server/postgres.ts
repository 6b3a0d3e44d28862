import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './freePort';
import type { Credential } from './rest';

const run = promisify(execFile);

/** The user that Debian's package brings along: PostgreSQL does not run as root. */
const DEBIAN_USER = 'postgres';
const READY_WITHIN_MS = 30_000;

/** The password looks like the sample that it is. */
const USER = 'sample_user';
const PASSWORD = 'SamplePassword1';
const DATABASE = 'postgres';

interface Owner {
	readonly uid: number;
	readonly gid: number;
}

export interface Postgres {
	/** What n8n's Postgres node needs to read from it. */
	readonly credential: Credential;
	/** Runs SQL statements. */
	execute(sql: string): Promise<void>;
	/** Ends it and removes all that it kept. */
	stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own: an empty database in a new folder, on a free port of 127.0.0.1, by a user that is not
 * root.
 *
 * @throws Error that says what to install, or what PostgreSQL complained of
 */
export async function startPostgres(): Promise<Postgres> {
	const programs = await installedPrograms();
	const owner = await ownerOfCluster();
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-postgres-'));
	try {
		await chown(folder, owner.uid, owner.gid);
		return await startCluster(programs, folder, owner);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
}

async function startCluster(programs: string, folder: string, owner: Owner): Promise<Postgres> {
	const data = path.join(folder, 'data');
	const passwordFile = path.join(folder, 'password');
	await writeFile(passwordFile, PASSWORD);
	await chown(passwordFile, owner.uid, owner.gid);
	await run(
		path.join(programs, 'initdb'),
		['-D', data, '-U', USER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--no-locale'],
		{ cwd: folder, ...owner },
	);

	const port = await freePort();
	const server = spawn(
		path.join(programs, 'postgres'),
		// No socket file, as the folder's name may be too long for one; and nothing here has to outlive a power cut.
		['-D', data, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
		{ cwd: folder, ...owner, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	let log = '';
	server.stderr.on('data', (text) => (log += String(text)));
	const stopAtExit = (): void => {
		server.kill('SIGQUIT');
	};
	process.once('exit', stopAtExit);

	async function execute(sql: string): Promise<void> {
		await run(
			path.join(programs, 'psql'),
			['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-v', 'ON_ERROR_STOP=1', '-c', sql, DATABASE],
			{ cwd: folder, env: { ...process.env, PGPASSWORD: PASSWORD } },
		);
	}

	async function stop(): Promise<void> {
		if (!hasEnded(server)) {
			// The "fast" shutdown, which does not wait for the connections that n8n keeps open.
			server.kill('SIGINT');
			await once(server, 'exit');
		}
		process.removeListener('exit', stopAtExit);
		await rm(folder, { recursive: true });
	}

	try {
		await untilReady(server, execute);
	} catch (error) {
		await stop();
		throw new Error(`PostgreSQL did not start. What it said:\n${log}`, { cause: error });
	}
	return {
		credential: {
			name: 'Postgres (of the tests)',
			type: 'postgres',
			data: { host: '127.0.0.1', port, database: DATABASE, user: USER, password: PASSWORD, ssl: 'disable' },
		},
		execute,
		stop,
	};
}

/** The folder with PostgreSQL's programs: `prepare.mjs` has installed them, where they were missing. */
async function installedPrograms(): Promise<string> {
	const { postgresPrograms } = await import('./postgresPrograms.mjs');
	const found = postgresPrograms();
	if (found === undefined)
		throw new Error('PostgreSQL is not installed. Run "node test/n8n/prepare.mjs" first.');
	return found;
}

/** Whom the cluster belongs to: the one who runs the tests, or in root's place the user of Debian's package. */
async function ownerOfCluster(): Promise<Owner> {
	const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
	if (uid !== 0) return { uid, gid };
	const [user, group] = await Promise.all([run('id', ['-u', DEBIAN_USER]), run('id', ['-g', DEBIAN_USER])]);
	return { uid: Number(user.stdout), gid: Number(group.stdout) };
}

async function untilReady(server: ChildProcess, execute: (sql: string) => Promise<void>): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	for (;;) {
		try {
			await execute('SELECT 1');
			return;
		} catch (error) {
			if (hasEnded(server) || Date.now() > deadline) throw error;
		}
		await delay(100);
	}
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}
