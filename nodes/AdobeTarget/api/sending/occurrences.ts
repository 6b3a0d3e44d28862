/** Where something begins and ends. */
export type Span = readonly [from: number, end: number];

/**
 * V8 looks for a text of up to this length in linear time; for a longer one it may take as many steps as the two lengths
 * multiplied (string-search.h, kBMMaxShift). Where somebody chooses both, token and answer, that is minutes.
 */
export const LONGEST_LOOKED_FOR = 250;

/**
 * Where a word stands in a text, found in linear time whatever the two are. Of a word of more than 250 characters, the
 * first 250 are looked for; a span then goes as far as the text agrees with the word.
 *
 * @param most how many are looked for at most
 */
export function occurrencesOf(word: string, text: string, most = Infinity): Span[] {
	const begin = word.slice(0, LONGEST_LOOKED_FOR);
	const spans: Span[] = [];
	let end = 0;
	for (let at = text.indexOf(begin); at !== -1 && spans.length < most; at = text.indexOf(begin, end)) {
		end = at + begin.length;
		while (end - at < word.length && text.charCodeAt(end) === word.charCodeAt(end - at)) end++;
		spans.push([at, end]);
	}
	return spans;
}
