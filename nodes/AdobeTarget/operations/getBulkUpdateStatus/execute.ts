import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readBatchStatus, statusAddress } from '../../api/calls/batchStatus';
import { batchIdOf } from '../../api/calls/submitBatch';
import { readAccounts, requireAccount } from '../../credential/accountsOfItems';
import type { AccountOfItem } from '../../credential/accountsOfItems';
import { idText } from '../../profiles/profileId';
import { eachItem } from '../shared/eachItem';
import { failureError } from '../../n8n/failure';
import { hint } from '../../n8n/hint';
import { readItemBoolean, readParameter } from '../../n8n/parameters';
import { statusCounts } from '../shared/statusCounts';
import { say } from '../../say';
import { shownNames } from '../../shown';
import { withConnections } from '../../credential/connect';
import { batchField, includeCountsField } from './fields';
import { HINTS } from './messages';

/** A status call is small; only Target's call limit makes it wait. */
const TIMEOUT_MS = 30_000;
const RETRIES = { maxRetries: 3, firstPauseMs: 1_000 };

/** Target's word for a batch that it does not know, as far as has been seen; Adobe's pages do not name it. */
const UNKNOWN = 'unknown';

/** Asks for the status of one batch per item, one after the other: each call counts against Target's 50 a minute. */
export async function executeGetBulkUpdateStatus(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	if (context.getInputData().length === 0) return [];
	const accounts = await readAccounts(context, stopOnError);
	const settings = { connections: 1, timeoutMs: TIMEOUT_MS, retries: RETRIES };
	return await withConnections(context, settings, async (connectionTo) => {
		const unknown = new Set<string>();
		const ask = async (account: AccountOfItem, item: number): Promise<IDataObject> => {
			const connection = connectionTo(requireAccount(account));
			const statusUrl = statusAddress(
				connection.edge,
				idText('batch ID', readParameter(context, batchField, item, '')),
			);
			const includeCounts = readItemBoolean(context, includeCountsField, item);
			const status = await readBatchStatus(connection, statusUrl, includeCounts);
			const batchId = status.batchId ?? batchIdOf(statusUrl);
			if (status.status.toLowerCase() === UNKNOWN) unknown.add(batchId ?? statusUrl);
			return {
				batchId,
				status: status.status,
				...statusCounts(status),
				statusUrl,
			};
		};
		const { output, stoppedBy } = await eachItem(context, accounts, { concurrency: 1, stopOnError }, ask);
		if (unknown.size > 0) hintAtUnknown(context, [...unknown]);
		if (stoppedBy !== undefined) throw failureError(context.getNode(), stoppedBy);
		return output;
	});
}

/** Such an answer is no error, and yet nobody should take it for a batch that is under way. */
function hintAtUnknown(context: IExecuteFunctions, batchIds: readonly string[]): void {
	hint(context, 'warning', ...say(HINTS.unknown, { batches: shownNames(batchIds) }));
}
