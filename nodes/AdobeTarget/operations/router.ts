import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { TooManyAttributes } from '../profiles/attributes/tooManyAttributes';
import { InvalidProfile } from '../profiles/invalidProfile';
import { Turn } from '../turn';
import { UnreadableFile } from '../profiles/unreadableFile';
import { shown } from '../shown';
import { isTool } from './shared/asTool';
import { executeBulkUpdateProfiles } from './bulkUpdateProfiles/execute';
import { failureError, failureItem, nodeError } from './shared/failure';
import { MESSAGES } from './messages';
import { NOTHING_SENT } from '../messages';
import { say } from '../say';
import { executeGetBulkUpdateStatus } from './getBulkUpdateStatus/execute';
import { executeGetProfile } from './getProfile/execute';
import { plainText, readParameter } from './shared/parameters';
import { ErrorItems } from './shared/errorItems';
import { executeUpdateProfile } from './updateProfile/execute';

/**
 * One run of an operation over all input items. It gives an item for whatever became of its input, failures included
 * (as {@link failureItem}). Under "Stop Workflow" it throws instead of giving a failure.
 */
type Execute = (context: IExecuteFunctions, stopOnError: boolean) => Promise<INodeExecutionData[]>;

const OPERATIONS: ReadonlyMap<unknown, Execute> = new Map([
	['bulkUpdateProfiles', executeBulkUpdateProfiles],
	['getBulkUpdateStatus', executeGetBulkUpdateStatus],
	['getProfile', executeGetProfile],
	['updateProfile', executeUpdateProfile],
]);

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
	try {
		return [await outcomeOf(context)];
	} catch (error) {
		// n8n marks a run as canceled, not as failed, by this word.
		if (isStopped(context)) throw nodeError(context.getNode(), say(MESSAGES.canceled));
		throw failureError(context.getNode(), { error, items: [] });
	}
}

function isStopped(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted ?? false;
}

async function outcomeOf(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const stopOnError = !continues(context);
	let execute: Execute | undefined;
	try {
		const operation = readParameter(context, { name: 'operation', displayName: 'Operation' }, 0);
		execute = OPERATIONS.get(operation);
		if (execute === undefined) {
			const words = say(MESSAGES.unknownOperation, { operation: shown(plainText(operation)) });
			throw nodeError(context.getNode(), words);
		}
		return await execute(context, stopOnError);
	} catch (error) {
		// Input that can't be read ends a run before it sends anything; later it breaks the run off, which is no exception.
		const isInput =
			error instanceof UnreadableFile ||
			error instanceof TooManyAttributes ||
			error instanceof InvalidProfile;
		const after = isInput ? NOTHING_SENT : undefined;
		if (stopOnError || isStopped(context)) {
			throw failureError(context.getNode(), { error, items: [], after });
		}
		// An update has an outcome of its own for each item; a bulk run has one for all.
		if (execute !== executeBulkUpdateProfiles) return await failureOfEach(context, error, after);
		return new ErrorItems().forRun({ error, after }, context.getInputData().length);
	}
}

/** What concerns the whole run as an error item for each input item. */
async function failureOfEach(
	context: IExecuteFunctions,
	error: unknown,
	after: string | undefined,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	const count = context.getInputData().length;
	for (let item = 0; item < count; item++) {
		items.push(failureItem({ error, items: [item], after }));
		if (turn.isOver()) await turn.rest();
	}
	return items;
}
