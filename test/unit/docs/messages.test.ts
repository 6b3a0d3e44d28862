import { messageRows } from './messageTable';
import { sourceMessages, sourceTexts } from './sourceMessages';

const PAGE = 'docs/troubleshooting.md';

const rows = messageRows('troubleshooting.md', 'Message');
const listed = [...new Set(rows.flatMap(({ messages }) => messages))];

/** Whether a text of the sources comes to a message of the table, whatever stands for its `…`. */
function matcherOf(text: string): RegExp {
	const parts = text.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`);
}

const hasWords = (text: string) => /\p{Letter}{3}/u.test(text);

/** A text of several sentences may have its row by the first: `… files have no rows. …` */
function firstSentence(text: string): string {
	const end = text.indexOf('. ');
	const first = text.slice(0, end + 1);
	return hasWords(first) ? `${first} …` : text;
}

/** Whether the table has the whole text, or its first sentence. */
function isListed(text: string): boolean {
	const matchers = [matcherOf(text), matcherOf(firstSentence(text))];
	return listed.some((row) => matchers.some((matcher) => matcher.test(row)));
}

test('messages are found in the sources', () => {
	expect(sourceMessages().length).toBeGreaterThan(80);
});

test('each message has a row in the table', () => {
	const missing = sourceMessages()
		.filter(({ text }) => hasWords(text) && !isListed(text))
		.map(({ text, place }) => `${place}: "${text}" has no row in ${PAGE}`);
	expect(missing).toEqual([]);
});

/** From so many parts that differ on, a message is put together from texts that stand in several places. */
const ASSEMBLED = 3;

test('each row of the table is in words that the sources have', () => {
	const texts = sourceTexts();
	const words = new Set(texts.flatMap((text) => text.match(/\p{Letter}+/gu) ?? []));
	const isKnown = (row: string): boolean => {
		if (texts.some((text) => hasWords(text) && matcherOf(text).test(row))) return true;
		const parts = row.split('…');
		return parts.length >= ASSEMBLED
			? (row.match(/\p{Letter}+/gu) ?? []).every((word) => words.has(word))
			: parts.filter(hasWords).every((part) => texts.some((text) => text.includes(part.trim())));
	};
	const unknown = listed.filter((row) => !isKnown(row));
	expect(unknown.map((row) => `${PAGE}: no source has the message "${row}"`)).toEqual([]);
});

test('each row names its messages, and says what they mean and what to do', () => {
	const bare = rows.filter(({ messages, isExplained }) => messages.length === 0 || !isExplained);
	expect(bare).toEqual([]);
});

test('no message has two rows', () => {
	const all = rows.flatMap(({ messages }) => messages);
	expect(all.filter((message, index) => all.indexOf(message) !== index)).toEqual([]);
});

test('a row has words of its own, so that it is not about every message', () => {
	expect(listed.filter((message) => !hasWords(message))).toEqual([]);
});
