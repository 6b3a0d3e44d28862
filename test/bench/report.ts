import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { installedNode } from '../n8n/server';
import { aimInWords, aimsOf, isMet, verdict } from './aims';
import type { Contest } from './contest';
import { UPDATE, BULK, KEEP, MERGE } from './contenders';
import type { Spread } from './figures';
import { costOfMoreRows } from './ratios';
import type { Results } from './ratios';
import { HANDSHAKE_MS, ROUND_TRIP_MS } from './distantTls';

const execute = promisify(execFile);
const OURS: readonly string[] = [UPDATE, BULK, KEEP, MERGE];
const BEGIN = '<!-- measured -->';
const END = '<!-- end of measured -->';

/** Puts the figures into `docs/benchmarks.md`, between two marks, and draws its charts. */
export async function report(root: string, results: Results): Promise<void> {
	const file = path.join(root, 'docs', 'benchmarks.md');
	const text = await readFile(file, 'utf8');
	const [before = '', rest = ''] = text.split(BEGIN);
	const [, after = ''] = rest.split(END);
	const measured = await sections(root, results);
	await writeFile(file, [before, BEGIN, '\n\n', measured, '\n\n', END, after].join(''));
	await execute(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', file], { cwd: root });
}

async function sections(root: string, results: Results): Promise<string> {
	const { single, single50ms, bulkItems, bulkFile, growth } = results;
	return [
		await setUp(),
		...(await section(root, 'Single updates', 'benchmark-single.svg', single, single50ms)),
		...(await section(
			root,
			'Bulk from items',
			'benchmark-items.svg',
			bulkItems.at(-1),
			...bulkItems.slice(0, -1),
		)),
		...health(results),
		...(await section(root, 'Bulk from a CSV file', 'benchmark-file.svg', bulkFile)),
		...(growth ? ['### What a row costs as files grow', growthTable(growth)] : []),
		...webhookSection(results),
		'### Ratios',
		ratioTable(results),
	].join('\n\n');
}

async function setUp(): Promise<string> {
	const { stdout } = await execute(installedNode(), ['--version']);
	const manifest = JSON.parse(
		await readFile(require.resolve('../n8n/node_modules/n8n/package.json'), 'utf8'),
	) as {
		version: string;
	};
	const date = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
	const processor = os.cpus()[0]?.model ?? 'unknown processor';
	return `Measured on ${date}: ${os.cpus().length} cores of ${processor}, Linux ${os.release()}, n8n ${manifest.version} on Node.js ${stdout.trim()}, regular mode, SQLite, files in n8n's own folder.`;
}

/** @param first has the chart */
async function section(
	root: string,
	title: string,
	picture: string,
	first: Contest | undefined,
	...others: Array<Contest | undefined>
): Promise<string[]> {
	if (first === undefined) return [];
	const { drawBars } = await import('./chart.mjs');
	const bars = first.figures.map(({ contender, profiles, seconds }) => ({
		name: contender,
		microseconds: (seconds.median / profiles) * 1e6,
		ours: OURS.includes(contender),
	}));
	const svg = drawBars(`${first.title}: time for each profile, logarithmic`, bars);
	await writeFile(path.join(root, 'docs', 'pictures', picture), svg);
	const tables = [first, ...others].filter((contest) => contest !== undefined).flatMap(contestTable);
	return [`### ${title}`, `![${first.title}: time for each profile](pictures/${picture})`, ...tables];
}

function contestTable({ title, figures, out }: Contest): string[] {
	const rows = figures.map(
		({ contender, profiles, seconds, cpuSeconds, peakMb, holdMs, requests, connections }) =>
			`| ${contender} | ${profiles.toLocaleString('en')} | ${inWords(seconds)} | ${perProfile(seconds, profiles)} | ${inWords(cpuSeconds)} | ${peakMb ? Math.round(peakMb.median) : ''} | ${holdMs ? Math.round(holdMs.most) : ''} | ${requests ?? ''} | ${connections ?? ''} |`,
	);
	const table = [
		'| | Profiles | Seconds | µs for each | Processor seconds | Memory (MB) | Longest hold (ms) | Requests | Connections |',
		'| --- | ---: | --- | ---: | --- | ---: | ---: | ---: | ---: |',
		...rows,
	].join('\n');
	const missing = out.map(
		({ contender, reason }) => `_${contender}_ did not finish: ${reason.slice(0, 300)}`,
	);
	return [`**${title}**, ${figures[0]?.rounds ?? 0} rounds`, table, ...missing];
}

function growthTable(growth: Contest): string {
	const rows = growth.figures.map((figures) => {
		const { profiles, rounds, seconds, cpuSeconds, peakMb, holdMs } = figures;
		const more = costOfMoreRows(growth, figures);
		return `| ${profiles.toLocaleString('en')} | ${rounds} | ${inWords(seconds)} | ${inWords(cpuSeconds)} | ${more === undefined ? '' : plain(more * 1e6)} | ${Math.round(peakMb?.median ?? 0)} | ${Math.round(holdMs?.most ?? 0)} |`;
	});
	const smallest = growth.figures[0]?.profiles.toLocaleString('en') ?? '';
	return [
		`| Rows | Rounds | Seconds | Processor seconds | µs for each row beyond ${smallest} | Memory (MB) | Longest hold (ms) |`,
		'| ---: | ---: | --- | --- | ---: | ---: | ---: |',
		...rows,
	].join('\n');
}

function health({ health: measured, bulkItems }: Results): string[] {
	if (measured === undefined) return [];
	const { asked, median, p99, worst } = measured;
	return [
		`**n8n meanwhile** (${bulkItems.at(-1)?.title ?? ''}): \`/healthz\` was asked ${asked} times while the node worked, one question after the other, and answered within ${median} ms at the median, ${p99} ms at the 99th percentile and ${worst} ms at worst.`,
	];
}

function webhookSection({ webhook }: Results): string[] {
	if (webhook === undefined) return [];
	const { first, later } = webhook;
	return [
		'### One-item executions by a webhook',
		`${ROUND_TRIP_MS} ms from the server over TLS, from the call of the webhook to its answer: ${inWords(first)} ms for the first execution that goes to an edge, ${inWords(later)} ms for those after it. A handshake of TCP and TLS takes ${HANDSHAKE_MS} ms there.`,
	];
}

function ratioTable(results: Results): string {
	const aims = aimsOf(results);
	const rows = aims.map((aim) => {
		const met = isMet(aim);
		const value = aim.value?.toFixed(2) ?? 'not measured';
		return `| ${aim.what} | ${value} | ${aimInWords(aim)} | ${met === undefined ? '' : met ? 'yes' : '**no**'} |`;
	});
	const table = ['| Medians | Measured | Aimed at | Met |', '| --- | ---: | --- | --- |', ...rows].join('\n');
	return [table, ...verdict(aims)].join('\n\n');
}

function inWords({ median, least, most }: Spread): string {
	return `${plain(median)} (${plain(least)}–${plain(most)})`;
}

function perProfile({ median }: Spread, profiles: number): string {
	return plain((median / profiles) * 1e6);
}

function plain(value: number): string {
	return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });
}
