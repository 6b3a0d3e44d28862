import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { emulatorCredential } from '../examples/examples';
import { installNode } from './installNode';
import { signIn, type Rest } from './rest';
import { startServer, type Server } from './server';

/** A real n8n as a new user finds it, with an owner and the packed node and nothing else; and an emulator. */
export interface EmptyN8n {
	readonly emulator: Emulator;
	/** n8n's user folder; workflows may read files below its folder `files`. */
	readonly folder: string;
	readonly server: Server;
	readonly rest: Rest;
	/** Starts n8n again after it ended, with all that it has kept. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** The same with a credential that leads to the emulator. */
export interface N8nWithNode extends EmptyN8n {
	readonly credential: { id: string; name: string };
}

/** Starts all of it in a folder of its own, which goes when it is stopped. */
export async function startEmptyN8n(
	options: EmulatorOptions = {},
	environment: Readonly<Record<string, string>> = {},
): Promise<EmptyN8n> {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined) {
		throw new Error('These tests are started by "npm run test:n8n", which packs the node.');
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-'));
	await installNode(tarball, folder);
	const serverOptions = {
		userFolder: folder,
		port: 0,
		filesFolder: path.join(folder, 'files'),
		environment,
	};
	let server = await startServer(serverOptions);
	let rest = await signIn(server.url).catch(async (error: unknown) => {
		await server.stop();
		throw error;
	});
	const emulator = await startEmulator(options);
	return {
		emulator,
		folder,
		get server() {
			return server;
		},
		get rest() {
			return rest;
		},
		async restart() {
			await server.stop();
			server = await startServer(serverOptions);
			rest = await signIn(server.url, false);
		},
		async stop() {
			await server.stop();
			await emulator.close();
			await rm(folder, { recursive: true });
		},
	};
}

/** Starts it, and creates the credential. */
export async function startN8nWithNode(
	options: EmulatorOptions = {},
	environment: Readonly<Record<string, string>> = {},
): Promise<N8nWithNode> {
	const n8n = await startEmptyN8n(options, environment);
	const credential = await n8n.rest.createCredential(emulatorCredential(n8n.emulator, options.profileToken));
	// Server and REST are others after a restart.
	return Object.assign(n8n, { credential });
}
