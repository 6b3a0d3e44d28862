import { sentences } from '../sentences';

/**
 * A profile that can't be sent as it is: the fault is in the input, not in the network.
 *
 * `message` says what is wrong in one sentence; `advice` says what the person at the panel can do about it.
 */
export class InvalidProfile extends Error {
	readonly advice: string;

	constructor(message: string, advice: string) {
		super(message);
		this.name = 'InvalidProfile';
		this.advice = advice;
	}

	/** The same, with one sentence more of advice. */
	saying(sentence: string): InvalidProfile {
		return new InvalidProfile(this.message, sentences(this.advice, sentence));
	}
}

/** What was caught, where it says that a profile can't be sent. @throws what was caught, where it is anything else */
export function asInvalidProfile(error: unknown): InvalidProfile {
	if (error instanceof InvalidProfile) return error;
	throw error;
}
