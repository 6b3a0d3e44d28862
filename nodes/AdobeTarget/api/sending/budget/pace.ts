import { clock } from '../../clock';

/** Waits until the next request may begin. Rejects once the signal is aborted. */
export type Pace = (signal?: AbortSignal) => Promise<void>;

/** Lets requests begin evenly spread, no more in a second than this; retries count like others. */
export function paceOf(requestsPerSecond: number): Pace {
	const spacing = 1_000 / requestsPerSecond;
	let next = -Infinity;
	return async (signal) => {
		const now = clock.now();
		const turn = Math.max(now, next);
		next = turn + spacing;
		if (turn > now) await clock.sleep(turn - now, signal);
	};
}
