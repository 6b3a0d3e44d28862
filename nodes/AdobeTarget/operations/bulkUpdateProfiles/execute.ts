import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readOneAccount } from '../../credential/accountsOfItems';
import type { Account } from '../../credential/account';
import { withConnection } from '../../credential/connect';
import type { Batch } from '../../profiles/batches/batchDraft';
import { cutIntoBatches } from '../../profiles/batches/cutIntoBatches';
import type { Cutting } from '../../profiles/batches/cutIntoBatches';
import { surveyRows } from '../../profiles/batches/survey';
import { checkNames } from '../shared/checkNames';
import { BulkRun } from './bulkRun';
import { checkSurvey } from './checkSurvey';
import { outcomeOf } from './output/outcome';
import { previewItems } from './output/preview';
import { invalidRowsError, unsentItems } from './output/skippedRows';
import { progressReporter } from './progress';
import { rowsPerBatch } from './rowsPerBatch';
import { readBulkSettings } from './settings';
import type { BulkSettings } from './settings';
import { callsFor } from './share';
import { rowsOf } from './source/source';
import type { Rows } from './source/source';
import { submitBatches } from './submitBatches';
import type { BatchOutcome } from './submitBatches';

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
	const signal = context.getExecutionCancelSignal();
	const account = await readOneAccount(context);
	const settings = readBulkSettings(context);
	const rows = await rowsOf(context, settings);
	const { rowNames } = rows;

	const survey = await surveyRows(rows.source, settings.duplicateIds, signal);
	checkNames(context, rows.named);
	if (survey.invalid.count > 0 && !settings.skipInvalidRows) {
		if (stopOnError) throw invalidRowsError(context.getNode(), survey, rowNames);
		return await unsentItems(context, survey, rowNames);
	}
	await checkSurvey(context, settings, rows, survey);

	const run = new BulkRun(survey, rowNames, settings);
	const calls = callsFor(settings.share, account.callsPerMinute);
	const limits = {
		rows: rowsPerBatch(settings.rowsPerBatch, survey.books.validRows, calls),
		bytes: settings.bytesPerBatch,
	};
	const batches = batchesOf(rows, run, { survey, idType: settings.idType, limits, signal });
	const previews = settings.previewOnly ? await previewItems(context, batches, run) : undefined;
	if (previews === undefined) await submit(context, batches, run, { account, settings, stopOnError });
	// Under "Stop Workflow" a batch that was not submitted has ended the run before all were tried.
	if (!stopOnError || !run.hasFailed) run.close();
	return await outcomeOf(context, run, { settings, previews, stopOnError, started });
}

/**
 * The batches that the rows are cut into; what becomes of rows on the way is in the account of the run. Once there are no
 * more, nothing is kept for another reading while Target processes them.
 */
async function* batchesOf(
	{ source, columns, wholeFiles }: Rows,
	run: BulkRun,
	rules: Pick<Cutting, 'survey' | 'idType' | 'limits' | 'signal'>,
): AsyncGenerator<Batch, void, undefined> {
	try {
		yield* cutIntoBatches({
			...rules,
			source,
			columns,
			onMerged: (rows) => {
				run.addMerged(rows);
			},
			onInvalid: (row, rows, items) => {
				run.addInvalid(row, rows, items);
			},
		});
	} finally {
		wholeFiles.letGo();
	}
}

/** Where batches go, and by which rules. */
interface Submitting {
	readonly account: Account;
	readonly settings: BulkSettings;
	/** Whether the first batch that is not submitted ends the run. */
	readonly stopOnError: boolean;
}

/** Uploads the batches; those that are not submitted, and what breaks the run off, are in its account. */
async function submit(
	context: IExecuteFunctions,
	batches: AsyncGenerator<Batch, void, undefined>,
	run: BulkRun,
	{ account, settings, stopOnError }: Submitting,
): Promise<void> {
	const reportProgress = progressReporter(context, run.rowNames);
	const { concurrency, timeoutMs, retries } = settings;
	const onLongWait = (milliseconds: number) => {
		run.addWait(milliseconds);
	};
	const onOutcome = (outcome: BatchOutcome) => {
		run.addOutcome(outcome);
		reportProgress(outcome, run.totals);
		return outcome.submitted !== undefined || !stopOnError;
	};
	// Questions have room of their own, or those that get no answer would keep uploads waiting.
	const connections = concurrency + account.callsPerMinute;
	const connectionSettings = { connections, timeoutMs, retries, onLongWait };
	await withConnection(context, account, connectionSettings, async (connection) => {
		try {
			await submitBatches(connection, batches, settings, onOutcome);
		} catch (error) {
			connection.signal?.throwIfAborted();
			run.breakOff(error);
		}
	});
	run.outcomes.sort((a, b) => a.batch.number - b.batch.number);
}
