import { NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData } from 'n8n-workflow';

import type { BatchStatus } from '../../api/batchStatus';
import { SourceChanged } from '../../profiles/rows/sourceChanged';
import { failureError, failureItem, firstItems, NOTHING_SENT, pairedItems } from '../failure';
import type { Failure } from '../failure';
import { counted } from '../wording';
import { batchIdsInWords } from './batchIds';
import type { Places } from './places';
import type { BulkRun } from './run';
import { skippedInWords } from './skippedRows';
import type { BatchFacts, BatchOutcome } from './submitBatches';

/** What an item says of a batch, whether or not it was sent. */
export function batchFields(batch: BatchFacts, places: Places) {
	const { rows, bytes, first, last } = batch;
	return { rows, bytes, ...places.fields(first, last) };
}

/** A batch as an item: what became of it, or why it was not submitted. */
export function outcomeItem(outcome: BatchOutcome, places: Places): INodeExecutionData {
	const { batch, submitted, status, statusProblem } = outcome;
	if (submitted === undefined) return failureItem(batchFailure(outcome, places));
	return {
		json: {
			batch: batch.number,
			batchId: submitted.batchId,
			status: status?.status ?? 'submitted',
			...batchFields(batch, places),
			attempts: submitted.attempts,
			statusUrl: submitted.statusUrl,
			...(status && statusCounts(status)),
			...(statusProblem !== undefined && { statusProblem }),
		},
		pairedItem: pairedItems(batch.items),
	};
}

/** The totals of a run as one item, linked to the first items of its batches. */
export function summaryItem(
	{ tally, outcomes, skipped }: BulkRun,
	places: Places,
	ms: number,
): INodeExecutionData {
	const { rows, batches, sent, skipped: skippedRows, merged, failed, bytes } = tally;
	return {
		json: {
			batches,
			rows,
			profiles: sent + failed,
			sent,
			skipped: skippedRows,
			merged,
			failed,
			bytes,
			durationMs: Math.round(ms),
			...(skippedRows > 0 && { skippedRows: skippedInWords(skipped, places) }),
		},
		pairedItem: pairedItems(firstItems(outcomes.map(({ batch }) => batch.items))),
	};
}

/** The error that stops the workflow after some rows were not submitted: which were not, and what had been before. */
export function stoppedError(node: INode, run: BulkRun, places: Places): Error {
	const { outcomes, untried } = run;
	const notSubmitted = outcomes.filter(({ submitted }) => submitted === undefined);
	const [first, ...others] = [
		...brokenOffFailures(node, run, places),
		...notSubmitted.map((outcome) => batchFailure(outcome, places)),
	];
	if (first === undefined) throw new TypeError('All rows were submitted');
	const after = [
		...others.map(({ subject = '' }) => `${subject} either.`),
		hasSentNothing(run)
			? NOTHING_SENT
			: `${submittedInWords(run)} had been submitted before the workflow stopped.`,
		...(untried > 0 ? [`${counted(untried, places.noun)} had not been tried.`] : []),
		...batchIdsInWords(run),
	];
	return failureError(node, { ...first, after: after.join(' ') });
}

/**
 * Why a run was broken off: its rows could not be read a second time, e.g. because the storage of n8n's binary data went
 * away, or were others by then; or its totals don't add up.
 */
export function brokenOffFailures(node: INode, run: BulkRun, places: Places): Failure[] {
	const after = sentByThen(run);
	if (run.unaccounted !== 0) return [{ error: unbalancedError(node, run), items: [], after }];
	if (run.brokenOff === undefined) return [];
	const { error, rows } = run.brokenOff;
	if (error instanceof SourceChanged) return [{ error: changedError(node, places), items: [], after }];
	return [{ error, items: [], after, subject: `${counted(rows, places.noun)} could not be read to be sent` }];
}

/** What is sent goes by what was found before, so where that is no longer so, nothing further is. */
function changedError(node: INode, { changed }: Places): NodeOperationError {
	return new NodeOperationError(node, changed, {
		description: `All rows are read once to be checked, and again to be sent; the second time they were not the same. Run the workflow again once nothing changes them any more: to send a profile twice does no harm.`,
	});
}

function unbalancedError(node: INode, run: BulkRun): NodeOperationError {
	const { rows } = run.tally;
	return new NodeOperationError(
		node,
		`The totals of this run don’t add up: ${rows} rows were read, and ${rows - run.unaccounted} are accounted for`,
		{
			description:
				'This is a fault of the node; please report it. Look into Target before you send the rows again.',
		},
	);
}

function sentByThen(run: BulkRun): string {
	if (hasSentNothing(run)) return NOTHING_SENT;
	return [`${submittedInWords(run)} had been submitted by then.`, ...batchIdsInWords(run)].join(' ');
}

/** A batch that was not submitted may have been sent all the same. */
function hasSentNothing({ isPreview, outcomes }: BulkRun): boolean {
	return isPreview || outcomes.length === 0;
}

/** "2 of 5 profiles, in 1 batch,". */
function submittedInWords({ tally, untried }: BulkRun): string {
	const { sent, failed, batches } = tally;
	return `${sent.toLocaleString('en')} of ${counted(sent + failed + untried, 'profile')}, in ${counted(batches, 'batch', 'batches')},`;
}

/** The counts that Target gave, and the rows that it lists as failed. */
export function statusCounts(status: BatchStatus) {
	const { consumedCount, successfulUpdates, profilesNotFound, failedUpdates, failedProfiles } = status;
	const counts = Object.entries({ consumedCount, successfulUpdates, profilesNotFound, failedUpdates });
	return {
		...Object.fromEntries(counts.filter(([, count]) => count !== undefined)),
		...(failedProfiles.length > 0 && { failedProfiles }),
	};
}

/** A batch that was not submitted, named with its rows. */
export function batchFailure({ batch, error }: BatchOutcome, places: Places): Failure {
	return { error, items: batch.items, subject: `${batchName(batch, places)} was not submitted` };
}

/** "Batch 2 (50,000 profiles, items 50000 to 99999)". */
export function batchName({ number, rows, first, last }: BatchFacts, places: Places): string {
	return `Batch ${number} (${counted(rows, 'profile')}, ${places.range(first, last)})`;
}
