import { setImmediate } from 'node:timers/promises';

/** 2026-01-01, so that dates in headers can be reckoned with. */
const EPOCH = Date.UTC(2026, 0, 1);

/** A sleeper waits so many turns for work that rests, and not for ever: a test may look again in every turn. */
const MOST_RESTS = 100;

let now = 0;
const wakeTimes: number[] = [];
/** What is to be called back, in no order. */
const alarms: Array<{ readonly at: number; readonly callback: () => void }> = [];
let underWay = 0;
let watcher: ((milliseconds: number) => void) | undefined;

/**
 * Stands in for `api/clock.ts`: whoever sleeps wakes in the order of the virtual time, and no real time passes but
 * for turns of the event loop, in which sockets go on with their work. Used by
 * `jest.mock('…/api/clock', () => virtualClock)`.
 */
export const clock = {
	now: (): number => now,

	today: (): number => EPOCH + now,

	/** It passes no time by itself: it calls back when others have slept so long. */
	after(milliseconds: number, callback: () => void): () => void {
		const alarm = { at: now + milliseconds, callback };
		alarms.push(alarm);
		return () => {
			if (alarms.includes(alarm)) alarms.splice(alarms.indexOf(alarm), 1);
		};
	},

	async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		const wakes = now + milliseconds;
		wakeTimes.push(wakes);
		try {
			watcher?.(milliseconds);
			let round = 0;
			do {
				await setImmediate();
				signal?.throwIfAborted();
				round++;
			} while (
				isHeld() ||
				(round < MOST_RESTS && othersRest()) ||
				wakes > Math.min(...wakeTimes) ||
				ringsBefore(wakes)
			);
			now = Math.max(now, wakes);
		} finally {
			wakeTimes.splice(wakeTimes.indexOf(wakes), 1);
		}
	},
};

/** Lets the first alarm up to a time ring, if there is one. */
function ringsBefore(time: number): boolean {
	const [first] = alarms.filter(({ at }) => at <= time).sort((a, b) => a.at - b.at);
	if (first === undefined) return false;
	alarms.splice(alarms.indexOf(first), 1);
	now = Math.max(now, first.at);
	first.callback();
	return true;
}

/** Files take longer than a turn of the event loop on a busy machine, and are nothing to be waited for in time. */
function isHeld(): boolean {
	return underWay > 0 || process.getActiveResourcesInfo().includes('FSReqPromise');
}

/** Whether work rests for a turn of the event loop: there are more immediates than those of the other sleepers. */
function othersRest(): boolean {
	const immediates = process.getActiveResourcesInfo().filter((resource) => resource === 'Immediate');
	return immediates.length >= wakeTimes.length;
}

/** Time stands still until the work is done, however long that really takes. It must not sleep. */
export async function standingStill<Result>(work: () => Promise<Result>): Promise<Result> {
	underWay++;
	try {
		return await work();
	} finally {
		underWay--;
	}
}

/** Called whenever somebody begins to sleep, until the next watcher or none takes its place. */
export function onSleep(callBack?: (milliseconds: number) => void): void {
	watcher = callBack;
}
