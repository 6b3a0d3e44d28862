import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { installedNode } from '../n8n/server';
import type { Contest } from './contest';
import { UPDATE, BULK, KEEP, MERGE } from './disciplines';
import type { Spread } from './figures';
import { costOfMoreRows, ratiosOf } from './ratios';
import type { Results } from './ratios';

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
		({ contender, profiles, seconds, cpuSeconds, peakMb, requests, connections }) =>
			`| ${contender} | ${profiles.toLocaleString('en')} | ${inWords(seconds)} | ${perProfile(seconds, profiles)} | ${inWords(cpuSeconds)} | ${peakMb ? Math.round(peakMb.median) : ''} | ${requests ?? ''} | ${connections ?? ''} |`,
	);
	const table = [
		'| | Profiles | Seconds | µs for each | Processor seconds | Memory (MB) | Requests | Connections |',
		'| --- | ---: | --- | ---: | --- | ---: | ---: | ---: |',
		...rows,
	].join('\n');
	const missing = out.map(
		({ contender, reason }) => `_${contender}_ did not finish: ${reason.slice(0, 300)}`,
	);
	return [`**${title}**, ${figures[0]?.rounds ?? 0} rounds`, table, ...missing];
}

function growthTable(growth: Contest): string {
	const rows = growth.figures.map((figures) => {
		const { profiles, rounds, seconds, cpuSeconds, peakMb } = figures;
		const more = costOfMoreRows(growth, figures);
		return `| ${profiles.toLocaleString('en')} | ${rounds} | ${inWords(seconds)} | ${inWords(cpuSeconds)} | ${more === undefined ? '' : plain(more * 1e6)} | ${Math.round(peakMb?.median ?? 0)} |`;
	});
	const smallest = growth.figures[0]?.profiles.toLocaleString('en') ?? '';
	return [
		`| Rows | Rounds | Seconds | Processor seconds | µs for each row beyond ${smallest} | Memory (MB) |`,
		'| ---: | ---: | --- | --- | ---: | ---: |',
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

function ratioTable(results: Results): string {
	const { single, bulkItems, bulkFile, growth } = ratiosOf(results);
	const rows: ReadonlyArray<readonly [what: string, value: number | undefined, aim: string]> = [
		['Update Profile ÷ undici alone, 0 ms', single.vsBareUndici, 'at most 1.25'],
		['Update Profile ÷ undici alone, 50 ms', single.vsBareUndici50ms, 'at most 1.03'],
		['HTTP Request ÷ Update Profile, time', single.vsHttpRequestNode, 'at least 30'],
		['Update Profile ÷ HTTP Request, processor time', single.cpuVsHttpRequestNode, 'at most 0.1'],
		['Bulk from items ÷ encoding alone', bulkItems.vsEncodeOnly, 'at most 1.5'],
		['Bulk from items ÷ curl with the files ready', bulkItems.vsCurl, ''],
		['Code + HTTP Request ÷ bulk from items, time', bulkItems.vsCodeAndHttpRequest, 'at least 15'],
		['Bulk from items ÷ Code + HTTP Request, memory', bulkItems.memoryVsCodeAndHttpRequest, 'at most 0.5'],
		['Bulk from a file, Keep ÷ papaparse alone', bulkFile.vsPapaparseOnly, 'at most 1.0'],
		['Bulk from a file, Keep ÷ papaparse with the text in memory', bulkFile.vsPapaparseWholeText, ''],
		['Bulk from a file, Keep ÷ curl with the files ready', bulkFile.vsCurl, ''],
		['Bulk from a file, Merge ÷ papaparse alone', bulkFile.mergeVsPapaparseOnly, 'at most 1.6'],
		[
			'Extract From File + Code + HTTP Request ÷ Keep, time',
			bulkFile.vsExtractCodeAndHttpRequest,
			'at least 10',
		],
		['Cost of a row, the most ÷ the least over all sizes', growth.mostVsLeast, 'at most 1.2'],
	];
	return [
		'| Medians | Measured | Aimed at |',
		'| --- | ---: | --- |',
		...rows.map(([what, value, aim]) => `| ${what} | ${value?.toFixed(2) ?? 'not measured'} | ${aim} |`),
	].join('\n');
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
