import type { INodeExecutionData } from 'n8n-workflow';

import { firstItems, pairedItems } from '../../../n8n/pairedItems';
import { statusCounts } from '../../shared/statusCounts';
import type { BulkRun } from '../bulkRun';
import type { BatchFacts, BatchOutcome } from '../submitBatches';
import { isCountedRight } from './miscounted';
import type { RowNames } from './rowNames';
import { skippedInWords } from './skippedRows';
import type { TargetCounts } from './targetCounts';

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
	{ totals, outcomes, skipped, rowNames }: BulkRun,
	counts: TargetCounts | undefined,
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

/** Target's counts; profiles that none of them has are the exception, as is a status that could not be had. */
function countFields({ uncounted, failedProfiles, statusProblem, ...counts }: TargetCounts) {
	return {
		...counts,
		...(uncounted > 0 && { uncounted }),
		...(failedProfiles.length > 0 && { failedProfiles }),
		...(statusProblem !== undefined && { statusProblem }),
	};
}
