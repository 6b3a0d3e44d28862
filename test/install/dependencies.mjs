import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { giveUp, requireFreeSpace, requireNode } from './failure.mjs';
import { npm, runStep } from './step.mjs';

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NEEDED_GB = 1;

/**
 * Installs what the lock file of the root names, where that has not been done since the lock file changed.
 * Works on a fresh clone: nothing but Node.js itself is used.
 */
export async function installDependencies() {
	requireNode(path.join(ROOT, 'package.json'));
	if (isUpToDate()) return;
	requireFreeSpace(ROOT, NEEDED_GB);
	await runStep({
		title: 'Installing the development dependencies',
		command: npm(),
		args: ['ci', '--no-audit', '--no-fund'],
		cwd: ROOT,
		logFile: path.join(ROOT, '.cache', 'install-dependencies.log'),
	});
}

/** npm writes its own lock file into node_modules when it is through, and only then. */
function isUpToDate() {
	const installed = path.join(ROOT, 'node_modules', '.package-lock.json');
	const wanted = path.join(ROOT, 'package-lock.json');
	return fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(wanted).mtimeMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installDependencies().catch(giveUp);
