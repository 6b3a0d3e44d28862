import path from 'node:path';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { installServer } from '../n8n/install.mjs';
import { packNode } from '../n8n/pack.mjs';

/** `npm run bench:file`: installs what is needed, packs the node and measures it in a real n8n. */
async function main() {
	await installDependencies();
	await installServer();
	const tarball = await packNode();
	const { require: load } = await import('tsx/cjs/api');
	const { benchBulkFile } = load('./bulkFile.ts', import.meta.url);
	await benchBulkFile(tarball, path.join(ROOT, '.cache'), process.argv.slice(2));
}

await main().catch(giveUp);
