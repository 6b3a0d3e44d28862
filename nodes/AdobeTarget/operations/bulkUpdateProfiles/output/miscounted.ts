import type { INode } from 'n8n-workflow';

import { TargetError } from '../../../api/targetError';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { failureError } from '../../../n8n/failure';
import type { Failure } from '../../../n8n/failure';
import { counted } from '../../../wording';
import { batchIdsInWords, firstOf } from './batchIds';
import { batchWords } from './batchWords';
import { ADVICE, MESSAGES } from './messages';
import { BATCHES } from '../messages';
import type { RowNames } from './rowNames';
import { totalsInWords } from './totals';
import type { BulkRun } from '../bulkRun';
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
	const message = batchSize > rows ? MESSAGES.rowsOfCutValues : MESSAGES.rowsLeftOut;
	const values = { rows: counted(batchSize, 'row'), sent: rows.toLocaleString('en') };
	const [text, advice] = say(message, values);
	const { batchId } = submitted;
	const id = batchId === undefined ? '' : fill(ADVICE.itsBatchId, { id: batchId });
	return new TargetError(text, sentences(advice, id));
}

/** Whether nothing says that Target counts other rows in a batch than were sent. */
export function isCountedRight(outcome: BatchOutcome): boolean {
	return miscount(outcome) === undefined;
}

/** A batch of which Target counts other rows than were sent; undefined for others. */
export function miscountFailure(outcome: BatchOutcome, rowNames: RowNames): Failure | undefined {
	const error = miscount(outcome);
	return (
		error && {
			error,
			items: outcome.batch.items,
			subject: fill(BATCHES.batch.text, batchWords(outcome.batch, rowNames)),
		}
	);
}

/**
 * The error that stops the workflow after all batches were submitted, where Target counts other rows in some.
 *
 * @returns undefined where it does in none
 */
export function miscountedError(node: INode, run: BulkRun): Error | undefined {
	const [first, ...others] = run.outcomes.filter((outcome) => !isCountedRight(outcome));
	const failure = first && miscountFailure(first, run.rowNames);
	if (failure === undefined) return undefined;
	const numbers = others.map(({ batch }) => batch.number);
	const after = [...othersInWords(numbers), totalsInWords(run), ...batchIdsInWords(run)];
	return failureError(node, { ...failure, after: sentences(...after) });
}

/** "So it is in batches 2, 5."; no sentence where there are no other batches. */
function othersInWords(numbers: readonly number[]): string[] {
	if (numbers.length === 0) return [];
	const batches = `${numbers.length === 1 ? 'batch' : 'batches'} ${firstOf(numbers)}`;
	return [fill(ADVICE.moreMiscounted, { batches })];
}
