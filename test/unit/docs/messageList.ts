import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's folder. */
export const ROOT = join(__dirname, '../../..');

/** An entry of a list of messages. */
interface MessageEntry {
	/** The messages that it begins with, each in italics. */
	readonly messages: readonly string[];
	/** Whether it says more than these. */
	readonly isExplained: boolean;
}

const MESSAGE = /_([^_]+)_/g;

/** Messages on a line of their own, and what is said of them on the lines below. */
const ENTRY = /^- (_.*)\n((?: {2}\S.*\n)*)/gm;

/** The entries of the lists on a page that begin with a message. */
export function messageEntries(page: string): MessageEntry[] {
	const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
	return Array.from(text.matchAll(ENTRY), ([, first = '', below = '']) => ({
		messages: Array.from(first.matchAll(MESSAGE), ([, message = '']) => message),
		isExplained: below.trim() !== '',
	}));
}
