import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { messageEntries, ROOT } from './messageList';

const PAGE = 'troubleshooting.md';

/** The messages of all rooms, as the page has them: with `…` for what differs. */
const messages = new Set(
	readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((name) => /(^|\W)messages\.ts$/.test(name))
		.flatMap((name) => textsIn(jest.requireActual(join(ROOT, 'nodes', name))))
		.map((text) => text.replace(/(?:\{\w+\})+/g, '…')),
);

/** Of all that a room's `messages.ts` exports, whatever has a `text` is a message. */
function textsIn(exported: unknown): string[] {
	if (typeof exported !== 'object' || exported === null) return [];
	if ('text' in exported && typeof exported.text === 'string') return [exported.text];
	return Object.values(exported).flatMap(textsIn);
}

const entries = messageEntries(PAGE);
const listed = entries.flatMap((entry) => entry.messages);

test('each message has one entry, and each entry is of messages', () => {
	expect(listed.toSorted()).toEqual([...messages].toSorted());
});

test('each entry names its messages, and says what they mean and what to do', () => {
	expect(entries.filter((entry) => entry.messages.length === 0 || !entry.isExplained)).toEqual([]);
});
