import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installDebianPackage } from '../install/debianPackage.mjs';
import { giveUp } from '../install/failure.mjs';
import { installOwnPackage } from '../install/ownPackage.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Where Debian keeps Chromium; `chromium.ts` starts it from there. */
const CHROMIUM = '/usr/bin/chromium';

/** Installs Playwright into this folder, and Debian's Chromium into the system, where they are not there yet. */
export async function installBrowser() {
	await installOwnPackage({ folder: HERE, title: 'Installing Playwright', log: 'install-playwright.log' });
	await installDebianPackage({
		name: 'chromium',
		title: 'Installing Chromium (some 400 MB, once)',
		need: `The tests in a browser need Chromium as ${CHROMIUM}`,
		isThere: () => fs.existsSync(CHROMIUM),
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installBrowser().catch(giveUp);
