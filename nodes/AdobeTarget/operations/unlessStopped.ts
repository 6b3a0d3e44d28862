import { onAbort } from '../api/onAbort';

/**
 * What a promise comes to; or the signal's reason as soon as it is aborted, for a promise that may never come to
 * anything. It goes on then, and what it comes to is dropped.
 */
export function unlessStopped<Result>(
	promise: Promise<Result>,
	signal: AbortSignal | undefined,
): Promise<Result> {
	return new Promise((resolve, reject) => {
		const forget = onAbort(signal, () => {
			reject(signal?.reason as Error);
		});
		promise.then(resolve, reject).finally(forget);
	});
}
