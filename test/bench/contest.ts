import { figuresOf, meanOf } from './figures/figures';
import type { Figures, Taken } from './figures/figures';

/** Someone who takes part: what it is called, how many profiles it has each time, and one run of it. */
export interface Contender {
	readonly name: string;
	readonly profiles: number;
	run(): Promise<Taken>;
}

/** Contenders that do the same work, and what they took. */
export interface Contest {
	readonly title: string;
	readonly figures: readonly Figures[];
	/** Who did not finish, and why. */
	readonly out: ReadonlyArray<{ readonly contender: string; readonly reason: string }>;
}

/**
 * Lets the contenders run in turn, once to warm up and then the rounds that count. Who fails is out, and its error is
 * said.
 */
export async function compete(
	title: string,
	contenders: readonly Contender[],
	rounds: number,
): Promise<Contest> {
	console.log(`\n${title}`);
	const taken = new Map<Contender, Taken[]>(contenders.map((contender) => [contender, []]));
	const out: Array<{ contender: string; reason: string }> = [];
	for (let round = 0; round <= rounds; round++) {
		for (const [contender, runs] of taken) {
			try {
				const run = await contender.run();
				console.log(`  ${round === 0 ? 'warm-up' : `round ${round}`}: ${contender.name}, ${inWords(run)}`);
				if (round > 0) runs.push(run);
			} catch (error) {
				taken.delete(contender);
				const reason = error instanceof Error ? error.message : String(error);
				out.push({ contender: contender.name, reason });
				console.log(`  ${contender.name} did not finish: ${reason}`);
			}
		}
	}
	const figures = Array.from(taken, ([{ name, profiles }, runs]) => figuresOf(name, profiles, runs));
	return { title, figures, out };
}

/** A contender whose runs are each the mean of several. */
export function manyTimes(contender: Contender, times: number): Contender {
	return {
		...contender,
		async run() {
			const runs: Taken[] = [];
			for (let time = 0; time < times; time++) runs.push(await contender.run());
			return meanOf(runs);
		},
	};
}

function inWords({ seconds, cpuSeconds, peakMb, holdMs }: Taken): string {
	const memory = peakMb === undefined ? '' : `, ${Math.round(peakMb)} MB`;
	const hold = holdMs === undefined ? '' : `, event loop held ${Math.round(holdMs)} ms`;
	return `${seconds.toFixed(3)} s, ${cpuSeconds.toFixed(3)} s of processor time${memory}${hold}`;
}
