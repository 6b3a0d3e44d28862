import { isNativeError } from 'node:util/types';

import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { shown } from '../../shown';

/** Objects within objects become attributes down to here; what goes deeper holds itself, as a rule. */
export const DEEPEST_LEVEL = 100;

/**
 * Why an item with such a field can't be sent. An item may be anything that another node has made in memory: it may hold
 * itself, and reading it may run code that fails.
 *
 * @param field empty where the item did not even name its fields
 * @param error what was thrown when the field was read
 */
export function unreadableField(field: string, error: unknown): InvalidProfile {
	if (error instanceof InvalidProfile) return error;
	if (field === '') return new InvalidProfile(...say(MESSAGES.itemUnreadable));
	if (isNativeError(error) && (error.name === 'RangeError' || error.message.includes('circular'))) {
		return tooDeep(field);
	}
	return new InvalidProfile(...say(MESSAGES.fieldUnreadable, { field: shown(field) }));
}

/** The field holds itself, or is deeper than {@link DEEPEST_LEVEL}, or than JSON can be written. */
export function tooDeep(field: string): InvalidProfile {
	return new InvalidProfile(...say(MESSAGES.tooDeep, { field: shown(field) }));
}
