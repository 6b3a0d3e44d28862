import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../install/dependencies.mjs';
import { giveUp } from '../install/failure.mjs';
import { installOwnPackage } from '../install/ownPackage.mjs';
import { runStep } from '../install/step.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Where Debian keeps Chromium; `chromium.ts` starts it from there. */
const CHROMIUM = '/usr/bin/chromium';

/** Installs Playwright into this folder, and Debian's Chromium into the system, where they are not there yet. */
export async function installBrowser() {
	await installOwnPackage({ folder: HERE, title: 'Installing Playwright', log: 'install-playwright.log' });
	if (!fs.existsSync(CHROMIUM)) await installChromium();
}

async function installChromium() {
	const mayInstall = process.getuid?.() === 0 && fs.existsSync('/etc/debian_version');
	if (!mayInstall) throw new Error(missing('and it is not there'));
	try {
		await runStep({
			title: 'Installing Chromium (some 400 MB, once)',
			command: 'sh',
			args: ['-c', 'apt-get update && apt-get install -y chromium'],
			cwd: HERE,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			logFile: path.join(ROOT, '.cache', 'install-chromium.log'),
		});
	} catch (error) {
		throw new Error(missing(`and apt-get could not install it: see .cache/install-chromium.log`), {
			cause: error,
		});
	}
	if (!fs.existsSync(CHROMIUM)) throw new Error(missing('and Debian’s package did not bring it'));
}

function missing(reason) {
	return `The tests in a browser need Chromium as ${CHROMIUM}, ${reason}. Install Debian's package "chromium" ("sudo apt-get install chromium") and run the command again.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installBrowser().catch(giveUp);
