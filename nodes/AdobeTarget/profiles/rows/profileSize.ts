import type { AttributeColumns } from './attributeColumns';
import type { EncodedRow } from './encodedRow';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { LONGEST_ESCAPE } from '../percentEncoding';
import { say } from '../../say';

/** "64 KB of external profile data" per visitor; names and values in UTF-8, before encoding, as Target keeps them. */
export const MAX_PROFILE_BYTES = 64_000;

const PERCENT = 0x25;

/** @throws InvalidProfile when the profile is larger than Target keeps */
export function checkSize(row: EncodedRow, columns: AttributeColumns): void {
	if (isTooLarge(row, columns)) throw profileTooLarge(String(sizeOf(row, columns)));
}

/** Whether the profile is larger than Target keeps. */
export function isTooLarge(row: EncodedRow, columns: AttributeColumns): boolean {
	// Encoded texts are never shorter than what they stand for, so most rows need no second look.
	return (
		row.valueBytes + columns.bytesOfAllNames > MAX_PROFILE_BYTES && sizeOf(row, columns) > MAX_PROFILE_BYTES
	);
}

/** Why a profile can't be sent that is larger than Target keeps. @param size "80000", "more than 64000" */
export function profileTooLarge(size: string): InvalidProfile {
	return new InvalidProfile(...say(MESSAGES.profileTooLarge, { bytes: size, most: MAX_PROFILE_BYTES }));
}

/** The size of the profile's names and values; of two values of one attribute the later counts. */
function sizeOf({ cells, columns, starts, ends, bytes }: EncodedRow, names: AttributeColumns): number {
	const lastCells = new Map<number, number>();
	for (let cell = 0; cell < cells; cell++) lastCells.set(columns[cell] ?? 0, cell);
	let size = 0;
	for (const [column, cell] of lastCells) {
		const [start = 0, end = 0] = [starts[cell], ends[cell]];
		size += names.nameBytes(column) + end - start;
		for (let at = start; at < end; at++) {
			if (bytes[at] === PERCENT) size -= LONGEST_ESCAPE - 1;
		}
	}
	return size;
}
