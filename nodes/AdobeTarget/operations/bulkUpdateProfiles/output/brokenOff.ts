import type { INode } from 'n8n-workflow';

import { NOTHING_SENT } from '../../../messages';
import { failureError, nodeError } from '../../../n8n/failure';
import type { Failure } from '../../../n8n/failure';
import { SourceChanged } from '../../../profiles/rows/sourceChanged';
import { fill, say } from '../../../say';
import { sentences } from '../../../sentences';
import { counted } from '../../../wording';
import type { BulkRun } from '../bulkRun';
import { batchIdsInWords } from './batchIds';
import { batchFailure } from './failedBatch';
import { ADVICE, MESSAGES } from './messages';

/** The error that stops the workflow after some rows were not submitted: which were not, and what had been before. */
export function stoppedError(node: INode, run: BulkRun): Error {
	const { outcomes, untried, rowNames } = run;
	const notSubmitted = outcomes.filter((outcome) => outcome.submitted === undefined);
	const [first, ...others] = [
		...brokenOffFailures(node, run),
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
export function brokenOffFailures(node: INode, run: BulkRun): Failure[] {
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
		const [text, advice] = say(run.rowNames.changed);
		const again = hasSentNothing(run) ? '' : ADVICE.mayOverride;
		return [{ error: nodeError(node, [text, sentences(advice, again)]), items: [], after }];
	}
	const [subject] = say(MESSAGES.notRead, { rows: counted(rows, run.rowNames.noun) });
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
