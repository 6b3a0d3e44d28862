import { setTimeout } from 'node:timers/promises';

/** The time, and waiting. */
export const clock = {
	/** Milliseconds that only ever grow. */
	now: (): number => performance.now(),

	/** Calls back after a time, unless that is called off by what it returns. It keeps no process alive. */
	after: (milliseconds: number, callback: () => void): (() => void) => {
		const timer = globalThis.setTimeout(callback, milliseconds).unref();
		return () => {
			clearTimeout(timer);
		};
	},

	/** The time of day, in milliseconds since 1970. */
	today: (): number => Date.now(),

	/** @throws an AbortError once the signal is aborted */
	sleep: async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		await setTimeout(milliseconds, undefined, { signal });
	},
};
