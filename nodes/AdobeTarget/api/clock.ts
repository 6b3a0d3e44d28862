import { onAbort } from './onAbort';

/** Some 25 days. For more, a timer of Node.js would wake at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time, and waiting. */
export const clock = {
	/** Milliseconds that only ever grow. */
	now: (): number => performance.now(),

	/** Calls back after a time, unless that is called off by what it returns. It keeps no process alive. */
	after: (milliseconds: number, callback: () => void): (() => void) => {
		const timer = globalThis.setTimeout(callback, Math.min(milliseconds, LONGEST_TIMER_MS)).unref();
		return () => {
			clearTimeout(timer);
		};
	},

	/** The time of day, in milliseconds since 1970. */
	today: (): number => Date.now(),

	/** @throws the signal's reason once it is aborted */
	sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
		new Promise((resolve, reject) => {
			const timer = setTimeout(
				() => {
					endWaiting();
					resolve();
				},
				Math.min(milliseconds, LONGEST_TIMER_MS),
			);
			const endWaiting = onAbort(signal, () => {
				clearTimeout(timer);
				reject(signal?.reason as Error);
			});
		}),
};
