import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './dependencies.mjs';
import { requireFreeSpace } from './failure.mjs';
import { npm, runStep } from './step.mjs';

/**
 * Installs what the package.json of a test folder names, where that has not been done since its lock file changed.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.title for the reader: "Installing Stryker"
 * @param {string} options.log name of the log file
 */
export async function installOwnPackage({ folder, title, log }) {
	// npm writes its own lock file into node_modules when it is through, and only then.
	const installed = path.join(folder, 'node_modules', '.package-lock.json');
	const wanted = path.join(folder, 'package-lock.json');
	if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(wanted).mtimeMs) return;
	requireFreeSpace(folder, 1);
	await runStep({
		title,
		command: npm(),
		args: ['ci', '--no-audit', '--no-fund'],
		cwd: folder,
		logFile: path.join(ROOT, '.cache', log),
	});
}
