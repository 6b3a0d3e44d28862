import { grownNumbers } from './grownNumbers';

/** In one value, commas were replaced, line ends, or both. */
export const COMMA_CHANGED = 1;
export const LINE_END_CHANGED = 2;

/** The names of attributes, by their numbers. */
interface Names {
	name(column: number): string;
}

/** How many values of an attribute were changed. */
export interface Changed {
	readonly name: string;
	readonly count: number;
}

/** How many values were changed so that neither a comma nor a line end is in them, by attribute. */
export class ChangedValues {
	/** By the numbers of the attributes, as of those with line ends: every row may add to them. */
	private readonly commas: number[] = [];

	private readonly lineEnds: number[] = [];

	private columns: Names | undefined;

	/**
	 * @param column the number of the attribute
	 * @param change {@link COMMA_CHANGED}, {@link LINE_END_CHANGED} or both
	 * @param columns gives the names; the same for a whole run
	 */
	add(column: number, change: number, columns: Names): void {
		this.columns = columns;
		if ((change & COMMA_CHANGED) > 0) this.commas[column] = (this.commas[column] ?? 0) + 1;
		if ((change & LINE_END_CHANGED) > 0) this.lineEnds[column] = (this.lineEnds[column] ?? 0) + 1;
	}

	/** Attributes in whose values commas were replaced, those with the most first. */
	get withCommas(): Changed[] {
		return this.named(this.commas);
	}

	/** Attributes in whose values line ends were replaced, those with the most first. */
	get withLineEnds(): Changed[] {
		return this.named(this.lineEnds);
	}

	private named(counts: readonly number[]): Changed[] {
		const changed: Changed[] = [];
		for (const [column, count = 0] of counts.entries()) {
			if (count > 0) changed.push({ name: this.columns?.name(column) ?? '', count });
		}
		return changed.sort((a, b) => b.count - a.count);
	}
}

/** Which values of one row were changed. The same object serves all rows of a source. */
export class ChangesOfRow {
	count = 0;

	/** The attributes by their numbers, and what was changed in the value of each. */
	private columns = new Int32Array(16);

	private changes = new Int32Array(16);

	/** Begins anew, for another row. */
	clear(): void {
		this.count = 0;
	}

	/** Notes what was changed in a value: once, however often it was changed there. @param change as of {@link ChangedValues.add} */
	note(column: number, change: number): void {
		const last = this.count - 1;
		if (last >= 0 && this.columns[last] === column) {
			this.changes[last] = (this.changes[last] ?? 0) | change;
			return;
		}
		if (this.count === this.columns.length) {
			this.columns = grownNumbers(this.columns);
			this.changes = grownNumbers(this.changes);
		}
		this.columns[this.count] = column;
		this.changes[this.count++] = change;
	}

	/** Adds the changes to those of other rows. */
	addTo(changed: ChangedValues, names: Names): void {
		for (let at = 0; at < this.count; at++) changed.add(this.columns[at] ?? 0, this.changes[at] ?? 0, names);
	}
}
