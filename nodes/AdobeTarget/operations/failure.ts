import { isNativeError } from 'node:util/types';

import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { TargetError } from '../api/targetError';
import { InvalidProfile } from '../profiles/invalidProfile';

/** Something that was not sent: what stopped it, and the input items it concerns. */
export interface Failure {
	readonly error: unknown;
	readonly items: readonly number[];
	/** Stands before the message, e.g. which batch it was. */
	readonly subject?: string;
}

/** Invalid items are named one by one up to here. */
const MOST_NAMED = 20;

/** n8n saves each link between items, so an output names at most this many inputs; its range is in `json`. */
const MOST_PAIRED = 1_000;

/**
 * The failure as an output item, for both "Continue" settings. n8n sends it to the error output only while `json` has
 * no other keys than these, and then adds the input item's own fields.
 */
export function failureItem(failure: Failure): INodeExecutionData {
	const { message, advice } = inWords(failure);
	return { json: { error: message, details: advice }, pairedItem: pairedItems(failure.items) };
}

/** Links an output item to the input items it came from. */
export function pairedItems(items: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first = 0] = items;
	return items.length === 1 ? { item: first } : items.slice(0, MOST_PAIRED).map((item) => ({ item }));
}

/** The failure as the error that stops the workflow. `after` says what had been submitted by then. */
export function failureError(node: INode, failure: Failure, after?: string): Error {
	if (failure.error instanceof NodeOperationError || failure.error instanceof NodeApiError)
		return failure.error;
	const { message, advice } = inWords(failure);
	const description = after === undefined ? advice : `${advice} ${after}`;
	const options = {
		message,
		description,
		...(failure.items.length === 1 && { itemIndex: failure.items[0] }),
	};
	if (!(failure.error instanceof TargetError)) return new NodeOperationError(node, message, options);
	const { status } = failure.error;
	return new NodeApiError(node, { message }, { ...options, ...(status && { httpCode: String(status) }) });
}

/**
 * Stops the workflow before the first request when items can't be sent.
 *
 * @throws the one error that says which they are, and why; none when there are no failures
 */
export function throwIfInvalid(node: INode, failures: readonly Failure[], itemCount: number): void {
	const [first] = failures;
	if (first === undefined) return;
	const nothingSent = 'Nothing was sent.';
	if (failures.length === 1) throw failureError(node, first, nothingSent);
	const named = failures
		.slice(0, MOST_NAMED)
		.map((failure) => `Item ${failure.items.join(', ')}: ${inWords(failure).message}.`);
	const more = failures.length > MOST_NAMED ? [`And ${failures.length - MOST_NAMED} more.`] : [];
	throw new NodeOperationError(node, `${failures.length} of ${itemCount} items can’t be sent`, {
		description: [nothingSent, ...named, ...more].join(' '),
		itemIndex: first.items[0],
	});
}

function inWords({ error, subject }: Failure): { message: string; advice: string } {
	const { message, advice } = plainWords(error);
	return { message: subject === undefined ? message : `${subject}: ${message}`, advice };
}

function plainWords(error: unknown): { message: string; advice: string } {
	if (error instanceof InvalidProfile || error instanceof TargetError) return error;
	if (error instanceof NodeOperationError || error instanceof NodeApiError) {
		return { message: error.message, advice: error.description ?? '' };
	}
	return {
		message: 'The node failed in a way that it should not',
		advice: `Please report this with the version of the node: ${isNativeError(error) ? error.message : String(error)}`,
	};
}
