import { parseArgs } from 'node:util';
import path from 'node:path';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { packNode } from '../n8n/pack.mjs';
import { installVersion } from './installVersion.mjs';
import { OLDER_VERSIONS } from './versions.mjs';

const USAGE = `npm run test:matrix             the packed node in each older version of n8n that it is for
npm run test:matrix -- 2.0.3    in this one
  --folder <path>                       where the versions are installed (.cache/matrix); some 2 GB each
Linux only.`;

/** Tries the packed node in older versions of n8n: what it does must not depend on the newest. */
async function main() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			folder: { type: 'string', default: path.join(ROOT, '.cache', 'matrix') },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	await installDependencies();
	const tarball = await packNode();
	const { require: load } = await import('tsx/cjs/api');
	const { checkErrorOutput } = load('./errorOutput.ts', import.meta.url);
	const versions = positionals.length > 0 ? positionals : Object.keys(OLDER_VERSIONS);
	for (const version of versions) {
		const programs = await installVersion(version, path.resolve(values.folder));
		const problems = await checkErrorOutput(programs, tarball);
		console.log(`n8n ${version}: ${problems.length === 0 ? 'as it should be' : problems.join('; ')}`);
		if (problems.length > 0) process.exitCode = 1;
	}
}

await main().catch(giveUp);
