import type { INode } from 'n8n-workflow';

import { TargetError } from '../../../api/targetError';
import { failureError } from '../../shared/failure';
import type { Failure } from '../../shared/failure';
import { counted } from '../../../wording';
import { batchName } from './batchName';
import type { Places } from './rowNames';
import { tallyInWords } from '../account';
import type { BulkRun } from '../account';
import type { BatchOutcome } from '../submitBatches';

/** A status may count the line of the header: Adobe's page does not say it, as it does not say it of its limit of rows. */
const HEADER_LINES = 1;

/**
 * That Target counts other rows in a batch than were sent, which is known once it has processed the batch. Rows of an ID
 * alone may or may not be counted: Adobe says that empty values are ignored.
 *
 * @returns undefined where it counts as many, or has not said it
 */
function miscount({ batch, submitted, status }: BatchOutcome): TargetError | undefined {
	if (submitted === undefined || status?.status !== 'complete' || status.batchSize === undefined)
		return undefined;
	const { batchSize } = status;
	const { rows, emptyRows } = batch;
	if (batchSize >= rows - emptyRows && batchSize <= rows + HEADER_LINES) return undefined;
	const reason =
		batchSize > rows
			? 'values with line ends or commas may have been cut'
			: 'rows may have been left out, or the batch cut';
	const advice =
		batchSize > rows
			? 'Then other profiles may have been written, and values be under wrong names. Choose "Replace" for Commas in Values, and send the batch again: what stands under right names is overwritten. What else was written shows in Target alone.'
			: 'Look at some of its profiles (Get Profile), and send the batch again, which does no harm.';
	const id = submitted.batchId === undefined ? '' : ` Its ID is ${submitted.batchId}.`;
	return new TargetError(
		`Target counts ${counted(batchSize, 'row')} where ${rows.toLocaleString('en')} were sent: ${reason}`,
		`${advice}${id}`,
	);
}

/** Whether nothing says that Target counts other rows in a batch than were sent. */
export function isCountedRight(outcome: BatchOutcome): boolean {
	return miscount(outcome) === undefined;
}

/** A batch of which Target counts other rows than were sent; undefined for others. */
export function miscountFailure(outcome: BatchOutcome, places: Places): Failure | undefined {
	const error = miscount(outcome);
	return error && { error, items: outcome.batch.items, subject: batchName(outcome.batch, places) };
}

/**
 * The error that stops the workflow after all batches were submitted, where Target counts other rows in some.
 *
 * @returns undefined where it does in none
 */
export function miscountedError(node: INode, run: BulkRun, places: Places): Error | undefined {
	const failures = run.outcomes.flatMap((outcome) => miscountFailure(outcome, places) ?? []);
	const [first, ...others] = failures;
	if (first === undefined) return undefined;
	const more =
		others.length > 0 ? `So it is in ${counted(others.length, 'more batch', 'more batches')}. ` : '';
	return failureError(node, { ...first, after: `${more}${tallyInWords(run.tally, places)}` });
}
