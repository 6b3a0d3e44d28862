/** Adobe's text for a batch without rows (bulk profile update API page). */
export const EMPTY = 'Batch is empty';

/** A row whose every cell is known to decode. It stays as it came until it is read: a batch has up to 500,000. */
export class BatchRow {
	/** @param decode gives the text of a cell */
	constructor(
		readonly id: string,
		private readonly line: string,
		private readonly names: readonly string[],
		private readonly decode: (cell: string) => string,
	) {}

	/** Whether any cell but the ID's holds something. */
	hasValues(): boolean {
		return /,[^,]/.test(this.line);
	}

	/** Decoded, without the empty values. */
	attributes(): Map<string, string> {
		const [, ...cells] = this.line.split(',');
		const attributes = new Map<string, string>();
		for (const [index, name] of this.names.entries()) {
			const cell = cells[index];
			if (cell) attributes.set(name, this.decode(cell));
		}
		return attributes;
	}
}

export interface BatchFile {
	readonly idType: 'thirdPartyId' | 'pcId';
	readonly rows: readonly BatchRow[];
	/** How many lines there are below the header, with those that are no rows. */
	readonly lines: number;
}
