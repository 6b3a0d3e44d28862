/** Those who wait for a signal, and the one listener that tells them. */
interface Waiting {
	readonly callbacks: Set<() => void>;
	readonly listener: () => void;
}

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls back once when the signal is aborted; at once where it already is. However many wait for a signal, it has one
 * listener, and none when nobody waits any more: a listener for each is slow, and from the eleventh on Node.js warns
 * of a leak.
 *
 * @param callback must not throw
 * @returns what ends the waiting; to be called when it is over, and harmless when it is called again
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (signal === undefined) return () => undefined;
	if (signal.aborted) {
		callback();
		return () => undefined;
	}
	const waiting = waitingFor.get(signal) ?? listenTo(signal);
	// Each has an entry of its own, also where two give the same function.
	const entry = () => {
		callback();
	};
	waiting.callbacks.add(entry);
	return () => {
		waiting.callbacks.delete(entry);
		if (waiting.callbacks.size === 0) stopListening(signal, waiting);
	};
}

/**
 * What a promise comes to; or the signal's reason as soon as it is aborted, for a promise that may never come to
 * anything. It goes on then, and what it comes to is dropped.
 */
export function unlessAborted<Result>(
	promise: Promise<Result>,
	signal: AbortSignal | undefined,
): Promise<Result> {
	return new Promise((resolve, reject) => {
		const stopWaiting = onAbort(signal, () => {
			reject(signal?.reason as Error);
		});
		promise.then(resolve, reject).finally(stopWaiting);
	});
}

function listenTo(signal: AbortSignal): Waiting {
	const callbacks = new Set<() => void>();
	const listener = () => {
		stopListening(signal, waiting);
		for (const callback of callbacks) callback();
	};
	const waiting = { callbacks, listener };
	waitingFor.set(signal, waiting);
	signal.addEventListener('abort', listener);
	return waiting;
}

function stopListening(signal: AbortSignal, waiting: Waiting): void {
	signal.removeEventListener('abort', waiting.listener);
	if (waitingFor.get(signal) === waiting) waitingFor.delete(signal);
}
