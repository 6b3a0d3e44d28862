import { onAbort } from './onAbort';

/** The time, and waiting. */
export const clock = {
	/** Milliseconds that only ever grow. */
	now: (): number => performance.now(),

	/** The time of day, in milliseconds since 1970. */
	today: (): number => Date.now(),

	/** @throws the signal's reason once it is aborted */
	sleep: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
		new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				endWaiting();
				resolve();
			}, milliseconds);
			const endWaiting = onAbort(signal, () => {
				clearTimeout(timer);
				reject(signal?.reason as Error);
			});
		}),
};
