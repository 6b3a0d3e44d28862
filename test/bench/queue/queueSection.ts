import { spreadOf } from '../figures/figures';
import { inWords, plain, setUp } from '../figures/page';
import type { ExactComparison } from './exactTarget';
import type { Memory, SharedRun } from './sharedRun';

/** From here on it is said that a machine was not alone with what is measured. */
const OTHER_WORK = 0.5;

export interface TimedRun extends SharedRun {
	readonly shares: number;
	readonly refused: number;
}

/** A run whose profiles were compared with the file. */
export type ComparedRun = TimedRun & ExactComparison;

/** What was measured with n8n's files in one place. */
export interface ModeFigures {
	readonly mode: string;
	/** Before anything ran. */
	readonly idleMb: Memory;
	/** The first run. */
	readonly exact: ComparedRun;
	readonly runs: readonly TimedRun[];
	/** In more batches than Target takes in a minute. */
	readonly crowded: TimedRun;
}

export interface QueueFigures {
	readonly rows: number;
	/** Of the file. */
	readonly bytes: number;
	readonly rounds: number;
	/** How many processes wanted the machine in the minute before. */
	readonly loadBefore: number;
	readonly modes: readonly ModeFigures[];
}

/** What the page says of the example with a large file. */
export async function queueSection({
	rows,
	bytes,
	rounds,
	loadBefore,
	modes,
}: QueueFigures): Promise<string> {
	const setting = await setUp('queue mode with two workers, PostgreSQL and Redis on the same machine');
	const others = loadBefore > OTHER_WORK ? ', as other work ran beside it' : '';
	const values = Math.min(...modes.map(({ exact }) => exact.values));
	return [
		`${setting} The load of the machine was ${plain(loadBefore)} before${others}.`,
		`**Exact**: with each storage, all ${rows.toLocaleString('en')} profiles (${values.toLocaleString('en')} values) were in the emulator as in the file, after a run over two workers with Calls per Minute 25, and no call was refused.`,
		`**${rows.toLocaleString('en')} customers, a file of ${Math.round(bytes / 1e6)} MB**, ${rounds} rounds`,
		[
			'| Files | Run | Seconds | Main (MB) | Webhook (MB) | Busier worker (MB) | Other worker (MB) | Batches | 503s |',
			'| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
			...modes.flatMap(rowsOf),
		].join('\n'),
	].join('\n\n');
}

function rowsOf({ mode, idleMb, exact, runs, crowded }: ModeFigures): string[] {
	const shared = runs.filter(({ shares }) => shares > 1);
	const single = runs.filter(({ shares }) => shares === 1);
	const bothHadOne = shared.filter(({ workers }) => workers > 1).length;
	return [
		`| \`${mode}\` | before the first run | | ${memoryCells([idleMb])} | | |`,
		rowOf(mode, 'two shares, the first run, to the emulator', [exact]),
		rowOf(mode, `two shares, on both workers in ${bothHadOne} of ${shared.length}`, shared),
		rowOf(mode, 'two shares, more batches than a minute has calls', [crowded]),
		rowOf(mode, 'one share, on one worker', single),
	];
}

function rowOf(mode: string, name: string, runs: readonly TimedRun[]): string {
	const most = (read: (run: TimedRun) => number) => Math.max(...runs.map(read));
	const spread = spreadOf(runs.map((run) => run.seconds));
	const seconds = runs.length === 1 ? plain(spread.median) : inWords(spread);
	const memory = memoryCells(runs.map(({ peakMb }) => peakMb));
	return `| \`${mode}\` | ${name} | ${seconds} | ${memory} | ${most(({ batches }) => batches)} | ${most(({ refused }) => refused)} |`;
}

/** The most of all rounds, for each process. */
function memoryCells(memories: readonly Memory[]): string {
	const most = (read: (memory: Memory) => number | undefined) =>
		String(Math.round(Math.max(...memories.map((memory) => read(memory) ?? 0))));
	return [
		most(({ main }) => main),
		most(({ webhook }) => webhook),
		most(({ workers: [busier] }) => busier),
		most(({ workers: [, other] }) => other),
	].join(' | ');
}
