import { openSync, readSync } from 'node:fs';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

const TICK_MS = 5;
/** What the node is to stay under. */
const WANTED_MS = 50;
/** Where a soak fails: twice the aim, as a collection of garbage may come on top of a piece of work. */
const MOST_MS = 100;

/** Linux: nanoseconds that the thread which opens it has computed, and that it waited for a processor. */
const THREAD_TIMES = '/proc/thread-self/schedstat';

/** A class of nodes. */
export interface Executes {
	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/**
 * Measures how long the node holds the event loop. A ticker asks for its turn every 5 ms; how long the thread has
 * computed between two turns is a hold, so one is up to 5 ms less than it seems. What the thread waited for a processor
 * that other programs had does not count. Only what lies between the beginning and the end of the node's `execute` is
 * looked at: before and after that n8n works.
 */
export class LoopWatch {
	/** Milliseconds, one for each turn. */
	private holds: number[] = [];

	private readonly computed = threadClock();

	private executing = 0;

	/** Of the last turn, while a node executes. */
	private last: number | undefined;

	private readonly ticker = setInterval(() => {
		this.look();
	}, TICK_MS).unref();

	/**
	 * Has the `execute` of every node of this class looked at.
	 *
	 * @param ended called whenever one has ended
	 */
	watch({ prototype }: { readonly prototype: Executes }, ended?: () => void): void {
		const execute = Reflect.get(prototype, 'execute');
		const begin = this.begin.bind(this);
		const end = this.end.bind(this);
		prototype.execute = async function (this: IExecuteFunctions) {
			begin();
			try {
				return await Reflect.apply(execute, this, []);
			} finally {
				end();
				ended?.();
			}
		};
	}

	/** The longest hold since it was last taken, and nothing of it is kept. */
	takeLongest(): number {
		const { longest } = this;
		this.holds = [];
		return longest;
	}

	stop(): void {
		clearInterval(this.ticker);
	}

	/** The longest hold so far, in milliseconds. */
	get longest(): number {
		return this.holds.reduce((longest, hold) => Math.max(longest, hold), 0);
	}

	/** Whether the node has held the event loop too long, and the figures in words. */
	verdict(): { isBad: boolean; words: string } {
		const sorted = [...this.holds].sort((a, b) => a - b);
		const over = sorted.filter((hold) => hold > WANTED_MS);
		const total = sorted.reduce((sum, hold) => sum + hold, 0);
		const share = over.reduce((sum, hold) => sum + hold, 0) / (total || 1);
		const isBad = this.longest > MOST_MS;
		const words = [
			`The node held the event loop for ${this.longest.toFixed(0)} ms at the longest,`,
			`${at(sorted, 0.999).toFixed(0)} ms in 99.9 % of ${sorted.length.toLocaleString('en')} turns;`,
			`${over.length} times for more than ${WANTED_MS} ms (${(share * 100).toFixed(2)} % of its work).`,
			isBad ? `More than ${MOST_MS} ms is too long.` : '',
		];
		return { isBad, words: words.join(' ').trim() };
	}

	private begin(): void {
		this.executing++;
		// What came before in this turn is n8n's.
		this.last = this.computed();
	}

	private end(): void {
		this.look();
		this.executing--;
		// What comes after in this turn is n8n's.
		this.last = undefined;
	}

	private look(): void {
		const now = this.computed();
		if (this.last !== undefined) this.holds.push(now - this.last);
		this.last = this.executing > 0 ? now : undefined;
	}
}

/** The share of the sorted numbers that lies below it. */
function at(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A clock that runs while this thread computes; where the system has none, it runs always. */
export function threadClock(): () => number {
	const file = open(THREAD_TIMES);
	if (file === undefined) return () => performance.now();
	const bytes = Buffer.alloc(64);
	return () => {
		const length = readSync(file, bytes, 0, bytes.length, 0);
		return Number(bytes.toString('latin1', 0, length).split(' ')[0]) / 1e6;
	};
}

function open(file: string): number | undefined {
	try {
		return openSync(file, 'r');
	} catch {
		return undefined;
	}
}
