import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { installOwnPackage } from '../install/ownPackage.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MODULES = path.join(HERE, 'node_modules');

/** `npm run test:mutation`: installs what it needs and runs Stryker. Arguments go to Stryker. */
async function main() {
	await installDependencies();
	await installOwnPackage({ folder: HERE, title: 'Installing Stryker', log: 'install-stryker.log' });
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

await main().catch(giveUp);
