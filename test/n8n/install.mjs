import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../install/dependencies.mjs';
import { giveUp, isOlder, requireFreeSpace } from '../install/failure.mjs';
import { npm, runStep } from '../install/step.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const MODULES = path.join(HERE, 'node_modules');

/** Says what is installed, and by which Node.js to run it; written last, so a broken install has none. */
const STAMP = path.join(MODULES, '.installed.json');

/** Takes n8n in a third of npm's time and two thirds of its room. */
const PNPM = 'pnpm@10.34.9';
const PNPM_INSTALL = [
	'install',
	'--frozen-lockfile',
	'--reporter=append-only',
	// `npm run` hands on the setting of the root's .npmrc, and sqlite3 would not be built.
	'--config.ignore-scripts=false',
];
/** What an n8n takes on disk, with room to spare. */
export const NEEDED_GB = 3;
const N8N_NEEDS_NODE = '24.0.0';

/**
 * Installs n8n and a Node.js that runs it into this folder, where the lock file names others than are there.
 * One install script runs, that of sqlite3 (see pnpm-workspace.yaml).
 */
export async function installServer() {
	const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const node = nodeForServer(platform);
	const key = fingerprint(platform, node);
	if (fs.existsSync(STAMP) && JSON.parse(fs.readFileSync(STAMP, 'utf8')).key === key) return;

	requireFreeSpace(HERE, NEEDED_GB);
	// What an interrupted install has left looks whole to pnpm, though sqlite3 may not be built.
	fs.rmSync(MODULES, { recursive: true, force: true });
	await installN8n(HERE, 'n8n', 'install-n8n.log');
	requireSqlite(node);
	fs.writeFileSync(STAMP, JSON.stringify({ key, node }));
}

/**
 * Installs what the lock file of pnpm in a folder names: an n8n.
 *
 * @param {string} folder
 * @param {string} name for the reader
 * @param {string} log name of the log file
 */
export async function installN8n(folder, name, log) {
	await runStep({
		title: `Installing ${name} (some 2 GB, once)`,
		command: npm(),
		args: ['exec', '--yes', PNPM, '--', ...PNPM_INSTALL],
		cwd: folder,
		// Without CI, pnpm may stop to ask.
		env: { ...process.env, CI: 'true' },
		logFile: path.join(ROOT, '.cache', log),
	});
}

/** The Node.js to run n8n with: the one among the packages here, or the one that is running now. */
function nodeForServer(platform) {
	const { optionalDependencies } = JSON.parse(fs.readFileSync(path.join(HERE, 'package.json'), 'utf8'));
	const name = `node-${platform}`;
	if (name in optionalDependencies) {
		return path.join(MODULES, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	}
	if (isOlder(process.versions.node, N8N_NEEDS_NODE)) {
		throw new Error(
			`n8n needs Node.js ${N8N_NEEDS_NODE} or newer, this is ${process.versions.node}, and there is no package of it for ${platform}. Install a newer Node.js and run the command again.`,
		);
	}
	return process.execPath;
}

function fingerprint(platform, node) {
	const hash = createHash('sha256').update(platform).update(node);
	for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
		hash.update(fs.readFileSync(path.join(HERE, file)));
	}
	return hash.digest('hex');
}

/** Finds out now, rather than in n8n's log, whether the module that was built for this machine loads. */
function requireSqlite(node) {
	try {
		execFileSync(node, ['--eval', 'require("sqlite3")'], { cwd: HERE, stdio: 'pipe' });
	} catch (error) {
		throw new Error(
			`n8n is installed, but its SQLite module does not load on this machine. How it was built is in ${path.join(ROOT, '.cache', 'install-n8n.log')}.`,
			{ cause: error },
		);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installServer().catch(giveUp);
