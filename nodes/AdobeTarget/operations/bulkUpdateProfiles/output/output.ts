import type { INode, INodeExecutionData } from 'n8n-workflow';

import { SourceChanged } from '../../../profiles/rows/sourceChanged';
import { failureError, nodeError } from '../../../n8n/failure';
import { firstItems, pairedItems } from '../../../n8n/pairedItems';
import { NOTHING_SENT } from '../../../messages';
import type { Failure } from '../../../n8n/failure';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { statusCounts } from '../../shared/statusCounts';
import { counted } from '../../../wording';
import { batchIdsInWords } from './batchIds';
import { batchFailure } from './failedBatch';
import { ADVICE, MESSAGES } from './messages';
import { isCountedRight } from './miscounted';
import type { RowNames } from './rowNames';
import type { BulkRun } from '../bulkRun';
import { skippedInWords } from './skippedRows';
import type { TargetCounts } from './targetCounts';
import type { BatchFacts, BatchOutcome } from '../submitBatches';

/** What an item says of a batch, whether or not it was sent. */
export function batchFields(batch: BatchFacts, rowNames: RowNames) {
	const { rows, bytes, first, last } = batch;
	return { rows, bytes, ...rowNames.fields(first, last) };
}

/** A batch that was submitted as an item; undefined where it was not, or where Target counts other rows in it. */
export function submittedItem(outcome: BatchOutcome, rowNames: RowNames): INodeExecutionData | undefined {
	if (outcome.submitted === undefined || !isCountedRight(outcome)) return undefined;
	const { batch, submitted, status, statusProblem } = outcome;
	const { batchId, statusUrl, attempts } = submitted;
	return {
		json: {
			batch: batch.number,
			...(batchId !== undefined && { batchId }),
			status: status?.status ?? 'submitted',
			...batchFields(batch, rowNames),
			attempts,
			...(statusUrl !== undefined && { statusUrl }),
			...(status && statusCounts(status)),
			...(statusProblem !== undefined && { statusProblem }),
		},
		pairedItem: pairedItems(batch.items),
	};
}

/**
 * The totals of a run as one item, linked to the first items of its batches.
 *
 * @param counts what Target has said, where it was waited for
 */
export function summaryItem(
	{ totals, outcomes, skipped }: BulkRun,
	counts: TargetCounts | undefined,
	rowNames: RowNames,
	ms: number,
): INodeExecutionData {
	const { rows, ofOtherShares, batches, sent, merged, notSubmitted, bytes, retried, waitedMs } = totals;
	const skippedRows = totals.skipped;
	return {
		json: {
			batches,
			rows,
			...(ofOtherShares !== undefined && { otherShares: ofOtherShares }),
			sent,
			merged,
			skipped: skippedRows,
			notSubmitted,
			bytes,
			retried,
			...(waitedMs > 0 && { waitedMs: Math.round(waitedMs) }),
			durationMs: Math.round(ms),
			...(counts && countFields(counts)),
			...(skippedRows > 0 && { skippedRows: skippedInWords(skipped, rowNames) }),
		},
		pairedItem: pairedItems(firstItems(outcomes.map(({ batch }) => batch.items))),
	};
}

/** Target's counts; profiles that none of them has are the exception. */
function countFields({ uncounted, failedProfiles, ...counts }: TargetCounts) {
	return {
		...counts,
		...(uncounted > 0 && { uncounted }),
		...(failedProfiles.length > 0 && { failedProfiles }),
	};
}

/** The error that stops the workflow after some rows were not submitted: which were not, and what had been before. */
export function stoppedError(node: INode, run: BulkRun, rowNames: RowNames): Error {
	const { outcomes, untried } = run;
	const notSubmitted = outcomes.filter((outcome) => outcome.submitted === undefined);
	const [first, ...others] = [
		...brokenOffFailures(node, run, rowNames),
		...notSubmitted.map((outcome) => batchFailure(outcome, rowNames)),
	];
	if (first === undefined) throw new TypeError('All rows were submitted');
	const after = [
		...others.map(({ subject = '' }) => fill(ADVICE.either, { subject })),
		hasSentNothing(run) ? NOTHING_SENT : fill(ADVICE.beforeStopped, { submitted: submittedInWords(run) }),
		...(untried > 0 ? [fill(ADVICE.notTried, { rows: counted(untried, rowNames.noun) })] : []),
		...batchIdsInWords(run),
	];
	return failureError(node, { ...first, after: sentences(...after) });
}

/**
 * Why a run was broken off: its rows could not be read a second time, e.g. because the storage of n8n's binary data went
 * away, or were others by then; or its totals don't add up.
 */
export function brokenOffFailures(node: INode, run: BulkRun, rowNames: RowNames): Failure[] {
	const after = sentByThen(run);
	if (run.unaccounted !== 0) {
		const { rows } = run.totals;
		const words = say(MESSAGES.unbalanced, { rows, accounted: rows - run.unaccounted });
		return [{ error: nodeError(node, words), items: [], after }];
	}
	if (run.brokenOff === undefined) return [];
	const { error, rows } = run.brokenOff;
	// What is sent goes by what was found before, so where that is no longer so, nothing further is.
	if (error instanceof SourceChanged) {
		const [text, advice] = say(rowNames.changed);
		const again = hasSentNothing(run) ? '' : ADVICE.mayOverride;
		return [{ error: nodeError(node, [text, sentences(advice, again)]), items: [], after }];
	}
	const [subject] = say(MESSAGES.notRead, { rows: counted(rows, rowNames.noun) });
	return [{ error, items: [], after, subject }];
}

function sentByThen(run: BulkRun): string {
	if (hasSentNothing(run)) return NOTHING_SENT;
	return sentences(fill(ADVICE.byThen, { submitted: submittedInWords(run) }), ...batchIdsInWords(run));
}

/** A batch that was not submitted may have been sent all the same. */
function hasSentNothing({ isPreview, outcomes }: BulkRun): boolean {
	return isPreview || outcomes.length === 0;
}

/** "2 of 5 profiles, in 1 batch,". */
function submittedInWords({ totals, untried }: BulkRun): string {
	const { sent, notSubmitted, batches } = totals;
	return fill(ADVICE.submitted, {
		sent: sent.toLocaleString('en'),
		profiles: counted(sent + notSubmitted + untried, 'profile'),
		batches: counted(batches, 'batch', 'batches'),
	});
}
