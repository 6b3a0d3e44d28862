import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { aimsOf, verdict } from './aims';
import type { Contest } from '../contest';
import { UPDATE, BULK, DEFAULTS, KEEP, MERGE } from '../contenders';
import { inWords, plain, setUp, writeMeasured } from './page';
import { costOfMoreRows } from './ratios';
import type { Results } from './ratios';
import { HANDSHAKE_MS, ROUND_TRIP_MS } from '../target/distantTls';

const OURS: readonly string[] = [UPDATE, BULK, DEFAULTS, KEEP, MERGE];

/** Puts the figures into `docs/benchmarks.md`, between two marks, and draws its charts. */
export async function report(root: string, results: Results): Promise<void> {
	await writeMeasured(root, 'measured', await sections(root, results));
}

async function sections(root: string, results: Results): Promise<string> {
	const { single, single50ms, bulkItems, bulkFile, growth, minute, minuteByLine } = results;
	return [
		await setUp("regular mode, SQLite, files in n8n's own folder"),
		...(await section(root, 'Single updates', 'benchmark-single.svg', single, single50ms)),
		...(await section(root, 'Bulk from items', 'benchmark-items.svg', bulkItems.at(-1))),
		...health(results),
		...(await section(root, 'Bulk from a CSV file', 'benchmark-file.svg', bulkFile)),
		...(growth ? ['### What a row costs as files grow', growthTable(growth)] : []),
		...(minute ? ['### Ten million rows with all options as they are', ...contestTable(minute)] : []),
		...(minuteByLine ? contestTable(minuteByLine) : []),
		...webhookSection(results),
		'### What was missed',
		verdict(aimsOf(results))
			.map((sentence) => `- ${sentence}`)
			.join('\n'),
	].join('\n\n');
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
	return [`### ${title}`, `![Time for each profile](pictures/${picture})`, ...tables];
}

function contestTable({ title, figures, out }: Contest): string[] {
	const rows = figures.map(
		({ contender, profiles, seconds, peakMb, holdMs, refused }) =>
			`| ${contender} | ${profiles.toLocaleString('en')} | ${inWords(seconds)} | ${peakMb ? Math.round(peakMb.median) : ''} | ${holdMs ? Math.round(holdMs.most) : ''} | ${refused ?? ''} |`,
	);
	const table = [
		'| | Profiles | Seconds | Memory (MB) | Longest hold (ms) | 503s |',
		'| --- | ---: | --- | ---: | ---: | ---: |',
		...rows,
	].join('\n');
	const missing = out.map(
		({ contender, reason }) => `_${contender}_ did not finish: ${reason.slice(0, 300)}`,
	);
	return [`**${title}**, ${figures[0]?.rounds ?? 0} rounds`, table, ...missing];
}

function growthTable(growth: Contest): string {
	const rows = growth.figures.map((figures) => {
		const { profiles, seconds, peakMb, holdMs } = figures;
		const more = costOfMoreRows(growth, figures);
		return `| ${profiles.toLocaleString('en')} | ${inWords(seconds)} | ${more === undefined ? '' : plain(more * 1e6)} | ${Math.round(peakMb?.median ?? 0)} | ${Math.round(holdMs?.most ?? 0)} |`;
	});
	const smallest = growth.figures[0]?.profiles.toLocaleString('en') ?? '';
	return [
		`| Rows | Seconds | µs for each row beyond ${smallest} | Memory (MB) | Longest hold (ms) |`,
		'| ---: | --- | ---: | ---: | ---: |',
		...rows,
	].join('\n');
}

function health({ health: measured, bulkItems }: Results): string[] {
	if (measured === undefined) return [];
	const { asked, median, p99, worst } = measured;
	return [
		`**n8n meanwhile** (${bulkItems.at(-1)?.title ?? ''}): \`/healthz\`, asked ${asked} times, answered within ${median} ms (median), ${p99} ms (99th percentile), ${worst} ms (worst).`,
	];
}

function webhookSection({ webhook }: Results): string[] {
	if (webhook === undefined) return [];
	const { first, later } = webhook;
	return [
		'### One-item executions by a webhook',
		`${ROUND_TRIP_MS} ms from the server, where a handshake of TCP and TLS takes ${HANDSHAKE_MS} ms: ${inWords(first)} ms for the first execution that goes to an edge, ${inWords(later)} ms for those after it.`,
	];
}
