import os from 'node:os';
import { installDependencies, ROOT } from '../../install/dependencies.mjs';
import { giveUp } from '../../install/failure.mjs';
import { packNode } from '../../n8n/pack.mjs';
import { prepare } from '../../queue/prepare.mjs';

/** `npm run bench:queue`: installs what queue mode needs, packs the node and measures one large file over two workers. */
async function main() {
	const [loadBefore] = os.loadavg();
	await installDependencies();
	await prepare();
	process.env.PACKED_NODE = await packNode();
	const { require: load } = await import('tsx/cjs/api');
	const { benchQueue } = load('./queueBench.ts', import.meta.url);
	await benchQueue(ROOT, loadBefore, process.argv.slice(2));
}

await main().catch(giveUp);
