import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's folder. */
export const ROOT = join(__dirname, '../../..');

/** A row of a table of messages. */
interface MessageRow {
	/** The messages of its first cell, each in italics. */
	readonly messages: readonly string[];
	/** Whether the other cells say something. */
	readonly isExplained: boolean;
}

const MESSAGE = /_([^_]+)_/g;

/** The rows of the tables on a page that begin with a column of this name. */
export function messageRows(page: string, column: string): MessageRow[] {
	const rows: MessageRow[] = [];
	let isTable = false;
	for (const line of readFileSync(join(ROOT, 'docs', page), 'utf8').split('\n')) {
		if (!line.startsWith('|')) {
			isTable = false;
			continue;
		}
		const [, first = '', ...others] = line.split('|').map((cell) => cell.trim());
		if (first === column) isTable = true;
		else if (isTable && !/^-+$/.test(first)) rows.push(rowOf(first, others.slice(0, -1)));
	}
	return rows;
}

function rowOf(first: string, others: readonly string[]): MessageRow {
	return {
		messages: Array.from(first.matchAll(MESSAGE), ([, message = '']) => message),
		isExplained: others.length > 0 && others.every((cell) => cell !== ''),
	};
}
