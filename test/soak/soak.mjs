import { createRequire } from 'node:module';
import { installDependencies } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';

/** `npm run test:soak`: installs what is needed, and sends updates into random faults for as long as it is told. */
async function main() {
	await installDependencies();
	const { default: setUp } = await import('../engine/environment.js');
	const { default: tearDown } = await import('../engine/tearDown.js');
	// n8n-core reads the environment when it is loaded, so it is loaded after that.
	setUp();
	try {
		const { soak } = await loadTypeScript('./soak.ts');
		process.exitCode = (await soak(process.argv.slice(2))) ? 0 : 1;
	} finally {
		tearDown();
	}
}

async function loadTypeScript(file) {
	const { register } = await import('tsx/cjs/api');
	register();
	const load = createRequire(import.meta.url);
	// The node is imported as "AdobeTarget.node", and beside its .ts lies a .json: the .ts is to be found first, as it
	// is by TypeScript and Jest.
	const { '.json': json } = load.extensions;
	delete load.extensions['.json'];
	load.extensions['.json'] = json;
	return load(file);
}

await main().catch(giveUp);
