import { isEmptyBatch } from './edge/answers';
import { EMPTY_BATCH } from './edge/batches';
import type { LimitSeen } from './evidence';
import type { Session } from './edge/session';

/** More than the limit has by Adobe’s pages. */
const MOST_CALLS = 60;

const MINUTE_MS = 60_000;
const HALF_MINUTE_MS = 30_000;

/** How often it is asked whether a call is taken again, and for how long. */
const PAUSE_MS = 3_000;
const LONGEST_MS = 150_000;

/**
 * Looks for the limit of calls a minute with batches that hold no row, so nothing is changed. All other senders of the
 * account are held up for as long.
 */
export async function findLimit(session: Session): Promise<LimitSeen> {
	const { clock } = session;
	await session.restAMinute();
	// From the middle of a minute of the clock, so that a limit by the clock opens after half a minute.
	await clock.sleep((MINUTE_MS + HALF_MINUTE_MS - (clock.now() % MINUTE_MS)) % MINUTE_MS);
	const began = clock.now();
	for (let taken = 0; taken < MOST_CALLS; taken++) {
		const refusal = await session.submit(EMPTY_BATCH, {}, false);
		if (isEmptyBatch(refusal)) continue;
		while (clock.now() < began + LONGEST_MS) {
			await clock.sleep(PAUSE_MS);
			if (isEmptyBatch(await session.submit(EMPTY_BATCH, {}, false))) {
				return { taken, refusal, openAfterMs: clock.now() - began };
			}
		}
		return { taken, refusal };
	}
	return {};
}
