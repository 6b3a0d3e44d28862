import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AttributeColumns } from '../../profiles/rows/attributeColumns';
import type { Batch } from '../../profiles/batches/batchDraft';
import { cutIntoBatches } from '../../profiles/batches/cutIntoBatches';
import { readOneAccount } from '../../credential/accounts';
import { surveyRows } from '../../profiles/batches/survey';
import { fill } from '../../say';
import { sentences } from '../../sentences';
import { harmless } from '../../shown';
import { failedBatchItems } from './output/failedBatch';
import { questionAtFewIds } from './output/fewIds';
import { brokenOffFailures, stoppedError, submittedItem, summaryItem } from './output/output';
import { isCountedRight, miscountedError } from './output/miscounted';
import { MOST_FROM_DATABASE } from './source/openedFile';
import type { RowNames } from './output/rowNames';
import { previewItem } from './output/preview';
import { LOG } from './messages';
import { progressReporter } from './progress';
import { refuseDuplicates, refuseEmptyRun } from './refuse';
import { rowsOf } from './source/source';
import { rowsPerBatch } from './rowsPerBatch';
import { BulkRun, totalsInWords } from './bulkRun';
import { callsFor } from './share';
import { readBulkSettings } from './settings';
import type { BulkSettings } from './settings';
import {
	invalidRowsError,
	notSentError,
	skippedInWords,
	skippedItems,
	unsentItems,
} from './output/skippedRows';
import { submitBatches } from './submitBatches';
import type { BatchOutcome } from './submitBatches';
import { isAllUpdated, targetCounts, targetCountsInWords } from './output/targetCounts';
import type { TargetCounts } from './output/targetCounts';
import { WholeFiles } from './source/wholeFiles';
import { failureItem } from '../../n8n/failure';
import { checkNames } from '../shared/fieldNames';
import { hint } from '../../n8n/hint';
import { hintAtChangedValues, hintAtFindings } from '../shared/hints';
import { ErrorItems } from '../shared/errorItems';
import { withConnection } from '../../credential/connect';
import type { Account } from '../../credential/connect';

/**
 * Sends the rows of all items, or of files, as batch files, and gives an item for each batch, or one for all. All rows
 * are read once before the first upload, so that whatever can be checked is; then they are read again, cut and sent.
 */
export async function executeBulkUpdateProfiles(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const started = performance.now();
	const node = context.getNode();
	const signal = context.getExecutionCancelSignal();
	const account = await readOneAccount(context);
	const settings = readBulkSettings(context);
	const columns = new AttributeColumns(settings.idType);
	const whole = new WholeFiles(MOST_FROM_DATABASE);
	const { source, rowNames, named } = await rowsOf(context, settings, columns, whole);

	const survey = await surveyRows(source, settings.duplicateIds, signal);
	checkNames(context, named);
	if (survey.invalid.count > 0 && !settings.skipInvalidRows) {
		if (stopOnError) throw invalidRowsError(node, survey, rowNames);
		return await unsentItems(context, survey, rowNames);
	}
	const question = questionAtFewIds(survey, settings, rowNames);
	if (settings.duplicateIds === 'stop')
		await refuseDuplicates(node, source, survey, rowNames, question, signal);
	refuseEmptyRun(node, survey, rowNames.noun);
	if (question !== undefined) hint(context, 'warning', question);

	const { share } = settings;
	const run = new BulkRun(survey, settings.previewOnly, share !== undefined);
	const calls = callsFor(share, account.callsPerMinute);
	const cutting = cutIntoBatches({
		source,
		survey,
		idType: settings.idType,
		columns,
		limits: {
			rows: rowsPerBatch(settings.rowsPerBatch, survey.books.validRows, calls),
			bytes: settings.bytesPerBatch,
		},
		signal,
		onMerged: (rows) => {
			run.addMerged(rows);
		},
		onInvalid: (row, rows, items) => {
			run.addInvalid(row, rows, items);
		},
	});
	const batches = lettingGo(cutting, whole);
	const previews = settings.previewOnly ? await preview(context, batches, rowNames, run) : undefined;
	if (previews === undefined) await submit(context, account, batches, settings, rowNames, run, stopOnError);
	// Under "Stop Workflow" a batch that was not submitted has ended the run before all were tried.
	if (!stopOnError || !run.hasFailed) run.close();
	if (stopOnError && run.hasFailed) throw stoppedError(node, run, rowNames);
	const counts =
		settings.longestWaitMs !== undefined && previews === undefined ? targetCounts(run.outcomes) : undefined;
	report(context, run, counts, rowNames);
	hintAtFindings(context, survey.findings);
	hintAtChangedValues(context, survey.findings.changed, settings.breaks.replacement);
	// Under "Stop", rows are invalid by now only where merging has made a profile too large.
	if (stopOnError && !settings.skipInvalidRows && run.totals.skipped > 0)
		throw notSentError(node, run, rowNames);
	const miscounted = stopOnError ? miscountedError(node, run, rowNames) : undefined;
	if (miscounted !== undefined) throw miscounted;
	const errors = new ErrorItems();
	const skipped = stopOnError ? [] : await skippedItems(run.skipped, rowNames, errors, signal);
	const broken = brokenOffFailures(node, run, rowNames).map(failureItem);
	if (previews !== undefined) return [...skipped, ...previews, ...broken];
	const outcomes = run.outcomes.map(
		(outcome) => submittedItem(outcome, rowNames) ?? failedBatchItems(outcome, rowNames, errors),
	);
	if (settings.output === 'batches') return [...skipped, ...outcomes.flat(), ...broken];
	const failed = outcomes.filter((items) => Array.isArray(items)).flat();
	return [...skipped, ...failed, ...broken, summaryItem(run, counts, rowNames, performance.now() - started)];
}

/** The batches; once there are no more, nothing is kept for another reading while Target processes them. */
async function* lettingGo(
	batches: AsyncGenerator<Batch, void, undefined>,
	whole: WholeFiles,
): AsyncGenerator<Batch, void, undefined> {
	try {
		yield* batches;
	} finally {
		whole.letGo();
	}
}

/** Uploads the batches; those that are not submitted, and what breaks the run off, are in its account. */
async function submit(
	context: IExecuteFunctions,
	account: Account,
	batches: AsyncGenerator<Batch, void, undefined>,
	settings: BulkSettings,
	rowNames: RowNames,
	run: BulkRun,
	stopOnError: boolean,
): Promise<void> {
	const reportProgress = progressReporter(context, rowNames);
	const { concurrency, timeoutMs, retries } = settings;
	const onLongWait = (milliseconds: number) => {
		run.addWait(milliseconds);
	};
	const way = { connections: concurrency, timeoutMs, retries, onLongWait };
	await withConnection(context, account, way, async (connection) => {
		const onOutcome = (outcome: BatchOutcome) => {
			run.addOutcome(outcome);
			reportProgress(outcome, run.totals);
			return outcome.submitted !== undefined || !stopOnError;
		};
		try {
			await submitBatches(connection, batches, settings, onOutcome);
		} catch (error) {
			connection.signal?.throwIfAborted();
			run.breakOff(error);
		}
	});
	run.outcomes.sort((a, b) => a.batch.number - b.batch.number);
}

/** The batches as items; what keeps the rows from being read to their end is in the run's account. */
async function preview(
	context: IExecuteFunctions,
	batches: AsyncGenerator<Batch, void, undefined>,
	rowNames: RowNames,
	run: BulkRun,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const readNext = async (): Promise<Batch | undefined> => {
		try {
			const next = await batches.next();
			return next.done === true ? undefined : next.value;
		} catch (error) {
			context.getExecutionCancelSignal()?.throwIfAborted();
			run.breakOff(error);
			return undefined;
		}
	};
	try {
		for (let batch = await readNext(); batch !== undefined; batch = await readNext()) {
			run.addPreview(batch);
			items.push(await previewItem(context, batch, rowNames));
		}
		return items;
	} finally {
		// Where n8n can't keep the file of a preview, the one that is read is still open.
		await batches.return();
	}
}

/** The totals in the output panel, and skipped rows in n8n's log too. */
function report(
	context: IExecuteFunctions,
	run: BulkRun,
	counts: TargetCounts | undefined,
	rowNames: RowNames,
): void {
	const skipped = skippedInWords(run.skipped, rowNames);
	const hasTargetDoneAll = !counts || (isAllUpdated(counts) && run.outcomes.every(isCountedRight));
	const isAllWell = !run.isPreview && run.totals.skipped + run.totals.notSubmitted === 0 && hasTargetDoneAll;
	const saidByTarget = counts && run.totals.sent > 0 ? [targetCountsInWords(counts)] : [];
	hint(
		context,
		isAllWell ? 'info' : 'warning',
		sentences(totalsInWords(run, rowNames), ...saidByTarget, ...skipped),
	);
	for (const line of skipped) context.logger.warn(harmless(fill(LOG.skipped.text, { reason: line })));
}
