import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { installedN8n } from '../../n8n/server/installedN8n';
import type { Spread } from './figures';

const execute = promisify(execFile);

/**
 * Puts what was measured into `docs/benchmarks.md`, in the place of what was measured before.
 *
 * @param root of the checkout
 * @param mark names the place: it stands in the page as `<!-- mark -->`, and its end as `<!-- end of mark -->`
 * @throws Error where the page has no such place
 */
export async function writeMeasured(root: string, mark: string, measured: string): Promise<void> {
	const file = path.join(root, 'docs', 'benchmarks.md');
	const [begin, end] = [`<!-- ${mark} -->`, `<!-- end of ${mark} -->`];
	const [before = '', rest = ''] = (await readFile(file, 'utf8')).split(begin);
	const [, after] = rest.split(end);
	if (after === undefined) throw new Error(`docs/benchmarks.md has no ${begin} with ${end}.`);
	await writeFile(file, [before, begin, '\n\n', measured, '\n\n', end, after].join(''));
	await execute(process.execPath, ['node_modules/oxfmt/bin/oxfmt', file], { cwd: root });
}

/** When and on what it is measured. @param how n8n runs */
export async function setUp(how: string): Promise<string> {
	const { stdout } = await execute(installedN8n().node, ['--version']);
	const manifest = JSON.parse(
		await readFile(require.resolve('../n8n/node_modules/n8n/package.json'), 'utf8'),
	) as {
		version: string;
	};
	const date = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
	const processor = os.cpus()[0]?.model ?? 'unknown processor';
	return `Measured on ${date}: ${os.cpus().length} cores of ${processor}, Linux ${os.release()}, n8n ${manifest.version} on Node.js ${stdout.trim()}, ${how}.`;
}

/** A median, with the least and the most. */
export function inWords({ median, least, most }: Spread): string {
	return `${plain(median)} (${plain(least)}–${plain(most)})`;
}

/** Three digits that count. */
export function plain(value: number): string {
	return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });
}
