import path from 'node:path';
import { ROOT } from '../test/install/dependencies.mjs';
import { giveUp } from '../test/install/failure.mjs';
import { npm } from '../test/install/step.mjs';
import { runTogether } from '../test/install/together.mjs';
import { OLDEST } from '../test/matrix/versions.mjs';
import { packNode } from '../test/n8n/pack.mjs';

/**
 * While `npm test` runs, what the tests in n8n need is installed beside it. They run in the newest n8n, and those of the
 * matrix beside them in the oldest.
 */
async function main() {
	await runTogether([
		{ title: 'npm test', command: npm(), args: ['test'], cwd: ROOT, live: true },
		{
			title: 'Installing what the tests in n8n need',
			command: process.execPath,
			args: [path.join(ROOT, '.ci', 'prepare.mjs')],
			cwd: ROOT,
			background: true,
		},
		{ title: 'Audit', command: npm(), args: ['run', '--silent', 'test:audit'], cwd: ROOT },
	]);
	process.env.PACKED_NODE = await packNode();
	await runTogether([
		{ title: 'npm run test:n8n', command: npm(), args: ['run', 'test:n8n'], cwd: ROOT, live: true },
		{
			title: 'The node in the oldest n8n',
			command: npm(),
			args: ['run', 'test:matrix', '--', OLDEST.n8n, '--node', OLDEST.node],
			cwd: ROOT,
		},
	]);
}

await main().catch(giveUp);
