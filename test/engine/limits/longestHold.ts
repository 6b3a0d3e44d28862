import type { IExecuteFunctions } from 'n8n-workflow';

import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import { route } from '../../../nodes/AdobeTarget/operations/router';
import { threadClock } from '../../soak/loopWatch';
import { FIRST_LOOK } from './hostileTexts';

/**
 * Runs something, and tells for how many milliseconds the node has kept the event loop to itself at most, from the
 * beginning of its work to its end; what n8n does before and after is not counted. Counted is the processor's time where
 * it is less than the clock's: on a busy machine, time goes by in which nobody works.
 */
export async function longestHold(run: () => Promise<unknown>): Promise<number> {
	return await whileExecuting(run, processClock(), (context) => context);
}

/** As {@link longestHold}, without what n8n takes when the node asks it for something, such as a parameter. */
export async function ownHold(run: () => Promise<unknown>): Promise<number> {
	return await whileExecuting(run, ownClock, apart);
}

/** As {@link ownHold}, for work that is no execution: all of it is the node's. */
export async function holdOf(work: () => Promise<unknown>): Promise<number> {
	const watch = watchLoop(ownClock);
	try {
		await work();
	} finally {
		watch.end();
	}
	return watch.longest;
}

/** V8's collections of garbage, its compiling, and other programs hold up one run or the other. */
const TRIES = 5;

/** Of some runs the shortest hold; no more runs than it takes to see one that is short enough. */
export async function leastHold(limitMs: number, hold: () => Promise<number>): Promise<number> {
	let least = Infinity;
	for (let run = 0; run < TRIES && least >= limitMs; run++) least = Math.min(least, await hold());
	return least;
}

const computed = threadClock();

/** What a machine of two cores takes for {@link measuredWork}, in processor time. */
const MEASURED_MS = 12;

/**
 * How many times as long this machine takes as the one that the limits were set on; 1 at the least. It goes by the
 * processor's time, as the holds do: that other programs run beside the tests is no reason for a longer one.
 */
export const SLOWNESS = Math.max(1, leastTimeOf(measuredWork) / MEASURED_MS);

/**
 * Work of the node goes on for no longer before n8n has its turn. 50 ms are meant, on a machine that has nothing else to
 * do; beside other tests the same work takes several times as long, and on a slow machine still longer. What grows faster
 * than the text takes far more than this.
 */
export const LONGEST_MS = 300 * SLOWNESS;

/** Work like the node's: it looks at each character, and searches by a pattern. */
function measuredWork(): void {
	const text = ' a'.repeat(250_000);
	let sum = 0;
	for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
	text.replace(/\s+/g, String(sum % 10));
}

function leastTimeOf(work: () => void): number {
	let least = Infinity;
	for (let run = 0; run < TRIES; run++) {
		const began = computed();
		work();
		least = Math.min(least, computed() - began);
	}
	return least;
}

/**
 * The texts that hold up the event loop for too long, with the milliseconds.
 *
 * @param hold runs something with a text, and tells how long the node has held the event loop at most
 */
export async function slowTexts(
	texts: ReadonlyArray<readonly [what: string, text: string]>,
	hold: (text: string) => Promise<number>,
): Promise<Array<[what: string, characters: number, milliseconds: number]>> {
	const slow: Array<[what: string, characters: number, milliseconds: number]> = [];
	for (const [what, text] of texts) {
		for (const one of text.length > FIRST_LOOK ? [text.slice(0, FIRST_LOOK), text] : [text]) {
			const milliseconds = await leastHold(LONGEST_MS, () => hold(one));
			if (milliseconds < LONGEST_MS) continue;
			slow.push([what, one.length, milliseconds]);
			break;
		}
	}
	return slow;
}

/** Milliseconds that somebody has worked. */
type Clock = () => number;

async function whileExecuting(
	run: () => Promise<unknown>,
	clock: Clock,
	contextFor: (context: IExecuteFunctions) => IExecuteFunctions,
): Promise<number> {
	let longest = 0;
	const spy = jest.spyOn(AdobeTarget.prototype, 'execute').mockImplementation(async function (
		this: IExecuteFunctions,
	) {
		const watch = watchLoop(clock);
		try {
			return await route(contextFor(this));
		} finally {
			watch.end();
			longest = Math.max(longest, watch.longest);
		}
	});
	try {
		await run();
		return longest;
	} finally {
		spy.mockRestore();
	}
}

/** Looks at the clock in each turn of the event loop. */
function watchLoop(clock: Clock) {
	let last = clock();
	const watch = {
		longest: 0,
		end() {
			look();
			clearImmediate(looking);
		},
	};
	const look = () => {
		watch.longest = Math.max(watch.longest, clock() - last);
		last = clock();
	};
	let looking = setImmediate(function again() {
		look();
		looking = setImmediate(again);
	});
	return watch;
}

/** Runs while this process computes, and no faster than time. */
function processClock(): Clock {
	let sum = 0;
	let last = now();
	return () => {
		const { clock, processor } = now();
		sum += Math.min(clock - last.clock, processor - last.processor);
		last = { clock, processor };
		return sum;
	};
}

function now(): { clock: number; processor: number } {
	const { user, system } = process.cpuUsage();
	return { clock: performance.now(), processor: (user + system) / 1_000 };
}

/** What n8n has taken so far. */
let takenByN8n = 0;

/** Runs while this thread computes, but for n8n. */
const ownClock: Clock = () => computed() - takenByN8n;

/** The same context, which takes note of the time that its functions take. */
function apart<Holder extends object>(holder: Holder): Holder {
	return new Proxy(holder, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name);
			if (name === 'helpers' && typeof value === 'object' && value !== null) return apart(value);
			if (typeof value !== 'function') return value;
			return (...given: unknown[]): unknown => {
				const began = computed();
				try {
					return Reflect.apply(value, target, given);
				} finally {
					takenByN8n += computed() - began;
				}
			};
		},
	});
}
