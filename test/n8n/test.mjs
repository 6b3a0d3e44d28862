import { spawn } from 'node:child_process';
import path from 'node:path';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { packNode } from './pack.mjs';
import { prepare } from './prepare.mjs';

/** `npm run test:n8n`: installs what the tests need and hands them the packed node. Arguments go to Jest. */
async function main() {
	await installDependencies();
	await prepare();
	const tarball = await packNode();
	const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	const config = path.join(ROOT, 'test', 'n8n', 'jest.config.js');
	const child = spawn(
		process.execPath,
		['--experimental-vm-modules', '--no-warnings', jest, '-c', config, ...process.argv.slice(2)],
		{ cwd: ROOT, stdio: 'inherit', env: { ...process.env, PACKED_NODE: tarball } },
	);
	child.on('close', (code) => {
		process.exitCode = code ?? 1;
	});
}

await main().catch(giveUp);
