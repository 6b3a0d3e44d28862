import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readBatchStatus, statusAddress } from '../api/batchStatus';
import { batchIdOf } from '../api/submitBatch';
import { statusCounts } from './bulk/output';
import { eachItem } from './eachItem';
import { failureError } from './failure';
import { readItemBoolean, readText } from './parameters';
import { readAccount, withConnection } from './targetConnection';

/** Status calls are small and soon answered, but for Target's call limit. */
const TIMEOUT_MS = 30_000;
const RETRIES = { maxRetries: 3, firstPauseMs: 1_000 };

const includeCountsField: INodeProperties = {
	displayName: 'Include Counts',
	name: 'includeCounts',
	type: 'boolean',
	default: true,
	description: 'Whether to ask how many profiles were updated, not found and failed',
};

/** The panel of Get Bulk Update Status. */
export const getBulkUpdateStatusFields: INodeProperties[] = [
	{
		displayName: 'Batch',
		name: 'batch',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.statusUrl }}',
		description:
			'The status URL of a batch, as Bulk Update Profiles gives it, or its batch ID. Ask soon: Target may keep only the last ten statuses, for a day at most.',
	},
	includeCountsField,
];

/** Asks for the status of one batch per item, one after the other: each call counts against Target's 50 a minute. */
export async function executeGetBulkUpdateStatus(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const account = await readAccount(context);
	const settings = { connections: 1, timeoutMs: TIMEOUT_MS, retries: RETRIES };
	return await withConnection(context, account, settings, async (connection) => {
		const ask = async (_: INodeExecutionData, item: number): Promise<IDataObject> => {
			const statusUrl = statusAddress(connection.edge, readText(context, 'batch', item));
			const includeCounts = readItemBoolean(context, includeCountsField, item);
			const status = await readBatchStatus(connection, statusUrl, includeCounts);
			return {
				batchId: status.batchId ?? batchIdOf(statusUrl),
				status: status.status,
				...(status.batchSize !== undefined && { batchSize: status.batchSize }),
				...statusCounts(status),
				statusUrl,
			};
		};
		const { output, stoppedBy } = await eachItem(items, 1, connection, stopOnError, ask);
		if (stoppedBy !== undefined) throw failureError(context.getNode(), stoppedBy);
		return output;
	});
}
