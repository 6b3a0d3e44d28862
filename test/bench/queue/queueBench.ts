import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { startQueueN8n, type QueueN8n } from '../../queue/queueN8n';
import { writeCustomersCsv } from '../customers';
import { startFastTarget, type FastTarget } from '../target/fastTarget';
import { writeMeasured } from '../figures/page';
import { memoryOf } from '../measures/processUsage';
import { startCsvSource, type CsvSource } from './csvSource';
import { CALLS_PER_MINUTE, startExactTarget } from './exactTarget';
import {
	queueSection,
	type ComparedRun,
	type ModeFigures,
	type QueueFigures,
	type TimedRun,
} from './queueSection';
import { memoryIn, runInShares } from './sharedRun';

const ROWS = 2_000_000;
const ROUNDS = 3;

/** Where n8n keeps files: in the folder that all processes share, or in its database. */
const MODES = ['filesystem', 'database'];

/** Twice as many batches as Target takes in a minute, so that the workers have to wait for their turn. */
const CROWDED = 100;

/** As many as there are workers, as docs/examples.md advises; and one, which a single worker sends. */
const SHARES = [2, 1];

/**
 * `npm run bench:queue`: the example with a large file, over two workers of a real n8n in queue mode and in one process,
 * with n8n's files in a shared folder and in its database. First each profile that came of it is compared with the file,
 * in the emulator; then time and memory are measured beside a server that only counts, and gives 503 beyond 50 calls a
 * minute. Prints each run and writes a part of `docs/benchmarks.md`; fails where a profile differs or a 503 came.
 *
 * @param root of the checkout
 * @param loadBefore how many processes wanted the machine in the minute before
 * @param args `--rows` and `--rounds`; with fewer than two million, or than three rounds, nothing is written
 */
export async function benchQueue(root: string, loadBefore: number, args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: String(ROWS) },
			rounds: { type: 'string', default: String(ROUNDS) },
		},
	});
	const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
	const folder = path.join(root, '.cache', 'bench-queue');
	await mkdir(folder, { recursive: true });
	const file = path.join(folder, 'customers.csv');
	const source = await startCsvSource(file, await writeCustomersCsv(file, rows, 0));
	try {
		const modes: ModeFigures[] = [];
		for (const mode of MODES) modes.push(await measureMode(mode, source, rows, rounds));
		const figures: QueueFigures = { rows, bytes: source.bytes, rounds, loadBefore, modes };
		const section = await queueSection(figures);
		console.log(`\n${section}`);
		if (rows >= ROWS && rounds >= ROUNDS) await writeMeasured(root, 'measured in queue mode', section);
		if (modes.some(({ runs, crowded }) => [...runs, crowded].some(({ refused }) => refused > 0))) {
			throw new Error('Of the calls of two workers, some were one too many in a minute.');
		}
	} finally {
		source.close();
		await rm(folder, { recursive: true });
	}
}

async function measureMode(
	mode: string,
	source: CsvSource,
	rows: number,
	rounds: number,
): Promise<ModeFigures> {
	console.log(`\nFiles in mode ${mode}`);
	const target = await startFastTarget({ latencyMs: 0, callsPerMinute: CALLS_PER_MINUTE });
	const n8n = await startQueueN8n({}, { N8N_DEFAULT_BINARY_DATA_MODE: mode });
	try {
		const idleMb = memoryIn(n8n, ({ pid }) => memoryOf(pid).residentMb);
		console.log(`  before: ${JSON.stringify(idleMb)} MB`);
		const exact = await compareAll(n8n, source, rows);
		const runs: TimedRun[] = [];
		for (let round = 1; round <= rounds; round++) {
			for (const shares of SHARES) {
				const run = await timedRun(n8n, target, { shares, source, rows, client: `${mode}${round}` });
				console.log(`  round ${round}: ${JSON.stringify(run)}`);
				runs.push(run);
			}
		}
		const [shares = 1] = SHARES;
		const rowsPerBatch = Math.ceil(rows / CROWDED);
		const crowded = await timedRun(n8n, target, {
			shares,
			source,
			rows,
			client: `${mode}-crowded`,
			rowsPerBatch,
		});
		console.log(`  ${CROWDED} batches: ${JSON.stringify(crowded)}`);
		return { mode, idleMb, exact, runs, crowded };
	} finally {
		await n8n.stop();
		await target.stop();
	}
}

/** Sends all to an emulator. @throws Error where a profile is not as in the file, or a call was refused */
async function compareAll(n8n: QueueN8n, { url }: CsvSource, rows: number): Promise<ComparedRun> {
	const target = await startExactTarget();
	try {
		const [shares = 1] = SHARES;
		const run = await runInShares(n8n, {
			shares,
			source: url,
			rows,
			target,
			callsPerMinute: callsOf(shares),
		});
		const exact = { ...run, shares, ...(await target.compare(rows)) };
		console.log(`  to the emulator: ${JSON.stringify(exact)}`);
		if (exact.profiles !== rows || exact.differences > 0 || exact.refused > 0) {
			throw new Error(`The emulator does not hold what is in the file: ${JSON.stringify(exact)}`);
		}
		return exact;
	} finally {
		await target.stop();
	}
}

interface TimedPlan {
	shares: number;
	source: CsvSource;
	rows: number;
	/** Of its own for each run, as the calls of the last minute are counted for each. */
	client: string;
	rowsPerBatch?: number;
}

async function timedRun(
	n8n: QueueN8n,
	target: FastTarget,
	{ shares, source, rows, client, rowsPerBatch }: TimedPlan,
): Promise<TimedRun> {
	await target.counts();
	const run = await runInShares(n8n, {
		shares,
		source: source.url,
		rows,
		target: { url: target.url, clientCode: `${client}in${shares}` },
		callsPerMinute: callsOf(shares),
		rowsPerBatch,
	});
	const counts = await target.counts();
	if (counts.rows !== rows) throw new Error(`${counts.rows} rows arrived, not ${rows}.`);
	return { ...run, shares, refused: counts.refused };
}

/** What the docs advise for so many workers. */
function callsOf(workers: number): number {
	return CALLS_PER_MINUTE / workers;
}
