import { isNativeError } from 'node:util/types';

import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { TargetError } from '../api/targetError';
import { InvalidProfile } from '../profiles/invalidProfile';
import { UnreadableFile } from '../profiles/unreadableFile';
import { counted } from './wording';

/** Something that was not sent: what stopped it, and the input items it concerns. */
export interface Failure {
	readonly error: unknown;
	readonly items: readonly number[];
	/** Stands before the message, e.g. which batch or which line it was. */
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

/**
 * What concerns a whole run as an error item for each of these input items, up to a limit: n8n takes a second for
 * 50,000 error items and, its work being quadratic, fourteen for 200,000. The rest is said by one more item.
 */
export function cappedFailureItems(error: unknown, items: readonly number[]): INodeExecutionData[] {
	const named = items.slice(0, MOST_PAIRED).map((item) => failureItem({ error, items: [item] }));
	const rest = items.slice(MOST_PAIRED);
	if (rest.length > 0) {
		const subject = `${counted(rest.length, 'more item')} have the same error`;
		named.push(failureItem({ error, items: rest, subject }));
	}
	return named;
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
	// An advice may end with what Target has answered.
	const description = after === undefined ? advice : `${advice}${advice.endsWith('.') ? '' : '.'} ${after}`;
	const options = {
		message,
		description,
		...(failure.items.length === 1 && { itemIndex: failure.items[0] }),
	};
	if (!(failure.error instanceof TargetError)) return new NodeOperationError(node, message, options);
	const { status } = failure.error;
	return new NodeApiError(node, { message }, { ...options, ...(status && { httpCode: String(status) }) });
}

/** What can't be sent of a run. */
export interface InvalidInput {
	/** The first of them with their names ("Item 4"), at least one. */
	readonly first: ReadonlyArray<readonly [name: string, failure: Failure]>;
	/** How many there are. */
	readonly count: number;
	/** How many there are with those that could be sent. */
	readonly of: number;
	/** "item" or "row". */
	readonly noun: string;
}

/** The one error that stops the workflow before the first request, and says which can't be sent, and why. */
export function invalidInputError(node: INode, { first, count, of, noun }: InvalidInput): Error {
	const failure = first[0]?.[1];
	const nothingSent = 'Nothing was sent.';
	if (count === 1 && failure !== undefined) return failureError(node, failure, nothingSent);
	return new NodeOperationError(node, `${count} of ${counted(of, noun)} can’t be sent`, {
		description: [nothingSent, ...reasons(first, count)].join(' '),
	});
}

/** "Item 4: The third-party ID is missing." for the first of them, and how many more there are. */
export function reasons(first: InvalidInput['first'], count: number): string[] {
	const named = first
		.slice(0, MOST_NAMED)
		.map(([name, { error }]) => `${name}: ${plainWords(error).message}.`);
	return count > named.length ? [...named, `And ${count - named.length} more.`] : named;
}

/** What happened and what can be done, for the person at the panel. */
export function inWords({ error, subject }: Failure): { message: string; advice: string } {
	const { message, advice } = plainWords(error);
	return { message: subject === undefined ? message : `${subject}: ${message}`, advice };
}

function plainWords(error: unknown): { message: string; advice: string } {
	if (error instanceof InvalidProfile || error instanceof TargetError) return error;
	if (error instanceof UnreadableFile) {
		return { message: error.message, advice: `${error.advice} Nothing was sent.` };
	}
	if (error instanceof NodeOperationError || error instanceof NodeApiError) {
		return { message: error.message, advice: error.description ?? '' };
	}
	return {
		message: 'The node failed in a way that it should not',
		advice: `Please report this with the version of the node: ${isNativeError(error) ? error.message : String(error)}`,
	};
}
