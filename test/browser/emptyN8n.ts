import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type Emulator } from '../emulator';
import { installNode } from '../n8n/installNode';
import { signIn } from '../n8n/rest';
import { startServer, type Server } from '../n8n/server';
import { PICTURES_WANTED } from './picture';

/** Where `npm run emulator` listens, so that a picture shows what it says to enter. */
const PORT_OF_EMULATOR = 8090;

/** The emulator's time stands still, so that pictures show the same ID and time. */
const NOON = Date.UTC(2026, 0, 15, 12);

/** An n8n as a new user finds it: an owner and the packed node, no credential and no workflow; and an emulator. */
export interface EmptyN8n {
	readonly emulator: Emulator;
	readonly server: Server;
	stop(): Promise<void>;
}

/** Starts all of it in a folder of its own, which goes when it is stopped. */
export async function startEmptyN8n(): Promise<EmptyN8n> {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined) {
		throw new Error('These tests are started by "npm run test:n8n", which packs the node.');
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-'));
	await installNode(tarball, folder);
	const emulator = await startEmulator({ port: PICTURES_WANTED ? PORT_OF_EMULATOR : 0, clock: () => NOON });
	const server = await startServer({ userFolder: folder, port: 0, filesFolder: path.join(folder, 'files') });
	await signIn(server.url);
	return {
		emulator,
		server,
		async stop() {
			await server.stop();
			await emulator.close();
			await rm(folder, { recursive: true });
		},
	};
}
