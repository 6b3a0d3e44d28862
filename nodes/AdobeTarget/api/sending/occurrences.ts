/** Where something begins and ends. */
export type Span = readonly [from: number, end: number];

/**
 * For a text of so many characters, V8 looks in linear time; for a longer one, in as many steps as the two lengths
 * multiplied (string-search.h, kBMMaxShift). Somebody may choose both: minutes, for a token and an answer.
 */
export const LONGEST_LOOKED_FOR = 250;

/**
 * Where a word stands in a text, in linear time whatever the two are. Of a longer one, its first 250 characters are
 * looked for, and found is as much as agrees with it from there.
 *
 * @param most no more of them are looked for
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
