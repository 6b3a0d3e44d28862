import fs from 'node:fs';
import path from 'node:path';

/** What the output of an installer means, the surest sign first. */
const SIGNS = [
	[/ENOSPC|no space left on device/i, 'the disk is full. Free some space and run the command again'],
	[
		/EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY|ERR_PNPM_BAD_TARBALL_SIZE|TAR_BAD_ARCHIVE|Z_DATA_ERROR|Z_BUF_ERROR/,
		'a download arrived broken. Run the command again, and if it fails again, "npm cache clean --force" first',
	],
	[
		/not found: make|find Python|find VS|make: .*(g\+\+|cc|c\+\+): (not found|No such file)/i,
		'the SQLite module has to be compiled here, and a compiler is missing. Install Python 3, make and a C++ compiler (on Debian: "apt-get install python3 make g++") and run the command again',
	],
	[
		/ERR_PNPM_OUTDATED_LOCKFILE|can only install packages when your package\.json and/,
		'the lock file does not match package.json. Undo the change to either of them',
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FetchError|ERR_PNPM_META_FETCH_FAIL/,
		'a download did not get through. Check the connection to the npm registry (a proxy, perhaps) and run the command again',
	],
	[/EACCES|EPERM|EROFS/, 'a file may not be written. Check who owns this folder'],
];

/**
 * Turns what a failed installer printed into one sentence.
 *
 * @param {string} title what was being done: "Installing n8n"
 * @param {string} output all that the installer printed
 * @param {string} logFile where the output can be read
 */
export function explainFailure(title, output, logFile) {
	const sign = SIGNS.find(([pattern]) => pattern.test(output));
	const reason = sign ? sign[1] : 'the reason is in its output';
	return `${title} failed: ${reason}. Its output is in ${logFile}.`;
}

/** Ends this process, and by that the processes it started, with 1 and the sentence that says why. */
export function giveUp(error) {
	console.error(error.message);
	process.exit(1);
}

/**
 * Says no where Node.js is older than `engines.node` (">=20.19") in the package.json given.
 *
 * @param {string} packageFile
 * @throws {Error}
 */
export function requireNode(packageFile) {
	const { engines } = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
	const wanted = engines.node.replace('>=', '');
	if (isOlder(process.versions.node, wanted)) {
		throw new Error(
			`This needs Node.js ${wanted} or newer, and this is ${process.versions.node}. Install a newer Node.js.`,
		);
	}
}

/** Whether one dotted version is older than another. */
export function isOlder(version, than) {
	const [a, b] = [version, than].map((text) => text.split('.').map(Number));
	const at = b.findIndex((part, index) => part !== a[index]);
	return at >= 0 && a[at] < b[at];
}

/**
 * Says no where a folder's disk has too little room, before a long download finds out.
 *
 * @param {string} folder
 * @param {number} gigabytes
 * @throws {Error}
 */
export function requireFreeSpace(folder, gigabytes) {
	const { bavail, bsize } = fs.statfsSync(folder);
	const free = (bavail * bsize) / 1e9;
	if (free < gigabytes) {
		throw new Error(
			`This needs ${gigabytes} GB of free disk, and ${path.resolve(folder)} has ${free.toFixed(1)} GB. Free some space and run the command again.`,
		);
	}
}
