import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { failureItem } from '../../../n8n/failure';
import { hint } from '../../../n8n/hint';
import { fill } from '../../../say';
import { sentences } from '../../../sentences';
import { harmless } from '../../../shown';
import { ErrorItems } from '../../shared/errorItems';
import { hintAtChangedValues, hintAtFindings } from '../../shared/hints';
import type { BulkRun } from '../bulkRun';
import { LOG } from '../messages';
import type { BulkSettings } from '../settings';
import { brokenOffFailures, stoppedError } from './brokenOff';
import { failedBatchItems } from './failedBatch';
import { submittedItem, summaryItem } from './items';
import { isCountedRight, miscountedError } from './miscounted';
import { notSentError, skippedInWords, skippedItems } from './skippedRows';
import { isAllUpdated, targetCounts, targetCountsInWords } from './targetCounts';
import type { TargetCounts } from './targetCounts';
import { totalsInWords } from './totals';

/** What the output of a run depends on beside the run itself. */
interface Telling {
	readonly settings: BulkSettings;
	/** Its batches as items, where they were only looked at. */
	readonly previews: readonly INodeExecutionData[] | undefined;
	readonly stopOnError: boolean;
	/** When it began, by `performance.now()`. */
	readonly started: number;
}

/**
 * What came of a run that has ended: hints, and its output items.
 *
 * @throws the error that ends it under "Stop Workflow", where something was not sent, or Target counts other rows
 */
export async function outcomeOf(
	context: IExecuteFunctions,
	run: BulkRun,
	telling: Telling,
): Promise<INodeExecutionData[]> {
	const { settings, stopOnError } = telling;
	const node = context.getNode();
	if (stopOnError && run.hasFailed) throw stoppedError(node, run);
	const isWaitedFor = settings.longestWaitMs !== undefined && !run.isPreview;
	const counts = isWaitedFor ? targetCounts(run.outcomes) : undefined;
	report(context, run, counts);
	hintAtFindings(context, run.findings);
	hintAtChangedValues(context, run.findings.changed, settings.breaks.replacement);
	const error = stopOnError ? errorOf(node, run, settings) : undefined;
	if (error !== undefined) throw error;
	return await itemsOf(context, run, counts, telling);
}

/** The totals in the output panel, and skipped rows in n8n's log too. */
function report(context: IExecuteFunctions, run: BulkRun, counts: TargetCounts | undefined): void {
	const skipped = skippedInWords(run.skipped, run.rowNames);
	const hasTargetDoneAll = !counts || (isAllUpdated(counts) && run.outcomes.every(isCountedRight));
	const isAllWell = !run.isPreview && run.totals.skipped + run.totals.notSubmitted === 0 && hasTargetDoneAll;
	const saidByTarget = counts && run.totals.sent > 0 ? [targetCountsInWords(counts)] : [];
	const said = sentences(totalsInWords(run), ...saidByTarget, ...skipped);
	hint(context, isAllWell ? 'info' : 'warning', said);
	for (const line of skipped) context.logger.warn(harmless(fill(LOG.skipped.text, { reason: line })));
}

/** Why a run stops the workflow whose batches were all submitted; undefined where all is well. */
function errorOf(node: INode, run: BulkRun, { skipInvalidRows }: BulkSettings): Error | undefined {
	// Under "Stop", rows are invalid by now only where merging has made a profile too large.
	if (!skipInvalidRows && run.totals.skipped > 0) return notSentError(node, run);
	return miscountedError(node, run);
}

/** The items of a run: skipped rows, then batches, then what broke it off, and the summary where one is asked for. */
async function itemsOf(
	context: IExecuteFunctions,
	run: BulkRun,
	counts: TargetCounts | undefined,
	{ settings, previews, stopOnError, started }: Telling,
): Promise<INodeExecutionData[]> {
	const { rowNames } = run;
	const signal = context.getExecutionCancelSignal();
	const errors = new ErrorItems();
	const skipped = stopOnError ? [] : await skippedItems(run.skipped, rowNames, { errors, signal });
	const broken = brokenOffFailures(context.getNode(), run).map(failureItem);
	if (previews !== undefined) return [...skipped, ...previews, ...broken];
	const outcomes = run.outcomes.map(
		(outcome) => submittedItem(outcome, rowNames) ?? failedBatchItems(outcome, rowNames, errors),
	);
	if (settings.output === 'batches') return [...skipped, ...outcomes.flat(), ...broken];
	const failed = outcomes.filter((items) => Array.isArray(items)).flat();
	return [...skipped, ...failed, ...broken, summaryItem(run, counts, performance.now() - started)];
}
