import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isTool } from './asTool';
import { executeBulkUpdateProfiles } from './bulkUpdateProfiles';
import { cappedFailureItems, failureError, failureItem } from './failure';
import { executeGetBulkUpdateStatus } from './getBulkUpdateStatus';
import { executeGetProfile } from './getProfile';
import { executeUpdateProfile } from './updateProfile';

/**
 * One run of an operation over all input items. It gives an item for whatever became of its input, failures included
 * (as {@link failureItem}). Under "Stop Workflow" it throws instead of giving a failure.
 */
type Execute = (context: IExecuteFunctions, stopOnError: boolean) => Promise<INodeExecutionData[]>;

const OPERATIONS: Readonly<Record<string, Execute>> = {
	bulkUpdateProfiles: executeBulkUpdateProfiles,
	getBulkUpdateStatus: executeGetBulkUpdateStatus,
	getProfile: executeGetProfile,
	updateProfile: executeUpdateProfile,
};

/**
 * Whether failures are given as items. A tool has no "On Error" in n8n's editor, and n8n's agents go on; but what is
 * thrown reaches the model without its advice, and from older agents not at all.
 */
function continues(context: IExecuteFunctions): boolean {
	const node = context.getNode();
	return context.continueOnFail() || (isTool(node) && node.onError === undefined);
}

/**
 * Runs the chosen operation under the node's "On Error" setting. With either "Continue" nothing is thrown, as n8n
 * would send every item to the success output: what concerns the whole run becomes an error of each item. Only a
 * stopped execution ends by an exception whatever the setting, so that no item looks failed that was not tried.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const stopOnError = !continues(context);
	const operation = context.getNodeParameter('operation', 0);
	try {
		const execute = OPERATIONS[operation];
		if (execute === undefined) {
			throw new NodeOperationError(context.getNode(), `The operation "${operation}" is not known`);
		}
		return [await execute(context, stopOnError)];
	} catch (error) {
		if (context.getExecutionCancelSignal()?.aborted) {
			// n8n marks a run as canceled, not as failed, by this word.
			throw new NodeOperationError(context.getNode(), 'The execution was canceled');
		}
		if (stopOnError) throw failureError(context.getNode(), { error, items: [] });
		const items = [...context.getInputData().keys()];
		// An update has an outcome of its own for each item; a bulk run has one for all.
		return [
			operation === 'bulkUpdateProfiles'
				? cappedFailureItems(error, items)
				: items.map((item) => failureItem({ error, items: [item] })),
		];
	}
}
