import type { Messages } from '../../say';

/** What is said of a profile that is asked for. */
export const MESSAGES = {
	noSuchProfile: {
		text: 'Target has no profile with the ID "{id}"',
		advice:
			'Check the ID and its type. A profile that a batch has just created is there only once Target has processed the batch, which takes less than an hour as a rule, and up to 24 hours; one that nobody visits is gone after some time, 14 days by default. With "Return Empty When Missing" in the options this is no error.',
	},
} as const satisfies Messages;
