import path from 'node:path';
import { giveUp } from './install/failure.mjs';
import { installDependencies, ROOT } from './install/dependencies.mjs';
import { runTogether } from './install/together.mjs';

const inModules = (...names) => path.join(ROOT, 'node_modules', ...names);
const node = (title, ...args) => ({ title, command: process.execPath, args, cwd: ROOT });

/** `npm test`: all that can be looked at without a real n8n. Arguments go to Jest. */
async function main() {
	await installDependencies();
	await runTogether([
		node(
			'Tests',
			'--no-warnings',
			// What a test leaves is collected while it is young: a twentieth of the time.
			'--max-semi-space-size=64',
			inModules('jest', 'bin', 'jest.js'),
			'-c',
			path.join(ROOT, 'test', 'jest.config.js'),
			...process.argv.slice(2),
		),
		node('Lint and types', inModules('oxlint', 'bin', 'oxlint'), '--deny-warnings'),
		node('Walls and n8n’s rules', inModules('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'),
		node('Unused exports and circles', inModules('knip', 'bin', 'knip.js'), '--no-progress'),
		node('Format', inModules('oxfmt', 'bin', 'oxfmt'), '--check'),
	]);
}

await main().catch(giveUp);
