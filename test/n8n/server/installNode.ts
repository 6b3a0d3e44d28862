import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The node's name among the packages, and in front of its node type. */
export const PACKAGE_NAME = 'n8n-nodes-adobe-target';

/**
 * Installs a packed node into n8n's user folder, by the steps that n8n's own "Install" takes (n8n 2.41,
 * community-packages.service): unpack, drop what is not for run time, install the dependencies without scripts.
 *
 * @param tarball path of the .tgz
 * @param userFolder what n8n is started with
 * @throws Error in words, if npm could not
 */
export async function installNode(tarball: string, userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);

	const packageFile = path.join(folder, 'package.json');
	const packageJson = JSON.parse(await readFile(packageFile, 'utf8')) as Record<string, unknown>;
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		Reflect.deleteProperty(packageJson, kind);
	}
	await writeFile(packageFile, JSON.stringify(packageJson, null, 2));

	const options = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
		// What an earlier start has downloaded is not asked for again.
		'--prefer-offline',
	];
	try {
		await run('npm', ['install', ...options], { cwd: folder, shell: process.platform === 'win32' });
	} catch (error) {
		throw new Error(
			`npm could not install what the node depends on into n8n. Check the connection to the npm registry, and the free disk.`,
			{ cause: error },
		);
	}
}
