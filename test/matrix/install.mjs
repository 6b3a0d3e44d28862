import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../install/dependencies.mjs';
import { requireFreeSpace } from '../install/failure.mjs';
import { installN8n, installServer, NEEDED_GB } from '../n8n/install.mjs';
import { NEWEST } from './versions.mjs';

/** Where older versions are kept, in a folder for each. */
export const FOLDER = path.join(ROOT, '.cache', 'matrix');

const VERSIONS = fileURLToPath(new URL('./versions/', import.meta.url));
const FILES = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];

/**
 * Installs the n8n of a trial and the Node.js that runs it, where that has not been done since its lock file changed.
 *
 * @param {{ n8n: string, node: string, environment?: Record<string, string> }} trial
 * @param {string} folder where older versions are kept, in a folder for each
 * @returns {Promise<{ home: string, node: string, environment?: Record<string, string> }>} what test/n8n/server/installedN8n.ts
 *   takes in `N8N_UNDER_TEST`
 */
export async function installTrial({ n8n, node, environment }, folder) {
	if (n8n === NEWEST) return await installNewest();
	const home = path.join(folder, n8n);
	await installOlder(n8n, home);
	const nodePackage = `node-${node}-linux-${process.arch}`;
	return { home, node: path.join(home, 'node_modules', nodePackage, 'bin', 'node'), environment };
}

async function installNewest() {
	await installServer();
	const home = path.join(ROOT, 'test', 'n8n');
	const { node } = JSON.parse(fs.readFileSync(path.join(home, 'node_modules', '.installed.json'), 'utf8'));
	return { home, node };
}

async function installOlder(version, home) {
	const hash = createHash('sha256').update(process.arch);
	for (const file of FILES) hash.update(fs.readFileSync(path.join(VERSIONS, version, file)));
	const wanted = hash.digest('hex');
	// Written last, so a broken install has none.
	const stamp = path.join(home, 'node_modules', '.installed');
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;

	fs.rmSync(home, { recursive: true, force: true });
	fs.mkdirSync(home, { recursive: true });
	requireFreeSpace(home, NEEDED_GB);
	for (const file of FILES) fs.copyFileSync(path.join(VERSIONS, version, file), path.join(home, file));
	await installN8n(home, `n8n ${version}`, `install-n8n-${version}.log`);
	fs.writeFileSync(stamp, wanted);
}
