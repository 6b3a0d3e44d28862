import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { packNode } from '../n8n/pack.mjs';
import { postgresPrograms } from '../n8n/server/postgresPrograms.mjs';
import { FOLDER, installTrial } from './install.mjs';
import { keepResult, resultOf, writeTable } from './results.mjs';
import { chosenTrials } from './versions.mjs';

const USAGE = `npm run test:matrix             the packed node in each version of n8n that it is for
npm run test:matrix -- 2.0      in these alone: a version, or its beginning
  --node <major>                  on this Node.js alone
  --folder <path>                 where older versions are installed (.cache/matrix); some 2 GB each
  --install                       installs them, and does no more
  --write                         keeps the results, and makes the table in README.md of them
Linux only.`;

/** Tries the packed node in the versions of n8n that it is for. */
async function main() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			folder: { type: 'string', default: FOLDER },
			help: { type: 'boolean', default: false },
			install: { type: 'boolean', default: false },
			node: { type: 'string' },
			write: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const trials = chosenTrials(positionals, values.node);
	const folder = path.resolve(values.folder);
	if (values.install) {
		for (const trial of trials) await installTrial(trial, folder);
		return;
	}
	await installDependencies();
	const tarball = await packNode();
	for (const trial of trials) {
		const installed = await installTrial(trial, folder);
		console.log(`n8n ${trial.n8n} on Node.js ${trial.node}`);
		const report = path.join(folder, `${trial.n8n}-node-${trial.node}.json`);
		const code = await runChecks(installed, tarball, report);
		if (code !== 0) process.exitCode = 1;
		if (values.write) keepResult(resultOf(trial, report));
	}
	if (values.write) writeTable();
}

/** Runs the checks in an n8n; Jest writes down what came of each. */
async function runChecks(installed, tarball, report) {
	fs.mkdirSync(path.dirname(report), { recursive: true });
	fs.rmSync(report, { force: true });
	const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	const config = path.join(ROOT, 'test', 'matrix', 'jest.config.js');
	const reporting = ['--verbose', '--json', `--outputFile=${report}`];
	const child = spawn(
		process.execPath,
		['--experimental-vm-modules', '--no-warnings', jest, '-c', config, ...reporting],
		{
			cwd: ROOT,
			// Jest prints its report there, too.
			stdio: ['ignore', 'ignore', 'inherit'],
			env: {
				...process.env,
				PACKED_NODE: tarball,
				N8N_UNDER_TEST: JSON.stringify(installed),
				...(postgresPrograms() === undefined ? {} : { HAS_POSTGRES: 'true' }),
			},
		},
	);
	return await new Promise((resolve) => {
		child.on('close', (code) => resolve(code ?? 1));
	});
}

await main().catch(giveUp);
