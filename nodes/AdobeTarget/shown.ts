/** The most characters of a word from outside that is quoted in a sentence. */
const LONGEST_WORD = 64;

/** No sentences of ours are longer; what n8n says may be, where it quotes what it was given. */
const LONGEST_TEXT = 20_000;

/** Control characters, line ends of all kinds, and what turns the direction of a text or can't be seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT_FORMS = new Map([
	['\n', '\\n'],
	['\r', '\\r'],
	['\t', '\\t'],
]);

/**
 * Makes a text with words from outside safe for a person or a log: n8n shows hints and the details of errors as HTML,
 * and a line end would begin a line of its own in the log. No tag can begin in it, what can't be seen is written out, and
 * it is cut where it is longer than anybody reads.
 */
export function harmless(text: string): string {
	return text.length > LONGEST_TEXT ? `${written(text.slice(0, LONGEST_TEXT))}…` : written(text);
}

function written(text: string): string {
	return text.replaceAll('<', '‹').replace(UNSEEN, (unseen) => {
		const code = unseen.codePointAt(0) ?? 0;
		return SHORT_FORMS.get(unseen) ?? `\\u${code.toString(16).padStart(4, '0')}`;
	});
}

/** A word from outside (an ID, the name of a field or a file, what Target wrote) as it stands in a sentence: not too long. */
export function shown(word: string, longest = LONGEST_WORD): string {
	if (word.length <= longest) return harmless(word);
	const end = /[\uD800-\uDBFF]/.test(word[longest - 1] ?? '') ? longest - 1 : longest;
	return `${harmless(word.slice(0, end))}…`;
}

/** The most names from outside that are quoted in a sentence. */
const MOST_NAMES = 20;

/**
 * Names from outside, each in quotes, the first of them: `"id", "tier" and 3 more`.
 *
 * @param count how many there are, where `names` are the first of them
 */
export function shownNames(names: readonly string[], count = names.length): string {
	const first = names.slice(0, MOST_NAMES).map((name) => `"${shown(name)}"`);
	const others = count - first.length;
	return others > 0 ? `${first.join(', ')} and ${others.toLocaleString('en')} more` : first.join(', ');
}
