import { isNativeError } from 'node:util/types';

/**
 * What n8n threw when the node asked it for something: a parameter whose expression can't be evaluated, a credential
 * that it can't read. Its words are for the user as they are, and no fault of the node.
 */
export class SaidByN8n extends Error {
	/** What n8n says beside its message; empty where it says no more. */
	readonly advice: string;

	constructor(readonly original: unknown) {
		super(messageOf(original));
		this.name = 'SaidByN8n';
		this.advice = descriptionOf(original);
	}
}

/** What n8n answers. @throws SaidByN8n what it throws */
export function askN8n<Answer>(ask: () => Answer): Answer {
	try {
		return ask();
	} catch (error) {
		return handOn(error);
	}
}

/** Throws what n8n threw as what it is: to be the `catch` of a promise. */
export function handOn(error: unknown): never {
	throw new SaidByN8n(error);
}

/** The message of whatever was thrown; some of n8n's ways throw what is no error. */
export function messageOf(error: unknown): string {
	return isNativeError(error) ? error.message : String(error);
}

function descriptionOf(error: unknown): string {
	const description: unknown = isNativeError(error) && 'description' in error ? error.description : '';
	return typeof description === 'string' ? description : '';
}
