import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { TargetError } from '../api/targetError';
import { TooManyAttributes } from '../profiles/attributes/tooManyAttributes';
import { InvalidProfile } from '../profiles/invalidProfile';
import { UnreadableFile } from '../profiles/unreadableFile';
import { say } from '../say';
import type { Words } from '../say';
import { sentences } from '../sentences';
import { harmless } from '../shown';
import { MESSAGES } from './messages';
import { pairedItems } from './pairedItems';
import { messageOf, SaidByN8n } from './saidByN8n';

/** Something that was not sent: what stopped it, and the input items it concerns. */
export interface Failure {
	readonly error: unknown;
	readonly items: readonly number[];
	/** Stands before the message, e.g. which batch or which line it was. */
	readonly subject?: string;
	/** Stands behind the advice: what had been sent by then. */
	readonly after?: string | undefined;
}

/** What an error item calls its advice: the one name beside `error` that every n8n takes. */
const ADVICE_FIELD = 'message';

/** Where an expression throws an error without a message. */
const NO_REASON = MESSAGES.noReason.text;

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

/** The failure as the error that stops the workflow. */
export function failureError(node: INode, failure: Failure): Error {
	const { error, items, subject, after } = failure;
	const hasMoreToSay = items.length === 1 || subject !== undefined || after !== undefined;
	if (isOfN8n(error) && !hasMoreToSay) return error;
	const { message, advice } = inWords(failure);
	const options = {
		message,
		description: advice,
		...(items.length === 1 && { itemIndex: items[0] }),
	};
	if (!(error instanceof TargetError)) return new NodeOperationError(node, message, options);
	const { status } = error;
	return new NodeApiError(node, { message }, { ...options, ...(status && { httpCode: String(status) }) });
}

/** A message as an error of n8n's. @param item the one that it is about, where it is about one alone */
export function nodeError(node: INode, [message, description]: Words, item?: number): NodeOperationError {
	return new NodeOperationError(node, message, {
		...(description !== '' && { description }),
		...(item !== undefined && { itemIndex: item }),
	});
}

/** What happened and what can be done, for the person at the panel; the message is never empty, the advice may be. */
export function inWords({ error, subject, after }: Failure): { message: string; advice: string } {
	const { message, advice } = plainWords(error);
	return {
		message: harmless(subject === undefined ? message : `${subject}: ${message}`),
		advice: harmless(sentences(advice, after ?? '')),
	};
}

/** The same of the error alone. It may hold words from outside: {@link harmless} is for whoever shows it. */
export function plainWords(error: unknown): { message: string; advice: string } {
	if (error instanceof InvalidProfile || error instanceof TargetError) return error;
	if (error instanceof UnreadableFile || error instanceof TooManyAttributes) return error;
	if (error instanceof SaidByN8n) return { message: error.message || NO_REASON, advice: error.advice };
	if (isOfN8n(error)) {
		return { message: error.message || NO_REASON, advice: error.description ?? '' };
	}
	const [message, advice] = say(MESSAGES.faultOfNode, { reason: messageOf(error) });
	return { message, advice };
}

function isOfN8n(error: unknown): error is NodeOperationError | NodeApiError {
	return error instanceof NodeOperationError || error instanceof NodeApiError;
}
