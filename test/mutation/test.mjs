import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp, requireFreeSpace } from '../install/failure.mjs';
import { npm, runStep } from '../install/step.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MODULES = path.join(HERE, 'node_modules');

/** `npm run test:mutation`: installs what it needs and runs Stryker. Arguments go to Stryker. */
async function main() {
	await installDependencies();
	await installStryker();
	const stryker = path.join(MODULES, '@stryker-mutator', 'core', 'bin', 'stryker.js');
	const config = path.join(HERE, 'stryker.config.mjs');
	const child = spawn(
		process.execPath,
		[stryker, 'run', path.relative(ROOT, config), ...process.argv.slice(2)],
		{ cwd: ROOT, stdio: 'inherit' },
	);
	child.on('close', (code) => {
		process.exitCode = code ?? 1;
	});
}

async function installStryker() {
	const installed = path.join(MODULES, '.package-lock.json');
	const wanted = path.join(HERE, 'package-lock.json');
	if (fs.existsSync(installed) && fs.statSync(installed).mtimeMs >= fs.statSync(wanted).mtimeMs) return;
	requireFreeSpace(HERE, 1);
	await runStep({
		title: 'Installing Stryker',
		command: npm(),
		args: ['ci', '--no-audit', '--no-fund'],
		cwd: HERE,
		logFile: path.join(ROOT, '.cache', 'install-stryker.log'),
	});
}

await main().catch(giveUp);
