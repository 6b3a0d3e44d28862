import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp, requireNode } from '../install/failure.mjs';
import { installServer } from './install.mjs';
import { packNode } from './pack.mjs';

const USAGE = `npm run demo                  installs, starts and shows everything, and stays up until Ctrl-C
npm run demo -- --once        ends after the comparison, with 0 if Target holds what was sent
npm run demo -- --port 5700   another port for the editor than 5678 (0 for any that is free)`;

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
	const interrupted = new Promise((resolve) => {
		onInterruption(() => (isUp ? resolve() : process.exit(130)));
	});

	await installDependencies();
	await installServer();
	const tarball = await packNode();
	const { require: load } = await import('tsx/cjs/api');
	const { startDemo } = load('./demo.ts', import.meta.url);
	const demo = await startDemo({
		tarball,
		port: Number(options.port),
		cacheFolder: path.join(ROOT, '.cache'),
	});

	isUp = true;
	if (!options.once) {
		console.log(demo.whereToLook);
		await interrupted;
	}
	await demo.stop();
	if (options.once && demo.allEqual) fs.rmSync(demo.userFolder, { recursive: true });
	else console.log(`What n8n has kept, its log n8n.log among it, is in ${demo.userFolder}.`);
	process.exitCode = demo.allEqual ? 0 : 1;
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
