import { setTimeout } from 'node:timers/promises';

/** The time, and waiting. */
export const clock = {
	/** Milliseconds that only ever grow. */
	now: (): number => performance.now(),

	/** The time of day, in milliseconds since 1970. */
	today: (): number => Date.now(),

	/** @throws an AbortError once the signal is aborted */
	sleep: async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		await setTimeout(milliseconds, undefined, { signal });
	},
};
