import path from 'node:path';
import { ROOT } from '../test/install/dependencies.mjs';
import { giveUp } from '../test/install/failure.mjs';
import { npm } from '../test/install/step.mjs';
import { runTogether } from '../test/install/together.mjs';

/** While `npm test` runs, what `npm run test:n8n` needs is installed beside it. */
async function main() {
	await runTogether([
		{ title: 'npm test', command: npm(), args: ['test'], cwd: ROOT, live: true },
		{
			title: 'Installing what the tests in n8n need',
			command: process.execPath,
			args: [path.join(ROOT, 'test', 'n8n', 'prepare.mjs')],
			cwd: ROOT,
			background: true,
		},
	]);
	await runTogether([
		{ title: 'npm run test:n8n', command: npm(), args: ['run', 'test:n8n'], cwd: ROOT, live: true },
	]);
}

await main().catch(giveUp);
