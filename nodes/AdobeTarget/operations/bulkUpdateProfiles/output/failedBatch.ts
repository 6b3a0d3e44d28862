import type { INodeExecutionData } from 'n8n-workflow';

import { fill, sayCount } from '../../../say';
import { shownNames } from '../../../shown';
import { failureItem } from '../../../n8n/failure';
import type { Failure } from '../../../n8n/failure';
import { FILTER_THE_INPUT } from '../../shared/errorItems';
import type { ErrorItems } from '../../shared/errorItems';
import { miscountFailure } from './miscounted';
import type { RowNames } from './rowNames';
import { batchWords } from './batchWords';
import { ADVICE } from './messages';
import { BATCHES } from '../messages';
import type { BatchFacts, BatchOutcome, NotSubmitted } from '../submitBatches';

/** A batch that was not submitted, named with its rows. */
export function batchFailure({ batch, error }: NotSubmitted, rowNames: RowNames): Failure {
	return { error, items: batch.items, subject: fill(BATCHES.notSubmitted.text, batchWords(batch, rowNames)) };
}

/**
 * The error items of a batch. Of one that was not submitted: one for each of its items, or one for all of its lines, which
 * names them. Of one in which Target counts other rows than were sent: one. Items for which there is no room are named
 * by their range in one more.
 */
export function failedBatchItems(
	outcome: BatchOutcome,
	rowNames: RowNames,
	errors: ErrorItems,
): INodeExecutionData[] {
	if (outcome.submitted !== undefined) {
		const miscounted = miscountFailure(outcome, rowNames);
		return miscounted === undefined ? [] : [failureItem(miscounted)];
	}
	const { batch, error } = outcome;
	const failure = batchFailure(outcome, rowNames);
	// A row of a file is no item.
	if (!rowNames.areItems) return [failureItem({ ...failure, items: [], after: idsInWords(batch) })];
	const items = batch.items.toSorted((a, b) => a - b);
	const given = errors.forEach(failure, items);
	const count = batch.inputRows - given.length;
	if (count === 0) return given;
	const { number, first, last, rows, inputRows } = batch;
	const lastGiven = items[given.length - 1];
	// Merged rows come in the order of their IDs, so those that are left may stand anywhere.
	const isInOrder = inputRows === rows && lastGiven !== undefined;
	const range = rowNames.range(isInOrder ? { ...first, item: lastGiven + 1 } : first, last);
	const [subject] = sayCount(BATCHES.moreItems, count, { number, range });
	const rest = {
		error,
		items: [],
		subject,
		after: given.length === 0 ? `${idsInWords(batch)} ${FILTER_THE_INPUT}` : FILTER_THE_INPUT,
	};
	return [...given, failureItem(rest)];
}

function idsInWords({ firstIds, rows }: BatchFacts): string {
	return fill(rows === 1 ? ADVICE.itsId : ADVICE.itsIds, { ids: shownNames(firstIds, rows) });
}
