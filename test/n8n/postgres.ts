import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './freePort';
import type { Credential } from './rest';

const run = promisify(execFile);

/** Where Debian and Ubuntu keep the programs, in a folder for each version. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql';
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
 * root. Where Debian's package is missing, root installs it.
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

/** The folder with PostgreSQL's programs. */
async function installedPrograms(): Promise<string> {
	const found = (await newestPrograms()) ?? (process.getuid?.() === 0 ? await install() : undefined);
	if (found !== undefined) return found;
	throw new Error(
		`These tests need PostgreSQL, and ${DEBIAN_VERSIONS} has none. Install the package "postgresql" of Debian or Ubuntu ("sudo apt-get install postgresql"), and run them again.`,
	);
}

async function newestPrograms(): Promise<string | undefined> {
	// The client alone has a folder of that kind too.
	const folders = existsSync(DEBIAN_VERSIONS) ? await readdir(DEBIAN_VERSIONS) : [];
	return folders
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(DEBIAN_VERSIONS, version, 'bin'))
		.find((programs) => existsSync(path.join(programs, 'initdb')));
}

async function install(): Promise<string | undefined> {
	console.log('Installing PostgreSQL (once) …');
	const settings = {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		maxBuffer: 64 * 1024 * 1024,
	};
	try {
		await run('apt-get', ['update'], settings);
		await run('apt-get', ['install', '-y', 'postgresql'], settings);
	} catch (error) {
		throw new Error(
			'These tests need PostgreSQL, and apt-get could not install it. Install it by hand, and run them again.',
			{ cause: error },
		);
	}
	return await newestPrograms();
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
