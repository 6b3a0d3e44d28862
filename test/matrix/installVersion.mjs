import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../install/dependencies.mjs';
import { requireFreeSpace } from '../install/failure.mjs';
import { npm, runStep } from '../install/step.mjs';
import { installServer } from '../n8n/install.mjs';
import { OLDER_VERSIONS } from './versions.mjs';

const PNPM = 'pnpm@10.34.9';
const NEEDED_GB = 3;

/**
 * Installs a version of n8n and the Node.js that runs it, where that has not been done.
 *
 * @param {string} version one of {@link OLDER_VERSIONS}, or the one that test/n8n has
 * @param {string} folder where older versions are kept, in a folder for each
 * @returns {Promise<{ node: string, n8n: string }>} the paths of the two programs
 */
export async function installVersion(version, folder) {
	const older = OLDER_VERSIONS[version];
	return older === undefined
		? await installCurrent(version)
		: await installOlder(version, older, path.join(folder, version));
}

async function installCurrent(version) {
	const home = path.join(ROOT, 'test', 'n8n');
	const { dependencies } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8'));
	if (dependencies.n8n !== version) {
		const known = [...Object.keys(OLDER_VERSIONS), dependencies.n8n].join(', ');
		throw new Error(`n8n ${version} is none of the versions that the node is tried in: ${known}.`);
	}
	await installServer();
	const { node } = JSON.parse(fs.readFileSync(path.join(home, 'node_modules', '.installed.json'), 'utf8'));
	return { node, n8n: n8nIn(home) };
}

async function installOlder(version, { node, overrides }, home) {
	const nodePackage = `node-linux-${process.arch}`;
	const programs = { node: path.join(home, 'node_modules', nodePackage, 'bin', 'node'), n8n: n8nIn(home) };
	// Written last, so a broken install has none.
	const stamp = path.join(home, 'node_modules', '.installed');
	const wanted = JSON.stringify({ version, node, overrides });
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return programs;

	fs.rmSync(home, { recursive: true, force: true });
	fs.mkdirSync(home, { recursive: true });
	requireFreeSpace(home, NEEDED_GB);
	const dependencies = { n8n: version, [nodePackage]: node };
	fs.writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }));
	fs.writeFileSync(
		path.join(home, 'pnpm-workspace.yaml'),
		// YAML takes JSON for values; the settings are those of test/n8n.
		`nodeLinker: hoisted\nonlyBuiltDependencies: ["sqlite3"]\noverrides: ${JSON.stringify(overrides)}\n`,
	);
	await runStep({
		title: `Installing n8n ${version} (some 2 GB, once)`,
		command: npm(),
		args: [
			'exec',
			'--yes',
			PNPM,
			'--',
			'install',
			'--no-frozen-lockfile',
			'--reporter=append-only',
			'--config.ignore-scripts=false',
		],
		cwd: home,
		env: { ...process.env, CI: 'true' },
		logFile: path.join(ROOT, '.cache', `install-n8n-${version}.log`),
	});
	fs.writeFileSync(stamp, wanted);
	return programs;
}

function n8nIn(home) {
	return path.join(home, 'node_modules', 'n8n', 'bin', 'n8n');
}
