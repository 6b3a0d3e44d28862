import { TargetError } from '../targetError';

/** IDs have 256 characters at most, status URLs some 150, and servers take some 8 KB of address. */
const LONGEST = 2_000;

/**
 * Encodes a text from outside as a part of an address: a step of its path, or a value of its query.
 *
 * @param what names the text in an error, e.g. `The ID of the profile`
 * @throws TargetError when it can be none
 */
export function addressPart(what: string, text: string): string {
	checkAddressText(what, text);
	if (text === '.' || text === '..') {
		throw new TargetError(
			`${what} is "${text}", which can’t be a part of an address`,
			'Check the ID. In an address this means a step in its path.',
		);
	}
	return encodeURIComponent(text);
}

/**
 * Checks that a text can stand in an address.
 *
 * @param what names the text in an error
 * @throws TargetError when it is too long, or holds half of a surrogate pair, for which another character would be sent
 */
export function checkAddressText(what: string, text: string): void {
	if (text.length > LONGEST) {
		throw new TargetError(
			`${what} is ${text.length} characters long; an address may have ${LONGEST} of them`,
			'Check that the right field is used.',
		);
	}
	if (text.isWellFormed()) return;
	const position = text.search(/\p{Surrogate}/u) + 1;
	throw new TargetError(
		`${what} holds a broken character: half of a surrogate pair, at position ${position}`,
		'Such text can’t be sent as UTF-8. It usually comes from cutting a text in the middle of an emoji; cut by characters instead, or remove the broken one.',
	);
}
