import type { INode } from 'n8n-workflow';

import { NOTHING_SENT } from '../../messages';
import { failureError, nodeError, plainWords } from '../../n8n/failure';
import type { Failure } from '../../n8n/failure';
import { fill, say } from '../../say';
import { sentences } from '../../sentences';
import { harmless } from '../../shown';
import { counted } from '../../wording';
import { ADVICE, MESSAGES } from './messages';

/** Invalid items are named one by one up to here. */
export const MOST_NAMED = 20;

/** The most kinds of faults that are told with what to do about them. */
const MOST_ADVICES = 5;

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

/** What can be done about those that are named: each advice once. Where there are several, each says which row it is for first. */
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
