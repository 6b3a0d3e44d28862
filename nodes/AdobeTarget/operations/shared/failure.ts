import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { TargetError } from '../../api/targetError';
import { TooManyAttributes } from '../../profiles/attributes/tooManyAttributes';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { UnreadableFile } from '../../profiles/unreadableFile';
import { NOTHING_SENT } from '../../messages';
import { fill, say } from '../../say';
import type { Words } from '../../say';
import { sentences } from '../../sentences';
import { harmless } from '../../shown';
import { ADVICE, MESSAGES } from './messages';
import { messageOf, SaidByN8n } from './saidByN8n';
import { counted } from '../../wording';

/** Something that was not sent: what stopped it, and the input items it concerns. */
export interface Failure {
	readonly error: unknown;
	readonly items: readonly number[];
	/** Stands before the message, e.g. which batch or which line it was. */
	readonly subject?: string;
	/** Stands behind the advice: what had been sent by then. */
	readonly after?: string | undefined;
}

/** Invalid items are named one by one up to here. */
export const MOST_NAMED = 20;

/** So many kinds of faults are told what to do about. */
const MOST_ADVICES = 5;

/** What an error item calls its advice: the one name beside `error` that every n8n takes. */
const ADVICE_FIELD = 'message';

/** Where an expression throws an error without a message. */
const NO_REASON = MESSAGES.noReason.text;

/** n8n saves each link between items, so an output names at most this many inputs; its range is in `json`. */
const MOST_PAIRED = 1_000;

/**
 * The failure as an output item, for both "Continue" settings. n8n sends it to the error output, and adds the fields of
 * the input item that it is linked to, the first of several. So it is linked where it is about one item alone: the
 * fields of the first of many would look like those of the one that failed. Before n8n 2.34.6, 2.35.3 and 2.36 only an
 * item whose `json` is an `error`, or an `error` and a `message`, neither of them empty, is sent there: with any other
 * key it would pass for a success.
 */
export function failureItem(failure: Failure): INodeExecutionData {
	const { message, advice } = inWords(failure);
	const json = { error: message, ...(advice !== '' && { [ADVICE_FIELD]: advice }) };
	return { json, pairedItem: failure.items.length === 1 ? pairedItems(failure.items) : [] };
}

/** The first items of several lists, as many as are linked, each once. */
export function firstItems(lists: Iterable<readonly number[]>): number[] {
	const first = new Set<number>();
	for (const list of lists) {
		for (const item of list) {
			if (first.size === MOST_PAIRED) return [...first];
			first.add(item);
		}
	}
	return [...first];
}

/** Links an output item to the input items it came from. */
export function pairedItems(items: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first = 0] = items;
	return items.length === 1 ? { item: first } : items.slice(0, MOST_PAIRED).map((item) => ({ item }));
}

/** The failure as the error that stops the workflow. */
export function failureError(node: INode, failure: Failure): Error {
	const { error: made } = failure;
	const isMade = made instanceof NodeOperationError || made instanceof NodeApiError;
	if (isMade && failure.after === undefined) return made;
	const { message, advice } = inWords(failure);
	const options = {
		message,
		description: advice,
		...(failure.items.length === 1 && { itemIndex: failure.items[0] }),
	};
	if (!(failure.error instanceof TargetError)) return new NodeOperationError(node, message, options);
	const { status } = failure.error;
	return new NodeApiError(node, { message }, { ...options, ...(status && { httpCode: String(status) }) });
}

/** A message as an error of n8n's. @param item the one that it is about, where it is about one alone */
export function nodeError(node: INode, [message, description]: Words, item?: number): NodeOperationError {
	return new NodeOperationError(node, message, {
		...(description !== '' && { description }),
		...(item !== undefined && { itemIndex: item }),
	});
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
	/** What the person does to send the others all the same: `choose … to send the others`. */
	readonly sendOthers: string;
}

/** The one error that stops the workflow before the first request, and says which can't be sent, and why. */
export function invalidInputError(node: INode, { first, count, of, noun, sendOthers }: InvalidInput): Error {
	const [[name, failure] = []] = first;
	const advices = advicesFor(first);
	const isSaid = of === count || advices.some((advice) => advice.includes(sendOthers));
	const others = isSaid ? [] : [fill(count === 1 ? ADVICE.mendOne : ADVICE.mendAll, { sendOthers })];
	if (count === 1 && failure !== undefined) {
		const subject = of > 1 && name !== undefined ? { subject: name } : {};
		return failureError(node, { ...subject, ...failure, after: sentences(...others, NOTHING_SENT) });
	}
	const words = [NOTHING_SENT, ...reasons(first, count), ...advices, ...others];
	const [message] = say(MESSAGES.invalid, { count, rows: counted(of, noun) });
	return nodeError(node, [message, harmless(sentences(...words))]);
}

/** What can be done about those that are named: each advice once, with the first that it is for where there are several. */
export function advicesFor(first: InvalidInput['first']): string[] {
	const advices = new Map<string, string>();
	for (const [name, { error }] of first.slice(0, MOST_NAMED)) {
		const { advice } = plainWords(error);
		if (advice !== '' && !advices.has(advice) && advices.size < MOST_ADVICES) advices.set(advice, name);
	}
	if (advices.size === 1) return [...advices.keys()];
	return Array.from(advices, ([advice, name]) =>
		fill(ADVICE.forRow, { row: `${name.charAt(0).toLowerCase()}${name.slice(1)}`, advice }),
	);
}

/** "Item 4: The third-party ID is missing." for the first of them, and how many more there are. */
export function reasons(first: InvalidInput['first'], count: number): string[] {
	const named = first
		.slice(0, MOST_NAMED)
		.map(([name, { error }]) => sentences(`${name}: ${plainWords(error).message}`));
	return count > named.length ? [...named, fill(ADVICE.more, { count: count - named.length })] : named;
}

/** What happened and what can be done, for the person at the panel; the message is never empty, the advice may be. */
export function inWords({ error, subject, after }: Failure): { message: string; advice: string } {
	const { message, advice } = plainWords(error);
	return {
		message: harmless(subject === undefined ? message : `${subject}: ${message}`),
		advice: harmless(sentences(advice, after ?? '')),
	};
}

function plainWords(error: unknown): { message: string; advice: string } {
	if (error instanceof InvalidProfile || error instanceof TargetError) return error;
	if (error instanceof UnreadableFile || error instanceof TooManyAttributes) return error;
	if (error instanceof SaidByN8n) return { message: error.message || NO_REASON, advice: error.advice };
	if (error instanceof NodeOperationError || error instanceof NodeApiError) {
		return { message: error.message || NO_REASON, advice: error.description ?? '' };
	}
	const [message, advice] = say(MESSAGES.faultOfNode, { reason: messageOf(error) });
	return { message, advice };
}
