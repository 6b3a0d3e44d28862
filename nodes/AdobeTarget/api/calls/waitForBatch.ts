import { readBatchStatus, statusAddress } from './batchStatus';
import type { BatchStatus } from './batchStatus';
import { clock } from '../clock';
import type { Connection } from '../sending/connection';
import { passingError } from '../sending/retry';
import { TargetError } from '../targetError';

/** The time between two questions: it doubles from the first up to the longest. Batches take minutes. */
const FIRST_INTERVAL_MS = 60_000;
const LONGEST_INTERVAL_MS = 300_000;

/**
 * What other words mean, nobody says; Target may have forgotten the batch (its older pages say: all but the last ten).
 * No answer at all counts as one of them.
 */
const MOST_UNKNOWN = 3;

/**
 * Asks for the status of a batch that was uploaded just now, with growing pauses, until Target has done with it or the
 * time is over.
 *
 * @returns the last status: `complete`, `stuck`, or where it stood
 * @throws TargetError when it can't be asked, or the last question got no answer; the signal's reason once the
 * connection's is aborted
 */
export async function waitForBatch(
	connection: Connection,
	statusUrl: string,
	longestMs: number,
): Promise<BatchStatus> {
	const address = statusAddress(connection.edge, statusUrl);
	const uploadedAt = clock.now();
	const deadline = uploadedAt + longestMs;
	let pause = FIRST_INTERVAL_MS;
	for (let unknown = 0; ;) {
		await clock.sleep(Math.min(pause, Math.max(0, deadline - clock.now())), connection.signal);
		const question = { uploadedAt, until: deadline };
		const answer = await readBatchStatus(connection, address, true, question).catch(passingError);
		const word = answer instanceof TargetError ? undefined : answer.status;
		unknown = word === 'incomplete' ? 0 : unknown + 1;
		const isOver = unknown === MOST_UNKNOWN || clock.now() >= deadline;
		if (answer instanceof TargetError) {
			if (isOver) throw answer;
		} else if (isOver || word === 'complete' || word === 'stuck') {
			return answer;
		}
		pause = Math.min(pause * 2, LONGEST_INTERVAL_MS);
	}
}
