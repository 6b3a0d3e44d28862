import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';
import { trimmedName } from '../trimmedName';

/**
 * The name without what nobody sees around it, and without the `profile.` that Adobe's pages write before it: the single
 * update's form adds it by itself.
 *
 * @throws InvalidProfile when nothing is left of it
 */
export function attributeName(name: string): string {
	const trimmed = trimmedName(name);
	const plain = trimmed.startsWith('profile.') ? trimmedName(trimmed.slice('profile.'.length)) : trimmed;
	if (plain === '') throw new InvalidProfile(...say(MESSAGES.noName));
	return plain;
}
