import { openSync, readSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

const TICK_MS = 5;
/** What the node is to stay under. */
const WANTED_MS = 50;
/** Where a soak fails though the rest is a collection of garbage: twice the aim. */
const MOST_MS = 100;
/** Holds from here on are looked at for collections of garbage. */
const LOOKED_AT_MS = 20;

/** Linux: nanoseconds that the thread which opens it has computed, and that it waited for a processor. */
const THREAD_TIMES = '/proc/thread-self/schedstat';

/** A time on the clock of `performance`, in milliseconds. */
interface Span {
	readonly from: number;
	readonly to: number;
}

/** A class of nodes. */
interface Executes {
	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/**
 * Measures how long the node holds the event loop. A ticker asks for its turn every 5 ms; how long the thread has
 * computed between two turns is a hold, so one is up to 5 ms less than it seems. What the thread waited for a processor
 * that other programs had does not count. Only what lies between the beginning and the end of the node's `execute` is
 * looked at: before and after that n8n works. A collection of garbage goes over all of n8n's heap, so what lies in one is
 * n8n's as well, and is told apart.
 */
export class LoopWatch {
	/** Milliseconds, one for each turn. */
	private holds: number[] = [];

	/** The longer ones. */
	private long: Array<Span & { readonly ms: number }> = [];

	private readonly collections: Span[] = [];

	private readonly observer = new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) {
			this.collections.push({ from: startTime, to: startTime + duration });
		}
	});

	private readonly computed = threadClock();

	private executing = 0;

	/** Of the last turn, while a node executes. */
	private last: { readonly computed: number; readonly at: number } | undefined;

	private readonly ticker = setInterval(() => {
		this.look();
	}, TICK_MS).unref();

	constructor() {
		this.observer.observe({ entryTypes: ['gc'] });
	}

	/**
	 * Has the `execute` of every node of this class looked at.
	 *
	 * @param ended called whenever one has ended
	 */
	watch({ prototype }: { readonly prototype: Executes }, ended?: () => unknown): void {
		const execute = Reflect.get(prototype, 'execute');
		const begin = this.begin.bind(this);
		const end = this.end.bind(this);
		prototype.execute = async function (this: IExecuteFunctions) {
			begin();
			try {
				return await Reflect.apply(execute, this, []);
			} finally {
				end();
				void ended?.();
			}
		};
	}

	/** The longest hold since it was last taken, without collections of garbage; nothing of it is kept. */
	async takeLongest(): Promise<number> {
		const long = this.long.splice(0);
		const short = this.holds.splice(0).filter((hold) => hold < LOOKED_AT_MS);
		// What was collected is told in a turn after it.
		await setImmediate();
		await setImmediate();
		return Math.max(0, ...short, ...long.map((hold) => this.ownOf(hold)));
	}

	stop(): void {
		clearInterval(this.ticker);
		this.observer.disconnect();
	}

	/** The longest hold so far without collections of garbage, in milliseconds. */
	get longestOwn(): number {
		const short = this.holds.filter((hold) => hold < LOOKED_AT_MS);
		return [...short, ...this.long.map((hold) => this.ownOf(hold))].reduce((a, b) => Math.max(a, b), 0);
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
		const isBad = this.longestOwn > WANTED_MS || this.longest > MOST_MS;
		const words = [
			`The node held the event loop for ${this.longestOwn.toFixed(0)} ms at the longest,`,
			`${this.longest.toFixed(0)} ms with collections of garbage,`,
			`${at(sorted, 0.999).toFixed(0)} ms in 99.9 % of ${sorted.length.toLocaleString('en')} turns;`,
			`${over.length} times for more than ${WANTED_MS} ms (${(share * 100).toFixed(2)} % of its work).`,
			isBad ? `More than ${WANTED_MS} ms, or ${MOST_MS} ms with collections, is too long.` : '',
		];
		return { isBad, words: words.join(' ').trim() };
	}

	private begin(): void {
		this.executing++;
		// What came before in this turn is n8n's.
		this.last = { computed: this.computed(), at: performance.now() };
	}

	private end(): void {
		this.look();
		this.executing--;
		// What comes after in this turn is n8n's.
		this.last = undefined;
	}

	private look(): void {
		const now = { computed: this.computed(), at: performance.now() };
		if (this.last !== undefined) {
			const ms = now.computed - this.last.computed;
			this.holds.push(ms);
			if (ms >= LOOKED_AT_MS) this.long.push({ ms, from: this.last.at, to: now.at });
		}
		this.last = this.executing > 0 ? now : undefined;
	}

	/** What is left of a hold without the collections of garbage in it. */
	private ownOf({ ms, from, to }: Span & { readonly ms: number }): number {
		const collecting = this.collections.reduce(
			(sum, one) => sum + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)),
			0,
		);
		return Math.max(0, ms - collecting);
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
