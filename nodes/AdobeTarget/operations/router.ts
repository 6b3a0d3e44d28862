import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { TooManyAttributes } from '../profiles/attributes/tooManyAttributes';
import { InvalidProfile } from '../profiles/invalidProfile';
import { Turn } from '../turn';
import { UnreadableFile } from '../profiles/unreadableFile';
import { shown } from '../shown';
import { isTool } from './shared/asTool';
import { failureError, failureItem, nodeError } from '../n8n/failure';
import { MESSAGES } from './messages';
import { NOTHING_SENT } from '../messages';
import type { Operation } from './operation';
import { requireSameOptions } from './optionsOfItems';
import { operationField, operationOf } from './operations';
import { say } from '../say';
import { plainText, readParameter } from '../n8n/parameters';
import { ErrorItems } from './shared/errorItems';

/**
 * Runs the chosen operation under the node's "On Error" setting. With either "Continue" nothing is thrown, as n8n
 * would send every item to the success output: what concerns the whole run becomes an error of each item. Only a
 * stopped execution ends by an exception whatever the setting, so that no item looks failed that was not tried.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		return [await runOperation(context)];
	} catch (error) {
		// n8n marks a run as canceled, not as failed, by this word.
		if (isStopped(context)) throw nodeError(context.getNode(), say(MESSAGES.canceled));
		throw failureError(context.getNode(), { error, items: [] });
	}
}

function isStopped(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted ?? false;
}

/** The items of the chosen operation, or why it gives none as error items. @throws that under "Stop Workflow" */
async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const stopOnError = !continues(context);
	let operation: Operation | undefined;
	try {
		const chosen = readParameter(context, operationField, 0);
		operation = operationOf(chosen);
		if (operation === undefined) {
			const words = say(MESSAGES.unknownOperation, { operation: shown(plainText(chosen)) });
			throw nodeError(context.getNode(), words);
		}
		await requireSameOptions(context, operation.fields);
		return await operation.execute(context, stopOnError);
	} catch (error) {
		// Input that can't be read is thrown before anything is sent; what has begun to send is broken off, and throws none.
		const isFaultOfInput =
			error instanceof UnreadableFile ||
			error instanceof TooManyAttributes ||
			error instanceof InvalidProfile;
		const after = isFaultOfInput ? NOTHING_SENT : undefined;
		if (stopOnError || isStopped(context)) {
			throw failureError(context.getNode(), { error, items: [], after });
		}
		if (operation?.isForEachItem === false) {
			return new ErrorItems().forRun({ error, after }, context.getInputData().length);
		}
		return await failureOfEach(context, error, after);
	}
}

/**
 * Whether failures are given as items. A tool has no "On Error" in n8n's editor, and n8n's agents go on; but what is
 * thrown reaches the model without its advice, and from older agents not at all.
 */
function continues(context: IExecuteFunctions): boolean {
	const node = context.getNode();
	return context.continueOnFail() || (isTool(node) && node.onError === undefined);
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
