import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** A table by chance. */
interface DrawnTable {
	/** The header without the column of the ID. */
	readonly names: string[];
	/** Where the column of the ID stands among them. */
	readonly idColumn: number;
	/** Rows with as many other cells as there are names. */
	readonly rows: Array<[id: string, others: string[]]>;
}

/** Texts of cells: of the given characters, which formats give a meaning, or of any but NUL. */
export function cellTexts(special: Arbitrary<string>): Arbitrary<string> {
	return fc.oneof(
		fc.string({ unit: special, maxLength: 8 }),
		fc.string({ unit: 'binary', maxLength: 12 }).map((drawn) => drawn.replaceAll('\0', '')),
	);
}

/** Tables with these headers, IDs and cells. */
export function tablesOf(
	headers: Arbitrary<string[]>,
	ids: Arbitrary<string>,
	cells: Arbitrary<string>,
): Arbitrary<DrawnTable> {
	return headers.chain((names) =>
		fc.record({
			names: fc.constant(names),
			idColumn: fc.nat(names.length),
			rows: fc.array(fc.tuple(ids, fc.array(cells, { minLength: names.length, maxLength: names.length })), {
				minLength: 1,
				maxLength: 8,
			}),
		}),
	);
}
