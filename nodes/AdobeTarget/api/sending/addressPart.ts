import { ADDRESS_PART } from './messages';
import { MESSAGES } from '../../messages';
import { say } from '../../say';
import { TargetError } from '../targetError';

/** IDs have 256 characters at most, status URLs some 150, and servers take some 8 KB of address. */
const LONGEST = 2_000;

/**
 * Encodes a text from outside as a part of an address: a step of its path, or a value of its query.
 *
 * @param name of the text in an error, e.g. `The ID of the profile`
 * @throws TargetError when it can't be one
 */
export function addressPart(name: string, text: string): string {
	checkAddressText(name, text);
	if (text === '.' || text === '..') {
		throw new TargetError(...say(ADDRESS_PART.isStep, { name, text }));
	}
	return encodeURIComponent(text);
}

/**
 * Checks that a text can stand in an address.
 *
 * @param name of the text in an error
 * @throws TargetError when it is too long, or holds half of a surrogate pair, for which another character would be sent
 */
export function checkAddressText(name: string, text: string): void {
	if (text.length > LONGEST) {
		throw new TargetError(...say(ADDRESS_PART.tooLong, { name, length: text.length, most: LONGEST }));
	}
	if (text.isWellFormed()) return;
	const position = text.search(/\p{Surrogate}/u) + 1;
	throw new TargetError(...say(MESSAGES.brokenCharacter, { name, position }));
}
