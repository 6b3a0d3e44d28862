import type { IExecuteFunctions } from 'n8n-workflow';

import { harmless } from '../../shown';
import { counted } from '../../wording';
import type { RowNames } from './output/rowNames';
import { batchWords } from './output/batchWords';
import { CONSOLE, LOG } from './messages';
import { fill } from '../../say';
import type { BatchOutcome } from './submitBatches';
import type { Totals } from './bulkRun';

/**
 * Gives a line per batch to n8n's log and, in manual runs, to the console of the editor: which batch, how far the run
 * is, how fast, and how long it will take.
 *
 * @returns what is to be told of each outcome, and the totals after it
 */
export function progressReporter(
	context: IExecuteFunctions,
	rowNames: RowNames,
): (outcome: BatchOutcome, totals: Totals) => void {
	const started = performance.now();
	return ({ batch, submitted }, totals) => {
		const { rows, sent, notSubmitted, merged, skipped } = totals;
		const done = sent + notSubmitted + merged;
		const seconds = (performance.now() - started) / 1_000;
		const rate = done / seconds;
		const left = rows - skipped - done;
		const values = {
			...batchWords(batch, rowNames),
			done: done.toLocaleString('en'),
			rows: counted(rows, rowNames.noun),
			rate: Math.round(rate).toLocaleString('en'),
			seconds: Math.ceil(left / rate),
		};
		const outcome = submitted ? 'submitted' : 'notSubmitted';
		context.logger.info(harmless(fill(LOG[outcome].text, values)));
		context.sendMessageToUI(harmless(fill(CONSOLE[outcome], values)));
	};
}
