import { isHeaderText } from './headerText';
import { MESSAGES } from './messages';
import { say } from '../say';
import { TargetError } from './targetError';

/**
 * Checks a profile authentication token that the credential gives.
 *
 * @returns the token
 * @throws TargetError, which does not repeat it, when it can't be one
 */
export function checkProfileToken(token: string): string {
	if (isHeaderText(token)) return token;
	throw new TargetError(...say(token === '' ? MESSAGES.noToken : MESSAGES.tokenNotValid));
}
