import type { BatchStatus } from '../../api/calls/batchStatus';
import type { Connection } from '../../api/sending/connection';
import { onAbort } from '../../api/onAbort';
import { submitBatch } from '../../api/calls/submitBatch';
import type { SubmittedBatch } from '../../api/calls/submitBatch';
import { waitForBatch } from '../../api/calls/waitForBatch';
import type { Batch } from '../../profiles/batches/batchDraft';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { say } from '../../say';
import { sentences } from '../../sentences';
import { concurrently } from '../shared/concurrently';
import { inWords } from '../../n8n/failure';
import { MESSAGES, STATUS } from './messages';
import type { BulkSettings } from './settings';

/** A batch without its file. */
export type BatchFacts = Omit<Batch, 'body'> & { readonly bytes: number };

/** A batch that Target took for processing. */
interface SubmittedOutcome {
	readonly batch: BatchFacts;
	readonly submitted: SubmittedBatch;
	/** Its last status, where it was waited for. */
	status?: BatchStatus;
	/** Why its status is not known, in words. */
	statusProblem?: string;
}

/** A batch that Target did not take, and why. */
export interface NotSubmitted {
	readonly batch: BatchFacts;
	readonly submitted?: undefined;
	readonly error: unknown;
	readonly status?: undefined;
	readonly statusProblem?: undefined;
}

/** What became of one batch. */
export type BatchOutcome = SubmittedOutcome | NotSubmitted;

/**
 * Uploads batches, several at a time, each as soon as it is cut, and waits for Target to process them where that is
 * asked for, each from its own upload on. A batch is cut only when there is room to upload it.
 *
 * @param onOutcome told of each batch when its upload has ended; returns false to begin no further one
 * @throws what the cutting throws; the signal's reason once the connection's is aborted
 */
export async function submitBatches(
	connection: Connection,
	batches: AsyncIterator<Batch, void, undefined>,
	settings: BulkSettings,
	onOutcome: (outcome: BatchOutcome) => boolean,
): Promise<void> {
	const waits: Array<Promise<void>> = [];
	const { longestWaitMs } = settings;
	// A run that fails says so at once, and waits no longer for Target to process the batches before.
	const endOfWaiting = new AbortController();
	const stopListening = onAbort(connection.signal, () => {
		endOfWaiting.abort();
	});
	const uploads = concurrently(batches, settings.concurrency, async (batch) => {
		const outcome = await submitOne(connection, batch, settings);
		if (outcome.submitted && longestWaitMs !== undefined) {
			// Asked for while others are uploaded: Target may keep the last statuses only.
			const waiting = { ...connection, signal: endOfWaiting.signal };
			waits.push(waitForOne(waiting, outcome, longestWaitMs));
		}
		const goOn = onOutcome(outcome);
		if (!goOn) endOfWaiting.abort();
		return goOn;
	});
	uploads.catch(() => {
		endOfWaiting.abort();
	});
	try {
		await uploads;
	} finally {
		await Promise.all(waits);
		stopListening();
	}
	connection.signal?.throwIfAborted();
}

async function submitOne(
	connection: Connection,
	{ body, ...facts }: Batch,
	{ version }: BulkSettings,
): Promise<BatchOutcome> {
	const batch = { ...facts, bytes: body.length };
	try {
		if (batch.columns === 0) throw new InvalidProfile(...say(MESSAGES.batchWithoutValues));
		const submitted = await submitBatch(connection, version, body);
		return { batch, submitted };
	} catch (error) {
		connection.signal?.throwIfAborted();
		return { batch, error };
	}
}

/** Puts the status into the outcome. A status that can't be had takes nothing from what was submitted. */
async function waitForOne(
	connection: Connection,
	outcome: SubmittedOutcome,
	longestWaitMs: number,
): Promise<void> {
	const { statusUrl } = outcome.submitted;
	if (statusUrl === undefined) {
		outcome.statusProblem = STATUS.noAddress.text;
		return;
	}
	try {
		outcome.status = await waitForBatch(connection, statusUrl, longestWaitMs);
	} catch (error) {
		if (connection.signal?.aborted) return;
		outcome.statusProblem = sentences(...say(STATUS.notRead, inWords({ error, items: [] })));
	}
}
