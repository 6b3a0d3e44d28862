import type { EncodedRow } from './encodedRow';
import { hashOf } from './idHashes';

/** Spreads hashes anew. The hashes of one share would else be alike, and repeated IDs are told apart by them later. */
const SPREAD = 0x9e_37_79_b1;

const ALL_HASHES = 2 ** 32;

/**
 * Some of the rows, by a hash of their IDs as they are sent: share 2 of 8. Each ID is in one share, whatever file or item
 * it comes from, and all shares together are all rows.
 */
export class IdShare {
	/**
	 * @param number which share it is, from 1 to `of`
	 * @param takesInvalid whether rows that can't be sent, whose IDs mean nothing, are of this share
	 */
	constructor(
		private readonly number: number,
		private readonly of: number,
		private readonly takesInvalid: boolean,
	) {}

	/** Notes on a row that was read whether it is of another share. */
	mark(row: EncodedRow): void {
		row.isOfOtherShare = !this.has(row);
	}

	private has({ invalid, bytes, idStart, idEnd }: EncodedRow): boolean {
		if (invalid !== undefined) return this.takesInvalid;
		const spread = Math.imul(hashOf(bytes, idStart, idEnd), SPREAD) >>> 0;
		return Math.floor((spread / ALL_HASHES) * this.of) === this.number - 1;
	}
}
