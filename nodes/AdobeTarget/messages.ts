import type { Messages } from './say';

/** Stands behind the advice where nothing had been sent. */
export const NOTHING_SENT = 'Nothing was sent.';

/** What several rooms say. */
export const MESSAGES = {
	brokenCharacter: {
		text: '{name} holds a broken character: half of a surrogate pair, at position {position}',
		advice:
			'Such text can’t be sent as UTF-8. It usually comes from cutting a text in the middle of an emoji; cut by characters instead, or remove the broken one.',
	},
} as const satisfies Messages;
