import type { RowPlace } from '../../../profiles/rows/rowPlace';
import { fill } from '../../../say';
import { MESSAGES } from '../../../n8n/messages';
import { CHANGED, ROWS } from './messages';
import { shown } from '../../../shown';

/** What rows are called, as the user knows them: items by their number, rows of files by their line. */
export interface RowNames {
	/** "item" or "row". */
	readonly noun: string;
	/** Whether each row is an input item. */
	readonly areItems: boolean;
	/** What is said where the rows are others than they were when they were checked. */
	readonly changed: (typeof CHANGED)[keyof typeof CHANGED];
	/** "Item 4", "Line 17", "Line 17 of customers.csv". */
	readonly name: (place: RowPlace) => string;
	/** "item 4", "items 4 to 9", "lines 2 to 90", "line 2 of a.csv to line 7 of b.csv". */
	readonly range: (first: RowPlace, last: RowPlace) => string;
	/** What an output item says of a range. */
	readonly fields: (first: RowPlace, last: RowPlace) => Record<string, number>;
}

/** Items are counted from 0, as n8n does. */
export const itemNames: RowNames = {
	noun: 'item',
	areItems: true,
	changed: CHANGED.items,
	name: ({ item }) => fill(MESSAGES.item.text, { item }),
	range: (first, last) =>
		first.item === last.item ? `item ${first.item}` : `items ${first.item} to ${last.item}`,
	fields: (first, last) => ({ firstItem: first.item, lastItem: last.item }),
};

/** A file by its name and the item that has it. */
interface FileOfItem {
	readonly name: string;
	readonly item: number;
}

/**
 * Lines of files; the file is named where there are several, and its item with it where several have one name: an
 * error of a line is linked to no item.
 *
 * @param files in their order
 */
export function fileRowNames(files: readonly FileOfItem[]): RowNames {
	const counts = new Map<string, number>();
	for (const { name } of files) counts.set(name, (counts.get(name) ?? 0) + 1);
	const names = files.map(({ name, item }) => (counts.get(name) === 1 ? name : `${name} (item ${item})`));
	const lineOf = ({ file, line }: RowPlace) =>
		names.length === 1 ? `line ${line}` : `line ${line} of ${shown(names[file] ?? '')}`;
	return {
		noun: 'row',
		areItems: false,
		changed: names.length === 1 ? CHANGED.file : CHANGED.files,
		name: ({ file, line }) =>
			names.length === 1
				? fill(ROWS.line.text, { line })
				: fill(ROWS.lineOfFile.text, { line, file: shown(names[file] ?? '') }),
		range(first, last) {
			if (first.file === last.file && first.line === last.line) return lineOf(first);
			return first.file === last.file
				? lineOf(last).replace('line', `lines ${first.line} to`)
				: `${lineOf(first)} to ${lineOf(last)}`;
		},
		fields: (first, last) => ({
			// All rows of a single file come from one item, which the output is linked to.
			...(names.length > 1 && { firstItem: first.item, lastItem: last.item }),
			firstLine: first.line,
			lastLine: last.line,
		}),
	};
}
