import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator';
import { emulatorCredential } from './examples';
import { installNode } from './installNode';
import { signIn, type Rest } from './rest';
import { startServer, type Server } from './server';

/** A real n8n with the packed node, an emulator, and a credential that leads to it. */
export interface N8nWithNode {
	readonly emulator: Emulator;
	/** n8n's user folder; workflows may read files below its folder `files`. */
	readonly folder: string;
	readonly server: Server;
	readonly rest: Rest;
	readonly credential: { id: string; name: string };
	/** Starts n8n again after it ended, with all that it has kept. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts all of it in a folder of its own, which goes when it is stopped. */
export async function startN8nWithNode(
	options: EmulatorOptions = {},
	environment: Readonly<Record<string, string>> = {},
): Promise<N8nWithNode> {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined) {
		throw new Error('These tests are started by "npm run test:n8n", which packs the node.');
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-'));
	await installNode(tarball, folder);
	const emulator = await startEmulator(options);
	const serverOptions = {
		userFolder: folder,
		port: 0,
		filesFolder: path.join(folder, 'files'),
		environment,
	};
	let server = await startServer(serverOptions);
	let rest = await signIn(server.url);
	const credential = await rest.createCredential(emulatorCredential(emulator, options.profileToken));
	return {
		emulator,
		folder,
		credential,
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
