import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator';
import { emulatorCredential } from '../n8n/examples/examples';
import { freePort } from '../n8n/server/freePort';
import { startPostgres, type Postgres } from '../n8n/server/postgres';
import { signIn, type Rest } from '../n8n/server/rest';
import { startServer, type Server } from '../n8n/server/server';
import { composeService, imageCommand } from './composeFile';
import { startRedis, type Redis } from './redis';

const run = promisify(execFile);

type Environment = Readonly<Record<string, string>>;

/** What a container has for itself, or reaches by a name that is known among containers only. */
type Surroundings = Readonly<{ folder: string; postgres: Postgres; redis: Redis; webhookPort: number }>;

/** n8n in queue mode as the compose file starts it, and an emulator. */
export interface QueueN8n {
	readonly emulator: Emulator;
	/** A credential that leads to the emulator. */
	readonly credential: { id: string; name: string };
	readonly rest: Rest;
	readonly main: Server;
	readonly webhook: Server;
	readonly workers: readonly Server[];
	/** n8n's folder for files, which all processes share. */
	readonly storage: string;
	/** The worker that an execution has begun on, by the logs. */
	readonly workerOf: (execution: string) => Server | undefined;
	/** Ends the workers and the webhook process, and starts them with other settings, by their names. */
	restart(settings: (name: string) => Environment): Promise<void>;
	/** Starts a worker again that was killed. */
	restartWorker(worker: Server): Promise<void>;
	stop(): Promise<void>;
}

/**
 * Starts the processes of the compose file by hand: the same programs with the same settings, and the node installed by
 * the Dockerfile's command.
 *
 * @param settings beside those of the compose file, for all processes
 */
export async function startQueueN8n(
	options: EmulatorOptions = {},
	settings: Environment = {},
): Promise<QueueN8n> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-queue-'));
	const cleanUp = [() => rm(folder, { recursive: true })];
	const stop = async (): Promise<void> => {
		for (const end of cleanUp.splice(0).reverse()) await end();
	};
	try {
		await installByDockerfile(path.join(folder, 'image'));
		const emulator = await startEmulator(options);
		cleanUp.push(() => emulator.close());
		const postgres = await startPostgres();
		cleanUp.push(() => postgres.stop());
		const redis = await startRedis(composeService('redis').command ?? '');
		cleanUp.push(() => redis.stop());
		const surroundings = { folder, postgres, redis, webhookPort: await freePort() };

		const processes = new Map<string, Server>();
		const start = async (name: string, more: Environment = {}): Promise<void> => {
			processes.set(name, await startProcess(name, surroundings, { ...settings, ...more }));
		};
		const stopAll = async (servers: Iterable<Server>): Promise<void> => {
			await Promise.all(Array.from(servers, (server) => server.stop()));
		};
		cleanUp.push(() => stopAll(processes.values()));
		const { replicas } = composeService('worker').deploy ?? { replicas: 1 };
		const workerNames = Array.from({ length: replicas }, (_, index) => `worker-${index + 1}`);
		const others = ['webhook', ...workerNames];
		// The main process sets up the database, so the others wait for it in the compose file, too.
		await start('main');
		await Promise.all(others.map((name) => start(name)));

		const server = (name: string): Server => {
			const found = processes.get(name);
			if (found === undefined) throw new Error(`There is no process "${name}".`);
			return found;
		};
		const rest = await signIn(server('main').url);
		const credential = await rest.createCredential(emulatorCredential(emulator, options.profileToken));
		return {
			emulator,
			credential,
			rest,
			get main() {
				return server('main');
			},
			get webhook() {
				return server('webhook');
			},
			get workers() {
				return workerNames.map(server);
			},
			storage: storageIn(folder),
			workerOf: (execution) =>
				workerNames.map(server).find((one) => one.log().includes(`started execution ${execution} `)),
			async restart(more) {
				await stopAll(others.map(server));
				await Promise.all(others.map((name) => start(name, more(name))));
			},
			async restartWorker(worker) {
				const name = workerNames.find((one) => server(one) === worker);
				if (name !== undefined) await start(name);
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Installs the packed node as the image's Dockerfile does, with this folder in place of the user's in the image. */
async function installByDockerfile(home: string): Promise<void> {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined) {
		throw new Error('These tests are started by "npm run test:queue", which packs the node.');
	}
	await run('sh', ['-c', imageCommand().replaceAll('/home/node', home)], {
		env: { ...process.env, NODE_PACKAGE: tarball },
	});
}

async function startProcess(
	name: string,
	surroundings: Surroundings,
	settings: Environment,
): Promise<Server> {
	const { folder, webhookPort } = surroundings;
	// "worker-2" is one of the service "worker".
	const { command, environment = {} } = composeService(name.split('-')[0] ?? name);
	const userFolder = path.join(folder, name);
	await cp(path.join(folder, 'image', '.n8n'), path.join(userFolder, '.n8n'), { recursive: true });
	return await startServer({
		userFolder,
		port: name === 'webhook' ? webhookPort : 0,
		filesFolder: path.join(folder, 'files'),
		command: command?.split(' '),
		environment: { ...replaced(environment, surroundings), ...settings },
	});
}

/** The environment of a container, with what stands for other containers, for volumes and for the reverse proxy. */
function replaced(
	environment: Environment,
	{ folder, postgres, redis, webhookPort }: Surroundings,
): Environment {
	const { host, port, database, user, password } = postgres.credential.data;
	const instead = {
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_POSTGRESDB_HOST: String(host),
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: String(database),
		DB_POSTGRESDB_USER: String(user),
		DB_POSTGRESDB_PASSWORD: String(password),
		N8N_STORAGE_PATH: storageIn(folder),
		WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
	};
	const missing = Object.keys(instead).filter((name) => !(name in environment));
	if (missing.length > 0) throw new Error(`The compose file does not set ${missing.join(', ')}.`);
	return { ...environment, ...instead };
}

/** Stands for the volume with n8n's files. */
function storageIn(folder: string): string {
	return path.join(folder, 'image', 'storage');
}
