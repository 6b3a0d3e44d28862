import { isNativeError } from 'node:util/types';

import { fill } from '../say';
import { ADVICE } from './messages';
import { sentences } from '../sentences';

/**
 * What n8n threw when the node asked it for something: a parameter whose expression can't be evaluated, a credential
 * that it can't read. Its words are for the user as they are, and no fault of the node.
 */
export class SaidByN8n extends Error {
	/** What n8n says beside its message, and of what. */
	readonly advice: string;

	/**
	 * @param original what n8n threw
	 * @param of what was asked for, as the panel calls it: `the parameter "Profile ID"`
	 * @param others what can be done, where there is more to say
	 */
	constructor(original: unknown, of: string, ...others: readonly string[]) {
		super(messageOf(original));
		this.name = 'SaidByN8n';
		this.advice = sentences(...reasonsIn(original), ...others, fill(ADVICE.saidOf, { of }));
	}
}

/** What n8n answers. @param of as of {@link SaidByN8n} @throws SaidByN8n what it throws */
export function askN8n<Answer>(of: string, ask: () => Answer): Answer {
	try {
		return ask();
	} catch (error) {
		return handOn(error, of);
	}
}

/** Throws what n8n threw as its own words. @param of as of {@link SaidByN8n} @throws SaidByN8n */
export function handOn(error: unknown, of: string): never {
	throw new SaidByN8n(error, of);
}

/** The message of whatever was thrown; some of n8n's ways throw what is no error. */
export function messageOf(error: unknown): string {
	return isNativeError(error) ? error.message : String(error);
}

/**
 * What n8n's editor shows of an error beside its message. Of those in expressions the reason is in the context as a
 * template (`No path back to referenced node`) which stands in the place of the message ("Invalid expression"), and the
 * node that it is about is apart from both.
 */
function reasonsIn(error: unknown): string[] {
	if (!isNativeError(error)) return [];
	const { messageTemplate, nodeCause } = contextOf(error);
	const node = typeof nodeCause === 'string' ? nodeCause : '';
	const template =
		typeof messageTemplate === 'string' ? messageTemplate.replaceAll('{{nodeName}}', node) : '';
	const description: unknown = 'description' in error ? error.description : '';
	const reasons = [
		...(template.includes('%%') || template.includes('{{max') ? [] : [template]),
		...(typeof description === 'string' ? [description] : []),
	];
	const isNamed = [error.message, ...reasons].some((text) => text.includes(node));
	return isNamed ? reasons : [...reasons, fill(ADVICE.nodeOfExpression, { node })];
}

function contextOf(error: Error): Readonly<Record<string, unknown>> {
	const context: unknown = 'context' in error ? error.context : undefined;
	return typeof context === 'object' && context !== null ? { ...context } : {};
}
