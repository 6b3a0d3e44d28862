import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AttributeColumns } from '../profiles/attributeColumns';
import type { Batch } from '../profiles/batchDraft';
import { cutIntoBatches } from '../profiles/batches';
import { surveyRows } from '../profiles/survey';
import { harmless } from '../shown';
import { questionAtFewIds } from './bulk/fewIds';
import { brokenOffFailures, outcomeItem, stoppedError, summaryItem } from './bulk/output';
import type { Places } from './bulk/places';
import { previewItem } from './bulk/preview';
import { progressReporter } from './bulk/progress';
import { refuseDuplicates, refuseEmptyRun } from './bulk/refusal';
import { rowsOf } from './bulk/rows';
import { BulkRun, previewInWords, tallyInWords } from './bulk/run';
import { readBulkSettings } from './bulk/settings';
import type { BulkSettings } from './bulk/settings';
import {
	invalidRowsError,
	notSentError,
	skippedInWords,
	skippedItems,
	unsentItems,
} from './bulk/skippedRows';
import { submitBatches } from './bulk/submitBatches';
import type { BatchOutcome } from './bulk/submitBatches';
import { failureItem } from './failure';
import { hint, hintAtEmptyValues } from './hints';
import { readAccount, withConnection } from './targetConnection';
import type { Account } from './targetConnection';

/**
 * Sends the rows of all items, or of files, as batch files, and gives an item for each batch, or one for all. All rows
 * are read once before the first upload, so that whatever can be checked is; then they are read again, cut and sent.
 */
export async function executeBulkUpdateProfiles(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const inputItems = context.getInputData().length;
	if (inputItems === 0) return [];
	const started = performance.now();
	const node = context.getNode();
	const signal = context.getExecutionCancelSignal();
	const account = await readAccount(context);
	const settings = readBulkSettings(context);
	const columns = new AttributeColumns(settings.idType);
	const { source, places } = await rowsOf(context, settings, columns);

	const survey = await surveyRows(source, settings.duplicateIds, signal);
	if (survey.invalid.count > 0 && !settings.skipInvalidRows) {
		if (stopOnError) throw invalidRowsError(node, survey, places);
		return unsentItems(node, survey, places, inputItems);
	}
	const question = questionAtFewIds(survey, settings, places);
	if (settings.duplicateIds === 'stop')
		await refuseDuplicates(node, source, survey, places, question, signal);
	refuseEmptyRun(node, survey, places.noun);
	if (question !== undefined) hint(context, 'warning', question);

	const run = new BulkRun(survey, settings.previewOnly);
	const batches = cutIntoBatches({
		source,
		survey,
		idType: settings.idType,
		columns,
		limits: settings.limits,
		signal,
		onMerged: (rows) => {
			run.addMerged(rows);
		},
		onInvalid: (row, rows, others) => {
			run.addInvalid(row, rows, others);
		},
	});
	const previews = settings.previewOnly ? await preview(context, batches, places, run) : undefined;
	if (previews === undefined) await submit(context, account, batches, settings, places, run, stopOnError);
	// Under "Stop Workflow" a batch that was not submitted has ended the run before all were tried.
	if (!stopOnError || !run.hasFailed) run.close();
	if (stopOnError && run.hasFailed) throw stoppedError(node, run, places);
	report(context, run, places);
	hintAtEmptyValues(context, survey.emptyValues);
	// Under "Stop", rows are invalid by now only where merging has made a profile too large.
	if (stopOnError && !settings.skipInvalidRows && run.tally.skipped > 0)
		throw notSentError(node, run, places);
	const skipped = stopOnError ? [] : skippedItems(run.skipped, places);
	const broken = brokenOffFailures(node, run, places).map(failureItem);
	if (previews !== undefined) return [...skipped, ...previews, ...broken];
	const outcomes = run.outcomes.map((outcome) => outcomeItem(outcome, places));
	if (settings.output === 'batches') return [...skipped, ...outcomes, ...broken];
	const failed = outcomes.filter((_, index) => run.outcomes[index]?.submitted === undefined);
	return [...skipped, ...failed, ...broken, summaryItem(run, places, performance.now() - started)];
}

/** Uploads the batches; those that are not submitted, and what breaks the run off, are in its account. */
async function submit(
	context: IExecuteFunctions,
	account: Account,
	batches: AsyncGenerator<Batch, void, undefined>,
	settings: BulkSettings,
	places: Places,
	run: BulkRun,
	stopOnError: boolean,
): Promise<void> {
	const reportProgress = progressReporter(context, places);
	const { concurrency, timeoutMs, retries } = settings;
	const way = { connections: concurrency, timeoutMs, retries };
	await withConnection(context, account, way, async (connection) => {
		const onOutcome = (outcome: BatchOutcome) => {
			run.addOutcome(outcome);
			reportProgress(outcome, run.tally);
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
	places: Places,
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
	for (let batch = await readNext(); batch !== undefined; batch = await readNext()) {
		run.addPreview(batch);
		items.push(await previewItem(context, batch, places));
	}
	return items;
}

/** The totals in the output panel, and skipped rows in n8n's log too. */
function report(context: IExecuteFunctions, run: BulkRun, places: Places): void {
	const totals = run.isPreview ? previewInWords(run.tally, places) : tallyInWords(run.tally, places);
	const skipped = skippedInWords(run.skipped, places);
	const isIncomplete = run.tally.skipped + run.tally.failed > 0;
	hint(context, isIncomplete ? 'warning' : 'info', [totals, ...skipped].join(' '));
	for (const line of skipped) context.logger.warn(harmless(`Adobe Target: skipped. ${line}`));
}
