import { fileURLToPath } from 'node:url';
import { installBrowser } from '../browser/install.mjs';
import { installDebianPackage } from '../install/debianPackage.mjs';
import { giveUp } from '../install/failure.mjs';
import { installScanner } from '../publish/install.mjs';
import { installServer } from './install.mjs';
import { DEBIAN_VERSIONS, postgresPrograms } from './server/postgresPrograms.mjs';

/** Installs what the tests with a real n8n need, beside the development dependencies: n8n, a browser, its scanner of packages, a database. */
export async function prepare() {
	await installServer();
	await installBrowser();
	await installScanner();
	await installPostgres();
}

/** PostgreSQL's programs, from Debian's package. */
export async function installPostgres() {
	await installDebianPackage({
		name: 'postgresql',
		title: 'Installing PostgreSQL (once)',
		need: `Some tests need PostgreSQL in ${DEBIAN_VERSIONS}`,
		isThere: () => postgresPrograms() !== undefined,
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare().catch(giveUp);
