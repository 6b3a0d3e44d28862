import { spawn } from 'node:child_process';
import path from 'node:path';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { packNode } from './pack.mjs';

/**
 * Runs tests that have a real n8n with the packed node, and ends with their exit code.
 *
 * @param {object} options
 * @param {string} options.folder the one below test/ that has the tests' jest.config.js
 * @param {() => Promise<void>} options.prepare installs what they need
 * @param {string[]} options.args for Jest
 * @param {Record<string, string>} [options.env] for the tests
 */
export async function runJest({ folder, prepare, args, env = {} }) {
	await installDependencies();
	await prepare();
	const tarball = await packNode();
	const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	const config = path.join(ROOT, 'test', folder, 'jest.config.js');
	const child = spawn(
		process.execPath,
		['--experimental-vm-modules', '--no-warnings', jest, '-c', config, ...args],
		{ cwd: ROOT, stdio: 'inherit', env: { ...process.env, PACKED_NODE: tarball, ...env } },
	);
	child.on('close', (code) => {
		process.exitCode = code ?? 1;
	});
}
