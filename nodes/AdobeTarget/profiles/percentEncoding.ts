import { InvalidProfile } from './invalidProfile';

/**
 * Percent-encodes a name, an ID or a value as UTF-8, for a form body as well as for a cell of a batch file.
 *
 * Commas, line ends, `&`, `+`, `%`, `#` and `=` come out encoded, so no value can break out of its place. The
 * result is plain ASCII: its length is its size in bytes. (Adobe asks for URL encoding on the pages of both APIs.)
 *
 * @param text any text
 * @param what names the text in an error, e.g. `The ID`
 * @param name goes with it in quotes, e.g. the attribute's name
 * @throws InvalidProfile when the text holds half of a surrogate pair, which UTF-8 can't express
 */
export function percentEncode(text: string, what: string, name?: string): string {
	if (!text.isWellFormed()) {
		throw new InvalidProfile(
			`${name === undefined ? what : `${what} "${name}"`} holds a broken character: half of a surrogate pair, at position ${brokenCharacter(text)}`,
			'Such text can’t be sent as UTF-8. It usually comes from cutting a text in the middle of an emoji; cut by characters instead, or remove the broken one.',
		);
	}
	return encodeURIComponent(text);
}

/** The 1-based position of the first unpaired surrogate. */
function brokenCharacter(text: string): number {
	return text.search(/\p{Surrogate}/u) + 1;
}
