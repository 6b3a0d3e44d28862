import { ChangedValues } from './changedValues';

/** Something in the input that does not keep a row from being sent, and that its owner should know of. */
export type Finding =
	/** A value that is empty, and so not sent. */
	| 'emptyValue'
	/** The header of a file, once more among its rows. */
	| 'headerAgain'
	/** A line of dashes under the header of a file. */
	| 'underline'
	/** A file that has a header alone. */
	| 'fileWithoutRows'
	/** A name in a batch file's header that had white space around it. */
	| 'trimmedColumn'
	/** A value that the panel takes for empty, and so not sent. */
	| 'treatedAsEmpty'
	/** A value that is a database's word for nothing, and is sent as a text like others. */
	| 'wordForNothing'
	/** A whole number that JavaScript can't hold exactly. */
	| 'roundedNumber'
	/** A list of which an entry holds what stands between entries. */
	| 'barInList'
	/** A value longer than what Adobe says of other APIs. */
	| 'longValue'
	/** An item of n8n's Webhook node, of which all fields were meant and the body's were taken. */
	| 'webhookItem'
	/** An attribute with the name that n8n gives to a nested field where it is dragged in. */
	| 'pathAsName'
	/** One of n8n's files, which is no attribute. */
	| 'file'
	/** An ID that had white space around it. */
	| 'trimmedId'
	/** An ID that stood in a spreadsheet's formula, `="00123"`. */
	| 'formulaId'
	/** An ID that looks like a whole number written as a decimal one, `12345.0`. */
	| 'decimalId';

/** How often each was found. */
export class Findings {
	private readonly counts = new Map<Finding, number>();

	/** Values that are sent otherwise than they were; of rows that are sent. */
	readonly changed = new ChangedValues();

	/** How many rows are of other shares; nothing else is told of them. */
	ofOtherShares = 0;

	add(finding: Finding, count = 1): void {
		if (count > 0) this.counts.set(finding, this.count(finding) + count);
	}

	addAll(others: Findings): void {
		// Most rows have none, and to go through none of a million rows leaves 40 MB of garbage.
		if (others.counts.size === 0) return;
		for (const [finding, count] of others.counts) this.add(finding, count);
	}

	/** Begins anew, for another row. */
	clear(): void {
		if (this.counts.size > 0) this.counts.clear();
	}

	count(finding: Finding): number {
		return this.counts.get(finding) ?? 0;
	}

	/** How many there are of all kinds. */
	get total(): number {
		let total = 0;
		if (this.counts.size > 0) for (const count of this.counts.values()) total += count;
		return total;
	}

	[Symbol.iterator](): IterableIterator<[finding: Finding, count: number]> {
		return this.counts.entries();
	}
}
