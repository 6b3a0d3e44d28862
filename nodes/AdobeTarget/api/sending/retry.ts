import { clock } from '../clock';
import { TargetError } from '../targetError';

/** How a request that failed is tried again. Updates are idempotent: the same one twice is the same as once. */
export interface RetryPolicy {
	/** How often it is tried again after the first time. */
	readonly maxRetries: number;
	/** The longest first pause; each further one may be twice as long, up to {@link LONGEST_PAUSE_MS}. */
	readonly firstPauseMs: number;
}

/** Pauses grow up to here; also the most that a `Retry-After` is followed. */
export const LONGEST_PAUSE_MS = 120_000;

/** What came of a request, and how many times it was tried. */
export interface Tried<Result> {
	readonly result: Result;
	readonly attempts: number;
}

/**
 * Tries until it works, the error is final, or the retries are used up. Pauses are drawn by chance from nothing up to
 * their limit ("full jitter"), so that many who failed together don't come back together.
 *
 * @param attempt what to try; a {@link TargetError} says by `retry` whether trying again makes sense
 * @param isFree whether trying again after this error uses up none of the retries; never where there are none
 * @throws the last error, with the number of attempts said in its advice; the signal's reason once it is aborted
 */
export async function withRetries<Result>(
	policy: RetryPolicy,
	signal: AbortSignal | undefined,
	attempt: () => Promise<Result>,
	isFree: (error: TargetError) => boolean = () => false,
): Promise<Tried<Result>> {
	let failures = 0;
	for (let attempts = 1; ; attempts++) {
		try {
			return { result: await attempt(), attempts };
		} catch (error) {
			signal?.throwIfAborted();
			const passing = passingError(error);
			if (policy.maxRetries === 0 || !isFree(passing)) failures++;
			await clock.sleep(pauseOrGiveUp(passing, attempts, failures, policy), signal);
		}
	}
}

/** @throws the error itself, when trying again makes no sense */
export function passingError(error: unknown): TargetError {
	if (error instanceof TargetError && error.retry !== 'never') return error;
	throw error;
}

/** How long to wait before the next try. @throws the error itself, when there is none */
function pauseOrGiveUp(
	error: TargetError,
	attempts: number,
	failures: number,
	{ maxRetries, firstPauseMs }: RetryPolicy,
): number {
	if (failures > maxRetries) throw attempts === 1 ? error : error.after(attempts);
	// The call budget is closed by then, and lets nobody through before its time.
	if (error.retry === 'withBudget') return 0;
	if (error.retryAfterMs !== undefined) return Math.min(error.retryAfterMs, LONGEST_PAUSE_MS);
	return Math.random() * Math.min(firstPauseMs * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}
