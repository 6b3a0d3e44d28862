import { messageRows } from './messageTable';
import { shownMessages } from './shownMessages';
import { packageSources } from './sources';
import { spellings, variants } from './texts';

const PAGE = 'docs/troubleshooting.md';

/** The pages that quote messages, in tables of "What you see". */
const OPERATIONS = [
	'bulk-update-profiles.md',
	'get-bulk-update-status.md',
	'get-profile.md',
	'migrating-from-http-request.md',
	'update-profile.md',
];

const rows = messageRows('troubleshooting.md', 'Message');
const listed = new Set(rows.flatMap(({ messages }) => messages));

let shown: ReturnType<typeof shownMessages>;
beforeAll(() => {
	shown = shownMessages(packageSources());
}, 120_000);

test('what the node can show is told by its sources', () => {
	expect(shown.messages.length).toBeGreaterThan(100);
	expect(shown.unread).toEqual([]);
});

test('each message has a row in the table', () => {
	const missing = shown.messages.flatMap(({ text, place }) =>
		variants(text)
			.map(spellings)
			.filter((ways) => !ways.some((way) => listed.has(way)))
			.map((ways) => `${place}: "${longest(ways)}" has no row in ${PAGE}`),
	);
	expect([...new Set(missing)]).toEqual([]);
});

test('each row of the table is about a message that the node can show', () => {
	const known = new Set(shown.messages.flatMap(({ text }) => variants(text).flatMap(spellings)));
	const unknown = [...listed].filter((message) => !known.has(message));
	expect(unknown.map((message) => `${PAGE}: no source has the message "${message}"`)).toEqual([]);
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
	expect([...listed].filter((message) => !/\p{Letter}{3}/u.test(message))).toEqual([]);
});

test.each(OPERATIONS)('the messages that %s quotes are in the table', (page) => {
	const quoted = messageRows(page, 'What you see').flatMap(({ messages }) => messages);
	expect(quoted.length).toBeGreaterThan(0);
	expect(quoted.filter((message) => !listed.has(message))).toEqual([]);
});

function longest(ways: readonly string[]): string {
	return ways.reduce((long, way) => (way.length > long.length ? way : long), '');
}
