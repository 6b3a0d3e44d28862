/** Where a row came from. Rows are in the order of item, file and line. */
export interface RowPlace {
	/** The index of the input item, from 0: the row itself, or the item that has the file. */
	readonly item: number;
	/** The place of the file among those of the run, from 0; 0 for a row that is an item. */
	readonly file: number;
	/** The line of the file on which the row begins, from 1; 0 for a row that is an item. */
	readonly line: number;
}

/** The place of a row alone, to be kept. */
export function placeOf({ item, file, line }: RowPlace): RowPlace {
	return { item, file, line };
}

/** Whether a row stands before another in the input. */
export function isBefore(a: RowPlace, b: RowPlace): boolean {
	if (a.item !== b.item) return a.item < b.item;
	return a.file === b.file ? a.line < b.line : a.file < b.file;
}
