/** Characters of a word from outside that is quoted in a sentence. */
const LONGEST_WORD = 64;

/** Control characters, line ends of all kinds, and what turns the direction of a text or can't be seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT_FORMS = new Map([
	['\n', '\\n'],
	['\r', '\\r'],
	['\t', '\\t'],
]);

/**
 * A text for a person or a log, in which words from outside stand: n8n shows hints and the details of errors as HTML,
 * and a line end would begin a line of its own in the log. Tags can't begin, and what can't be seen is written out.
 */
export function harmless(text: string): string {
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
