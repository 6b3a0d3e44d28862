import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ADOBE_TARGET } from '../examples/examples';
import { installNode } from '../server/installNode';
import { OWNER, signIn, type Login, type Rest } from '../server/rest';
import { startServer } from '../server/server';

/** An n8n for the demo. */
export interface DemoN8n {
	/** Where its editor is; webhooks are below it. */
	readonly url: string;
	readonly rest: Rest;
	/** A folder that it may read files from. */
	readonly filesFolder: string;
	/** What is said of it to the person at the terminal. */
	readonly lines: readonly string[];
	/** What is said when the demo has ended. */
	readonly farewell: string;
	stop(): Promise<void>;
	/** Removes what it has kept, where it is the demo's own. */
	remove(): Promise<void>;
}

/** A demo's own n8n, to be started. */
interface OwnN8n {
	/** The packed node. */
	readonly tarball: string;
	/** Port of the editor on 127.0.0.1, which is free. */
	readonly port: number;
	/** A folder that git ignores. */
	readonly cacheFolder: string;
}

/** An n8n that is there already. */
interface OtherN8n {
	readonly url: string;
	readonly login: Login;
	/** A folder that it may read files from. */
	readonly filesFolder: string;
}

/** Starts an empty n8n with the packed node. */
export async function startOwnN8n({ tarball, port, cacheFolder }: OwnN8n): Promise<DemoN8n> {
	// By port, so that two demos never share a folder.
	const userFolder = path.join(cacheFolder, 'n8n-demo', String(port));
	const filesFolder = path.join(userFolder, 'files');
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(filesFolder, { recursive: true });
	console.log('Installing the node into n8n …');
	await installNode(tarball, userFolder);
	console.log('Starting n8n …');
	const server = await startServer({ userFolder, port, filesFolder });
	return {
		url: server.url,
		rest: await signIn(server.url),
		filesFolder,
		lines: [
			`Email        ${OWNER.email}`,
			`Password     ${OWNER.password}`,
			`n8n's folder ${userFolder} (its log is n8n.log)`,
			'',
			'The next start begins with an empty n8n: export what you want to keep.',
		],
		farewell: `What n8n has kept, its log n8n.log among it, is in ${userFolder}.`,
		stop: () => server.stop(),
		remove: () => rm(userFolder, { recursive: true }),
	};
}

/**
 * Signs in to an n8n that runs already.
 *
 * @throws Error in words, when it does not answer, does not take the login, or has no Adobe Target node
 */
export async function useOtherN8n({ url, login, filesFolder }: OtherN8n): Promise<DemoN8n> {
	await fetch(url).catch((error: unknown) => {
		throw new Error(`No n8n answers at ${url}. Start it, or correct the address.`, { cause: error });
	});
	const rest = await signIn(url, false, login).catch((error: unknown) => {
		const said = error instanceof Error ? error.message : String(error);
		throw new Error(`The n8n at ${url} does not let ${login.email} in. ${said}`, { cause: error });
	});
	if (!(await rest.hasNode(ADOBE_TARGET))) {
		throw new Error(
			`The n8n at ${url} has no Adobe Target node. Install it under Settings > Community nodes, and run the demo again.`,
		);
	}
	await mkdir(filesFolder, { recursive: true });
	const made: Array<() => Promise<void>> = [];
	return {
		url,
		rest: {
			...rest,
			async createCredential(credential) {
				const created = await rest.createCredential(credential);
				made.push(() => rest.deleteCredential(created.id));
				return created;
			},
			async createWorkflow(workflow) {
				const created = await rest.createWorkflow(workflow);
				made.push(() => rest.deleteWorkflow(created.id));
				return created;
			},
		},
		filesFolder,
		lines: ['', 'The workflows and the credential of the demo go from n8n when it ends.'],
		farewell: `The workflows and the credential of the demo are gone from the n8n at ${url}.`,
		async stop() {
			for (const undo of made.splice(0).reverse()) await undo();
		},
		remove: () => Promise.resolve(),
	};
}
