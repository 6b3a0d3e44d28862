import type { AttributeColumns } from '../rows/attributeColumns';
import type { UnreadableFile } from '../unreadableFile';
import type { RecordFormat } from './recordBlocks';

/** Which cells of a record are what; read from the first record of a file. */
export interface FileLayout {
	/** How many columns the header has. */
	readonly width: number;
	/** How many cells a row has at least. */
	readonly leastCells: number;
	/** The column of the ID, from 0. */
	readonly idColumn: number;
	/** Its name in the header. */
	readonly idName: string;
	/** The columns to send, each with the number of its attribute. */
	readonly picked: ReadonlyArray<{ readonly column: number; readonly attribute: number }>;
	/** Columns that are to be sent but have no name: a value in one of them can't be. */
	readonly nameless: readonly number[];
	/** How many names lost white space around them; 0 for a format where that is nothing to speak of. */
	readonly trimmedNames: number;
}

/** A kind of file: how its records are read, and what its header says. */
export interface FileFormat extends RecordFormat {
	/** What the file is, by its beginning, once its header has turned out not to be one; undefined when nobody knows. */
	otherKind(head: string): UnreadableFile | undefined;
	/** @throws UnreadableFile when the header can't be right */
	layoutOf(header: readonly string[], columns: AttributeColumns): FileLayout;
	/** Whether programs print it, with a line of dashes under the header. */
	readonly mayBeUnderlined: boolean;
	/** What is to be done with a cell that holds what separates cells. */
	readonly cellAdvice: string;
	/** Whether cells are right UTF-8 wherever the text of the file is, so that a whole piece of it is checked at once. */
	readonly rawUtf8: boolean;
}
