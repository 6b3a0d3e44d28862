import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './dependencies.mjs';
import { runStep } from './step.mjs';

/**
 * Installs a package of Debian into the system, which only root may.
 *
 * @param {object} options
 * @param {string} options.name of the package
 * @param {string} options.title for the reader: "Installing PostgreSQL"
 * @param {string} options.need who needs what: "The tests in a browser need Chromium as /usr/bin/chromium"
 * @param {() => boolean} options.isThere whether what is needed is there
 * @throws {Error} that says what to install
 */
export async function installDebianPackage({ name, title, need, isThere }) {
	if (isThere()) return;
	const missing = (reason) =>
		`${need}, ${reason}. Install Debian's package "${name}" ("sudo apt-get install ${name}") and run the command again.`;
	const mayInstall = process.getuid?.() === 0 && fs.existsSync('/etc/debian_version');
	if (!mayInstall) throw new Error(missing('and it is not there'));
	const log = `install-${name}.log`;
	try {
		await runStep({
			title,
			command: 'sh',
			args: ['-c', `apt-get update && apt-get -o DPkg::Lock::Timeout=300 install -y ${name}`],
			cwd: ROOT,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			logFile: path.join(ROOT, '.cache', log),
		});
	} catch (error) {
		throw new Error(missing(`and apt-get could not install it: see .cache/${log}`), { cause: error });
	}
	if (!isThere()) throw new Error(missing('and Debian’s package did not bring it'));
}
