import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, unpackedNode } from './unpackedNode';

const run = promisify(execFile);

/**
 * What the scanner has against a package with a dependency. Its HTTP client needs Node.js itself, and n8n's cloud, which
 * takes no such package, would let it have neither.
 */
const OF_THE_DEPENDENCY = [
	'@n8n/community-nodes/no-restricted-globals',
	'@n8n/community-nodes/no-restricted-imports',
	'@n8n/community-nodes/no-runtime-dependencies',
];

const MOST_OUTPUT = 64 * 1024 * 1024;

/** A switch with a name that sounds like a secret. */
const WRONGLY_FOUND = ['@n8n/community-nodes/credential-password-field'];

test('n8n’s scanner finds nothing but what comes with the dependencies', async () => {
	const unpacked = await unpackedNode();
	try {
		const scan = path.join(__dirname, 'scan.mjs');
		const { stdout } = await run(process.execPath, [scan, ROOT, unpacked.folder], {
			// Jest's would have the rules take all files for nodes.
			env: { ...process.env, NODE_ENV: undefined },
			maxBuffer: MOST_OUTPUT,
		});
		const [ofSource, ofPackage] = (JSON.parse(stdout) as string[]).map(rulesIn);

		expect(ofSource).toEqual([...WRONGLY_FOUND, ...OF_THE_DEPENDENCY]);
		expect(ofPackage).toEqual(OF_THE_DEPENDENCY);
	} finally {
		await unpacked.remove();
	}
});

/** The rules at the ends of the lines of a report; where there are none, what it says instead. */
function rulesIn(report: string): string[] {
	const rules = [...report.matchAll(/^ +\d+:\d+ +error .* {2}(\S+)$/gm)].map(([, rule = '']) => rule);
	return rules.length === 0 ? [report] : [...new Set(rules)].sort();
}
