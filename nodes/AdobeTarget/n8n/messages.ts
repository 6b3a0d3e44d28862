import { NOTHING_SENT } from '../messages';
import type { Messages } from '../say';

export const CHECK_EXPRESSION = 'If an expression gives it, check what that comes to.';

const NO_SWITCH = 'The option "{option}" must be true or false';

/** What is said of a parameter or an option, as the panel calls it. */
export const PARAMETERS = {
	noChoice: {
		text: 'The parameter "{parameter}" has a value that it can’t have',
		advice: `It takes {choices}. ${CHECK_EXPRESSION} ${NOTHING_SENT}`,
	},
	noNumber: {
		text: 'The option "{option}" must be a number',
		advice: `It takes {least} to {most}. ${CHECK_EXPRESSION} ${NOTHING_SENT}`,
	},
	noSwitch: { text: NO_SWITCH, advice: `${CHECK_EXPRESSION} ${NOTHING_SENT}` },
	noSwitchOfItem: { text: NO_SWITCH, advice: CHECK_EXPRESSION },
} as const satisfies Messages;

/** What is said of items, and of what failed. */
export const MESSAGES = {
	noReason: { text: 'n8n gave no reason' },
	faultOfNode: {
		text: 'The node failed in a way that it should not',
		advice: 'Please report this with the version of the node: {reason}',
	},
	item: { text: 'Item {item}' },
} as const satisfies Messages;

/** What stands in the advice beside n8n’s own words. */
export const ADVICE = {
	saidOf: 'n8n says this of {of}.',
	nodeOfExpression: 'The node that it is about is "{node}".',
} as const;
