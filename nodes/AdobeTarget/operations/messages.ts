import type { Messages } from '../say';

/** What is said of a run, whatever its operation is. */
export const MESSAGES = {
	canceled: { text: 'The execution was canceled' },
	unknownOperation: { text: 'The operation "{operation}" is not known' },
} as const satisfies Messages;
