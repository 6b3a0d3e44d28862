import type { EncodedRow } from './encodedRow';
import { hashOf } from './idHashes';

/** What a row that can't be sent adds to the checksum. */
const INVALID_ROW = 1;

/**
 * The books of one reading of a source: what its rows come to. Two readings of the same rows come to the same, so where
 * they don't, the source changed in between. Rows whose values are as long together are taken for the same.
 */
export class RowBooks {
	rows = 0;

	invalidRows = 0;

	/** Of the IDs, the attributes and the length of their values, in their order: 32 bits. */
	private checksum = 0;

	/** Enters a row. @returns the hash of its ID; of an invalid one nothing that means anything */
	add(row: EncodedRow): number {
		this.rows++;
		if (row.invalid !== undefined) {
			this.invalidRows++;
			this.checksum = mixed(this.checksum, INVALID_ROW);
			return INVALID_ROW;
		}
		const { cells, columns, valueBytes } = row;
		const hash = hashOf(row.bytes, row.idStart, row.idEnd);
		let values = valueBytes;
		for (let cell = 0; cell < cells; cell++) values = Math.imul(values, 31) + (columns[cell] ?? 0);
		this.checksum = mixed(mixed(this.checksum, hash), values);
		return hash;
	}

	/** Whether these books have more valid rows, or more invalid ones, than those of a whole reading: then the rows are others. */
	isBeyond(whole: RowBooks): boolean {
		return this.invalidRows > whole.invalidRows || this.validRows > whole.validRows;
	}

	isSameAs(other: RowBooks): boolean {
		return (
			this.rows === other.rows && this.invalidRows === other.invalidRows && this.checksum === other.checksum
		);
	}

	get validRows(): number {
		return this.rows - this.invalidRows;
	}
}

function mixed(sum: number, value: number): number {
	const product = Math.imul(sum ^ value, 0x01_00_01_93);
	return product ^ (product >>> 15);
}
