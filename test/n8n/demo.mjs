import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp, requireNode } from '../install/failure.mjs';
import { installServer } from './install.mjs';
import { packNode } from './pack.mjs';

const USAGE = `npm run demo                  installs, starts and shows everything, and stays up until Ctrl-C
npm run demo -- --once        ends after the comparison, with 0 if Target holds what was sent
npm run demo -- --port 5700   another port for the editor than 5678 (0 for any that is free)
npm run demo -- --n8n URL     in an n8n that runs already, with the node in it, on this machine and in no container:
                              N8N_DEMO_EMAIL and N8N_DEMO_PASSWORD in the environment are the login
  --files FOLDER              a folder that it may read files from (~/.n8n-files)`;

/**
 * `npm run demo`. It begins on a machine with nothing but Node.js and npm, so this file and what it imports are plain
 * JavaScript; the demo itself is TypeScript, loaded once there is something to load it with.
 */
async function main() {
	requireNode(path.join(ROOT, 'package.json'));
	const options = readOptions();
	if (options.help) {
		console.log(USAGE);
		return;
	}

	// While it sets up, an interruption ends this process, which takes the processes it started along.
	let isUp = false;
	let n8n;
	const interrupted = new Promise((resolve) => {
		onInterruption(() => (isUp ? resolve() : Promise.resolve(n8n?.stop()).finally(() => process.exit(130))));
	});

	await installDependencies();
	n8n = await getN8n(options);
	let demo;
	try {
		const { startDemo } = await load('./demo/demo.ts');
		demo = await startDemo(n8n);
		isUp = true;
		if (!options.once) {
			console.log(demo.whereToLook);
			await interrupted;
		}
	} finally {
		await n8n.stop();
		await demo?.stop();
	}
	if (options.once && demo.allEqual) await n8n.remove();
	else console.log(n8n.farewell);
	process.exitCode = demo.allEqual ? 0 : 1;
}

/** The n8n that is named, or one of the demo's own. */
async function getN8n({ n8n: url, files, port }) {
	if (url === undefined) {
		const { freePort } = await load('./server/freePort.ts');
		const free = await freePort(Number(port));
		await installServer();
		const tarball = await packNode();
		const { startOwnN8n } = await load('./demo/demoN8n.ts');
		return await startOwnN8n({ tarball, port: free, cacheFolder: path.join(ROOT, '.cache') });
	}
	const { N8N_DEMO_EMAIL: email, N8N_DEMO_PASSWORD: password } = process.env;
	if (!email || !password) {
		throw new Error(
			'--n8n needs a login: set N8N_DEMO_EMAIL and N8N_DEMO_PASSWORD to those of a user of that n8n.',
		);
	}
	const { useOtherN8n } = await load('./demo/demoN8n.ts');
	const filesFolder = path.resolve(files);
	return await useOtherN8n({ url: url.replace(/\/+$/, ''), login: { email, password }, filesFolder });
}

async function load(file) {
	const { require: loadTypeScript } = await import('tsx/cjs/api');
	return loadTypeScript(file, import.meta.url);
}

/** Calls back on Ctrl-C, on a signal to end, and when the `npm run` that this belongs to is gone. */
function onInterruption(callBack) {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, callBack);
	if (process.env.npm_lifecycle_event === undefined) return;
	// npm hands a signal to its shell, and the shell ends without handing it on.
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && callBack(), 500).unref();
}

function readOptions() {
	const options = {
		once: { type: 'boolean', default: false },
		port: { type: 'string', default: '5678' },
		n8n: { type: 'string' },
		files: { type: 'string', default: path.join(os.homedir(), '.n8n-files') },
		help: { type: 'boolean', default: false },
	};
	try {
		const { values } = util.parseArgs({ options });
		if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port takes a number');
		return values;
	} catch (error) {
		throw new Error(`${error.message}.\n\n${USAGE}`, { cause: error });
	}
}

await main().catch(giveUp);
