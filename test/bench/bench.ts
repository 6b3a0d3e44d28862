import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { installNode } from '../n8n/server/installNode';
import { aimsOf, verdict } from './figures/aims';
import { inArena } from './arena';
import {
	bulkFromFile,
	bulkFromItems,
	growth,
	healthDuringBulk,
	singleUpdates,
	withinAMinute,
} from './disciplines';
import type { Plan } from './disciplines';
import type { Line } from './target/fastTargetServer';
import { ratiosOf } from './figures/ratios';
import type { Results } from './figures/ratios';
import { report } from './figures/report';
import { webhookExecutions } from './webhook';

const WHOLE: Plan = {
	rounds: 5,
	updates: 20_000,
	fewUpdates: 2_000,
	items: [100_000, 500_000],
	fileRows: 1_000_000,
	growth: [100, 10_000, 100_000, 1_000_000, 10_000_000],
	minuteRows: 10_000_000,
	slowOnes: true,
};

const QUICK: Plan = { ...WHOLE, rounds: 3, items: [100_000], growth: [], minuteRows: 0, slowOnes: false };

/** As fast as the machine is. */
const AT_ONCE: Line = { latencyMs: 0 };

/** As Target counts, and with a line of 320 Mbit/s, which is more than most have to the internet. */
const LIMITED: Line = { latencyMs: 0, callsPerMinute: 50 };
const LINE_MBS = 40;

/** The folder of an n8n beside the one that most contenders share. */
const APART = 'apart';

const PARTS = ['single', 'items', 'file', 'growth', 'minute', 'webhook'] as const;

/**
 * `npm run bench`: measures the node in a real n8n beside what a user would take instead, and beside what the wire
 * allows, and prints each run, medians and ratios. The whole of it takes half an hour and writes `docs/benchmarks.md`
 * with its charts; `--quick` takes less than five minutes and writes nothing.
 *
 * @param tarball the packed node
 * @param root of the checkout
 */
export async function bench(tarball: string, root: string, args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			quick: { type: 'boolean', default: false },
			json: { type: 'string' },
			only: { type: 'string', default: PARTS.join(',') },
		},
	});
	const folder = path.join(root, '.cache', 'bench');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await installNode(tarball, folder);
	await installNode(tarball, path.join(folder, APART));

	const parts = values.only.split(',');
	const results = await measure(folder, values.quick ? QUICK : WHOLE, parts);
	await rm(folder, { recursive: true });
	const ratios = ratiosOf(results);
	console.log(`\nRatios: ${JSON.stringify(ratios, null, 2)}`);
	for (const sentence of verdict(aimsOf(results))) console.log(sentence);
	if (values.json !== undefined) {
		await writeFile(values.json, `${JSON.stringify({ ...results, ratios }, null, '\t')}\n`);
	}
	if (!values.quick && PARTS.every((part) => parts.includes(part))) await report(root, results);
}

/** Each kind of work has an n8n of its own, as what was done before leaves garbage to collect. */
async function measure(folder: string, plan: Plan, parts: readonly string[]): Promise<Results> {
	const results: Results = { bulkItems: [] };
	if (parts.includes('single')) {
		results.single = await inArena(folder, AT_ONCE, (arena) => singleUpdates(arena, 0, plan));
		// Time is what is waited there, and it is the same for each update.
		const updates = plan.slowOnes ? plan.updates : plan.fewUpdates;
		results.single50ms = await inArena(folder, { latencyMs: 50 }, (arena) =>
			singleUpdates(arena, 50, { ...plan, updates }),
		);
	}
	if (parts.includes('items')) {
		await inArena(folder, AT_ONCE, async (arena) => {
			for (const rows of plan.items) results.bulkItems.push(await bulkFromItems(arena, rows, plan));
			results.health = await healthDuringBulk(arena, plan.items.at(-1) ?? 0);
			console.log(`\nn8n's /healthz meanwhile: ${JSON.stringify(results.health)}`);
		});
	}
	if (parts.includes('file')) {
		results.bulkFile = await inArena(folder, AT_ONCE, (arena) =>
			plan.slowOnes
				? inArena(
						path.join(folder, APART),
						AT_ONCE,
						(apart) => bulkFromFile(arena, apart, plan),
						arena.filesFolder,
					)
				: bulkFromFile(arena, undefined, plan),
		);
	}
	if (parts.includes('growth') && plan.growth.length > 0) {
		results.growth = await inArena(folder, AT_ONCE, (arena) => growth(arena, plan));
	}
	if (parts.includes('minute') && plan.minuteRows > 0) {
		const line = { ...LIMITED, megabytesPerSecond: LINE_MBS };
		results.minute = await inArena(folder, LIMITED, (arena) => withinAMinute(arena, plan, ''));
		results.minuteByLine = await inArena(folder, line, (arena) =>
			withinAMinute(arena, plan, `, over a line of ${LINE_MBS} MB/s`),
		);
	}
	if (parts.includes('webhook')) results.webhook = await webhookExecutions(folder, plan.rounds);
	return results;
}
