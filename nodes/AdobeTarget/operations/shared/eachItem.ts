import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Turn } from '../../turn';
import { concurrently } from './concurrently';
import { fill } from '../../say';
import { MESSAGES } from '../../n8n/messages';
import { failureItem } from '../../n8n/failure';
import type { Failure } from '../../n8n/failure';

/** What came of the items of an operation that has an outcome for each. */
interface ItemOutcomes {
	/** In the order of the input, each linked to its item; not whole where the work was stopped. */
	readonly output: INodeExecutionData[];
	/** The failure that stopped the work; under "Stop Workflow" only. */
	readonly stoppedBy: Failure | undefined;
}

/**
 * Does something for each input item, several at a time. What it throws becomes the error item of its input; under
 * "Stop Workflow" nothing further is begun after it.
 *
 * @param concurrency how many at a time
 * @param work gives the fields of the output item
 * @throws the signal's reason once the execution is stopped
 */
export async function eachItem<Entry>(
	context: IExecuteFunctions,
	entries: readonly Entry[],
	{ concurrency, stopOnError }: { readonly concurrency: number; readonly stopOnError: boolean },
	work: (entry: Entry, item: number) => Promise<IDataObject>,
): Promise<ItemOutcomes> {
	const signal = context.getExecutionCancelSignal();
	const output = new Array<INodeExecutionData>(entries.length);
	let stoppedBy: Failure | undefined;
	// Items that fail without a request wait for nothing, so they rest here. All workers share a rest: by itself, each would
	// have a turn of its own.
	const turn = new Turn(signal);
	let resting: Promise<void> | undefined;
	await concurrently(entries.entries(), concurrency, async ([item, entry]) => {
		// Who comes while others still rest goes on behind them, so that all begin in the order of the items.
		if (turn.isOver() || resting !== undefined) {
			await (resting ??= turn.rest());
			resting = undefined;
		}
		try {
			output[item] = { json: await work(entry, item), pairedItem: { item } };
			return true;
		} catch (error) {
			signal?.throwIfAborted();
			const failure = { error, items: [item] };
			output[item] = failureItem(failure);
			// Where a workflow runs as part of another, n8n hands on the message alone, so the message names the item.
			const subject = entries.length > 1 && { subject: fill(MESSAGES.item.text, { item }) };
			if (stopOnError) stoppedBy ??= { ...failure, ...subject };
			return !stopOnError;
		}
	});
	return { output, stoppedBy };
}
