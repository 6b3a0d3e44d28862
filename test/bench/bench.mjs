import { fileURLToPath } from 'node:url';
import { installDependencies, ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { installOwnPackage } from '../install/ownPackage.mjs';
import { installServer } from '../n8n/install.mjs';
import { packNode } from '../n8n/pack.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** `npm run bench`: installs what is needed, packs the node and measures it in a real n8n beside its contenders. */
async function main() {
	await installDependencies();
	await installServer();
	await installOwnPackage({ folder: HERE, title: 'Installing the benchmark', log: 'install-bench.log' });
	const tarball = await packNode();
	const { require: load } = await import('tsx/cjs/api');
	const { bench } = load('./bench.ts', import.meta.url);
	await bench(tarball, ROOT, process.argv.slice(2));
}

await main().catch(giveUp);
