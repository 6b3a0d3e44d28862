import { existsSync } from 'node:fs';
import { installDebianPackage } from '../install/debianPackage.mjs';
import { installServer } from '../n8n/install.mjs';
import { installPostgres } from '../n8n/prepare.mjs';

const REDIS = '/usr/bin/redis-server';

/** Installs what the tests of queue mode need, beside the development dependencies: n8n, a database, a queue. */
export async function prepare() {
	await installServer();
	await installPostgres();
	await installDebianPackage({
		name: 'redis-server',
		title: 'Installing Redis (once)',
		need: `The tests of queue mode need ${REDIS}`,
		isThere: () => existsSync(REDIS),
	});
}
