/** What a profile is named by in an address, or an attribute of it, however the `=` behind it is written. */
const PARAMETER = /(?:mbox(?:3rdPartyId|PC)|profile\.[^\s<=%&\\]{0,200})(?=[=%&\\])(?:(?!\]\]>)[^<])*/gi;

/** Stands where they were. */
const MARK = '[parameters]';

/**
 * An answer without the parameters of the address that it may repeat, as pages of servers and proxies do: they are
 * somebody's ID and attributes, and answers are quoted in errors.
 *
 * @param text to the end of the element that they stand in, it is taken away: nobody knows where a value ends
 */
export function withoutParameters(text: string): string {
	return text.replace(PARAMETER, MARK);
}
