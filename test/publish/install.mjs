import { fileURLToPath } from 'node:url';
import { installOwnPackage } from '../install/ownPackage.mjs';

/** Installs n8n's scanner of community packages. */
export async function installScanner() {
	await installOwnPackage({
		folder: fileURLToPath(new URL('.', import.meta.url)),
		title: 'Installing n8n’s scanner',
		log: 'install-scanner.log',
	});
}
