import type { AttributeColumns } from './attributeColumns';
import type { AttributeReader } from './attributes';
import { EncodedRow } from './encodedRow';
import { parseFieldPath, readField } from './fieldPath';
import { asInvalidProfile } from './invalidProfile';
import { checkProfileId } from './profileId';
import type { ProfileIdType } from './profileId';
import type { RowSource } from './rowSource';

/** So many items are read without a pause: a few milliseconds. */
const ITEMS_PER_BLOCK = 2_000;

/** Input items as rows: the ID from one field, the attributes as the reader picks them. */
export function itemRows(
	items: ReadonlyArray<{ readonly json: object }>,
	idType: ProfileIdType,
	idField: string,
	readAttributes: AttributeReader,
	columns: AttributeColumns,
): RowSource {
	const idPath = parseFieldPath(idField);
	const row = new EncodedRow();

	function fill(json: object): void {
		row.writeId(checkProfileId(idType, readField(json, idPath)));
		// Of two attributes with one name the last counts.
		for (const [name, value] of new Map(readAttributes(json))) {
			row.writeCell(columns.numberOf(name), name, value);
		}
		row.check(idType, columns);
	}

	function* block(from: number): Generator<EncodedRow, void, undefined> {
		for (let item = from; item < Math.min(from + ITEMS_PER_BLOCK, items.length); item++) {
			row.begin({ item, file: 0, line: 0 });
			try {
				fill(items[item]?.json ?? {});
			} catch (error) {
				row.invalid = asInvalidProfile(error);
			}
			yield row;
		}
	}

	return {
		// eslint-disable-next-line @typescript-eslint/require-await -- a source is read without waiting where it is in memory
		async *read() {
			for (let from = 0; from < items.length; from += ITEMS_PER_BLOCK) yield block(from);
		},
	};
}
