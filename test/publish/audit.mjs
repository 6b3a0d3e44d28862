import { spawnSync } from 'node:child_process';
import { giveUp } from '../install/failure.mjs';
import { ROOT } from '../install/dependencies.mjs';
import { npm } from '../install/step.mjs';

/** What fails the audit. Less than that is printed only. */
const SEVERE = ['moderate', 'high', 'critical'];

/** What is installed with the node; n8n brings the peers. */
const ARGS = ['audit', '--omit=dev', '--omit=peer', '--json'];

/** What a registry without audits answers when it is asked for one. */
const isWithoutAudit = (status) => (status >= 400 && status < 500) || status === 501;

/** Asks the registry for the known vulnerabilities of what the node depends on. */
function audit() {
	const { stdout } = spawnSync(npm(), ARGS, {
		cwd: ROOT,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const { vulnerabilities, statusCode, message } = JSON.parse(stdout || '{}');
	if (vulnerabilities !== undefined) return judge(Object.values(vulnerabilities));
	if (isWithoutAudit(statusCode)) {
		console.log(`Not audited: the registry has no audit. It answers with ${statusCode}.`);
		return;
	}
	// A network is no fault of the package: whoever needs the audit reads that there was none.
	console.log(
		`Not audited: the registry could not be asked (${message ?? 'npm gave no reason'}). Check the connection to the npm registry and run the command again.`,
	);
}

function judge(found) {
	for (const { name, severity, via } of found) {
		console.log(`${name}: ${severity}`);
		for (const { title, url, range } of via.filter((reason) => typeof reason === 'object')) {
			console.log(`  ${title} (${range}): ${url}`);
		}
	}
	if (found.some(({ severity }) => SEVERE.includes(severity))) {
		throw new Error(
			'What the node depends on has known vulnerabilities. Raise the lower bound in package.json past them.',
		);
	}
	console.log('Audited: nothing of moderate severity or above is known of what the node depends on.');
}

try {
	audit();
} catch (error) {
	giveUp(error);
}
