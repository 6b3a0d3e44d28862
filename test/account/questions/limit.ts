import type { Evidence } from '../evidence';
import type { Finding } from '../findings';

/** Adobe’s number (Target limits page). */
const CALLS_PER_MINUTE = 50;

/** Calls were begun in the middle of a minute of the clock: a minute of the clock opens sooner than a rolling one. */
const ROLLING_MS = 45_000;

/** The minute of the call limit; asked for by `--limit` alone. */
export function limitQuestion({ limit }: Evidence): Finding {
	const question = 'The limit of calls a minute';
	if (limit === undefined) return { question, verdict: 'not answered', seen: 'not asked: --limit asks it' };
	const { taken, refusal, openAfterMs } = limit;
	if (taken === undefined || refusal === undefined) {
		return { question, verdict: 'otherwise', seen: 'no call was refused' };
	}
	const minute = openAfterMs === undefined ? undefined : openAfterMs < ROLLING_MS ? 'fixed' : 'rolling';
	const opened =
		openAfterMs === undefined ? '' : `; open again ${Math.round(openAfterMs / 1_000)} s after the first call`;
	return {
		question,
		verdict: taken === CALLS_PER_MINUTE && refusal.status === 503 ? 'as expected' : 'otherwise',
		seen: `${taken} calls were taken, then HTTP ${refusal.status} as ${refusal.shape}${opened}`,
		readings: {
			limitAnswer: refusal.shape === 'page' ? 'page' : 'text',
			...(minute && { minute }),
		},
	};
}
