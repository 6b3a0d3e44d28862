import type { Attribute } from './attributes';
import { InvalidProfile } from './invalidProfile';
import { percentEncode } from './percentEncoding';
import type { ProfileIdType } from './profileId';

/** A profile to be written as one row. */
export interface ProfileRow {
	/** Where it came from: the index of the input item, from 0. */
	readonly item: number;
	readonly id: string;
	readonly attributes: readonly Attribute[];
}

/** A profile whose texts are percent-encoded and checked: what a batch is made of. */
export interface EncodedRow {
	readonly item: number;
	readonly id: string;
	readonly attributes: ReadonlyMap<string, string>;
}

/** How large a batch may grow. */
export interface BatchLimits {
	/** Rows without the header; at most 499,999 ({@link MAX_ROWS_PER_BATCH}). */
	readonly rows: number;
	/** Bytes of the encoded file; under 50,000,000 ({@link MAX_BYTES_PER_BATCH}). */
	readonly bytes: number;
}

/** A batch file, ready to be uploaded, and the rows it holds. */
export interface Batch {
	/** The whole file, ASCII, from `batch=` on: LF between the lines and none at the end. */
	readonly body: string;
	/** The input items of the rows, in the order of the rows. */
	readonly items: readonly number[];
	/** How many attributes (columns beside the ID) the batch has. */
	readonly columns: number;
}

/** 500,000 rows are allowed (bulk profile API page); whether the header counts is not said, so it may. */
export const MAX_ROWS_PER_BATCH = 499_999;

/** "Less than 50 MB"; whether that is 10^6 or 2^20 is not said, so the smaller. */
export const MAX_BYTES_PER_BATCH = 49_999_999;

/** "64 KB of external profile data" per visitor; names and values in UTF-8, before encoding, as Target keeps them. */
const MAX_PROFILE_BYTES = 64_000;

/**
 * Encodes the texts of a row. Of two attributes with one name the last counts.
 *
 * @throws InvalidProfile when a text can't be encoded or the profile is larger than Target keeps
 */
export function encodeRow(row: ProfileRow): EncodedRow {
	const attributes = new Map<string, string>();
	let bytes = 0;
	for (const [name, value] of new Map(row.attributes)) {
		bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
		attributes.set(percentEncode(name, 'An attribute name'), percentEncode(value, 'The attribute', name));
	}
	if (bytes > MAX_PROFILE_BYTES) {
		throw new InvalidProfile(
			`The attributes of this profile are ${bytes} bytes large; Target keeps at most ${MAX_PROFILE_BYTES} per visitor`,
			'Send fewer or shorter attributes for this profile.',
		);
	}
	return { item: row.item, id: percentEncode(row.id, 'The ID'), attributes };
}

/**
 * Cuts rows into batches, in their order: each row lands in exactly one, and no batch passes a limit. A batch has
 * only the columns that its rows use, in the order in which they first appear; a line ends at its last value
 * (short lines are legal, bulk profile API page).
 */
export function* cutIntoBatches(
	rows: Iterable<EncodedRow>,
	idType: ProfileIdType,
	limits: BatchLimits,
): Generator<Batch, void, undefined> {
	let draft = new BatchDraft(idType, limits);
	for (const row of rows) {
		if (draft.add(row)) continue;
		yield draft.finish();
		draft = new BatchDraft(idType, limits);
		if (!draft.add(row)) throw new RangeError(`A batch of ${limits.bytes} bytes can’t hold a single row`);
	}
	if (!draft.empty) yield draft.finish();
}

/** A batch as it grows: its columns, its lines and its size so far. */
class BatchDraft {
	private readonly columns = new Map<string, number>();
	private readonly lines: string[] = [];
	private readonly items: number[] = [];
	private bytes: number;

	constructor(
		private readonly idType: ProfileIdType,
		private readonly limits: BatchLimits,
	) {
		this.bytes = `batch=${idType}`.length;
	}

	get empty(): boolean {
		return this.lines.length === 0;
	}

	/** Takes the row in, or says false and stays as it was when the row would pass a limit. */
	add(row: EncodedRow): boolean {
		if (this.lines.length === this.limits.rows) return false;
		const cells = [row.id];
		const added: string[] = [];
		let growth = 0;
		for (const [name, value] of row.attributes) {
			let column = this.columns.get(name);
			if (column === undefined) {
				added.push(name);
				growth += 1 + name.length;
				column = this.columns.size + added.length;
			}
			cells[column] = value;
		}
		const line = cells.join(',');
		growth += 1 + line.length;
		if (this.bytes + growth > this.limits.bytes) return false;
		for (const name of added) this.columns.set(name, this.columns.size + 1);
		this.lines.push(line);
		this.items.push(row.item);
		this.bytes += growth;
		return true;
	}

	finish(): Batch {
		const header = `batch=${[this.idType, ...this.columns.keys()].join(',')}`;
		return {
			body: [header, ...this.lines].join('\n'),
			items: this.items,
			columns: this.columns.size,
		};
	}
}
