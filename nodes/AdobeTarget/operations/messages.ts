import { NOTHING_SENT } from '../messages';
import type { Messages } from '../say';

/** What is said of a run, whatever its operation is. */
export const MESSAGES = {
	canceled: { text: 'The execution was canceled' },
	optionOfItem: {
		text: 'The option "{option}" comes to something else for item {item} than for item 0',
		advice: `Options hold for all items of a run: give the items to several nodes, by an If node for example. ${NOTHING_SENT}`,
	},
	unknownOperation: { text: 'The operation "{operation}" is not known' },
} as const satisfies Messages;
