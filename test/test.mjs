import path from 'node:path';
import { giveUp } from './install/failure.mjs';
import { installDependencies, ROOT } from './install/dependencies.mjs';
import { runTogether } from './install/together.mjs';

const inModules = (...names) => path.join(ROOT, 'node_modules', ...names);
/** What has not changed since the last time is not looked at again: both go by the content of the files. */
const inCache = (name) => path.join(ROOT, '.cache', name);
const node = (title, ...args) => ({ title, command: process.execPath, args, cwd: ROOT });

/** `npm test`: all that can be looked at without a real n8n. Arguments go to Jest. */
async function main() {
	await installDependencies();
	await runTogether([
		node(
			'Tests',
			'--no-warnings',
			inModules('jest', 'bin', 'jest.js'),
			'-c',
			path.join(ROOT, 'test', 'jest.config.js'),
			...process.argv.slice(2),
		),
		node('Lint', inModules('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'),
		node('Unused exports and circles', inModules('knip', 'bin', 'knip.js'), '--no-progress'),
		node(
			'Types',
			inModules('typescript', 'bin', 'tsc'),
			...['-p', path.join(ROOT, 'test', 'tsconfig.json')],
			...['--incremental', '--tsBuildInfoFile', inCache('types.tsbuildinfo')],
		),
		node(
			'Format',
			inModules('prettier', 'bin', 'prettier.cjs'),
			...['--check', '--log-level', 'warn'],
			...['--cache', '--cache-strategy', 'content', '--cache-location', inCache('prettier')],
			'.',
		),
	]);
}

await main().catch(giveUp);
