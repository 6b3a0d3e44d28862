import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { unwantedModules } from './differences';
import { freePort } from './freePort';
import { installedN8n, n8nProgram } from './installedN8n';

const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 15_000;

interface ServerOptions {
	/** Everything that n8n keeps goes here: database, settings, community nodes, its log. */
	userFolder: string;
	/** TCP port on 127.0.0.1; 0 for any. */
	port: number;
	/** The one folder that workflows may read files from. */
	filesFolder: string;
	/** The process of n8n that it is, with its arguments. Default `start`. */
	command?: readonly string[];
	/** Settings for n8n beside those that make it quiet. */
	environment?: Readonly<Record<string, string>>;
}

export interface Server {
	/** The editor, `http://127.0.0.1:<port>`; REST and webhooks are below it. */
	readonly url: string;
	/** The process of n8n itself. */
	readonly pid: number;
	/** The file that n8n's output goes to. */
	readonly logFile: string;
	/** What n8n has printed so far. */
	log(): string;
	/** Ends n8n and all that it started as `kill -9` does: without a chance to tidy up. */
	kill(): Promise<void>;
	/** Asks n8n to end, as a service manager does, and does not wait for it. */
	askToEnd(): void;
	/** Ends n8n and all that it started, and comes back when nothing of it runs. */
	stop(): Promise<void>;
}

/**
 * Starts the n8n that is installed, with the Node.js that was installed for it, alone and quiet: no telemetry, no
 * update checks, none of the caller's own n8n settings.
 *
 * @throws Error with the end of n8n's log, if n8n ends or is not ready in two minutes
 */
export async function startServer({
	userFolder,
	port,
	filesFolder,
	command = ['start'],
	environment = {},
}: ServerOptions): Promise<Server> {
	const { node, environment: wanted } = installedN8n();
	const httpPort = await freePort(port);
	const brokerPort = await freePort();
	mkdirSync(userFolder, { recursive: true });
	mkdirSync(filesFolder, { recursive: true });

	const logFile = path.join(userFolder, 'n8n.log');
	const logHandle = openSync(logFile, 'w');
	const child = spawn(node, [n8nProgram(), ...command], {
		cwd: userFolder,
		env: {
			...quietEnvironment(node, userFolder),
			N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(httpPort),
			// The same for a worker.
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			QUEUE_HEALTH_CHECK_PORT: String(httpPort),
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_SECURE_COOKIE: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_DISABLED_MODULES: unwantedModules(),
			...wanted,
			...environment,
		},
		stdio: ['ignore', logHandle, logHandle],
		// A process group of its own, so that its task runner can be ended with it.
		detached: true,
	});
	closeSync(logHandle);
	const stopAtExit = (): void => {
		signalGroup(child, 'SIGKILL');
	};
	process.once('exit', stopAtExit);

	const server: Server = {
		url: `http://127.0.0.1:${httpPort}`,
		pid: child.pid ?? 0,
		logFile,
		log: () => readFileSync(logFile, 'utf8'),
		async kill() {
			signalGroup(child, 'SIGKILL');
			await server.stop();
		},
		askToEnd() {
			child.kill('SIGTERM');
		},
		async stop() {
			await endGroup(child);
			process.removeListener('exit', stopAtExit);
		},
	};
	try {
		await untilReady(server, child, command.includes('start'));
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}

/**
 * What makes any program of n8n keep to its folder and ask for nothing by itself. Of the caller's environment only what
 * every program needs, with n8n's Node.js first in the path.
 */
export function quietEnvironment(node: string, userFolder: string): NodeJS.ProcessEnv {
	const { PATH, HOME, LANG, TMPDIR, SystemRoot, USERPROFILE, APPDATA, TEMP } = process.env;
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'sample-encryption-key',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		HOME,
		LANG,
		TMPDIR,
		SystemRoot,
		USERPROFILE,
		APPDATA,
		TEMP,
		PATH: [path.dirname(node), PATH].join(path.delimiter),
	};
}

async function untilReady(server: Server, child: ChildProcess, hasRest: boolean): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady(server, hasRest))) {
		if (hasEnded(child))
			throw new Error(`n8n ended before it was ready. The end of its log:\n${tail(server.log())}`);
		if (Date.now() > deadline)
			throw new Error(`n8n was not ready in time. The end of its log:\n${tail(server.log())}`);
		await delay(100);
	}
}

/**
 * `/healthz` alone answers while the database is still being set up, and older n8n are ready before their REST is. Workers
 * and webhook processes have none.
 */
async function isReady({ url }: Server, hasRest: boolean): Promise<boolean> {
	if (!(await answersWell(`${url}/healthz/readiness`))) return false;
	return !hasRest || (await answersWell(`${url}/rest/settings`));
}

async function answersWell(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}

async function endGroup(child: ChildProcess): Promise<void> {
	const deadline = Date.now() + STOPPED_WITHIN_MS;
	let signal: NodeJS.Signals = 'SIGTERM';
	while (signalGroup(child, signal)) {
		if (Date.now() > deadline) signal = 'SIGKILL';
		await delay(100);
	}
}

/** Sends a signal to n8n and all it started; false when nothing of it is left. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
	if (child.pid === undefined) return false;
	if (process.platform === 'win32') return !hasEnded(child) && child.kill(signal);
	try {
		return process.kill(-child.pid, signal);
	} catch {
		return false;
	}
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function tail(log: string): string {
	return log.trimEnd().split('\n').slice(-20).join('\n');
}
