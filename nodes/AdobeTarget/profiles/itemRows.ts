import type { AttributeColumns } from './attributeColumns';
import type { AttributeReader, Fields } from './attributes';
import { EncodedRow } from './encodedRow';
import { parseFieldPath, readField } from './fieldPath';
import { asInvalidProfile } from './invalidProfile';
import type { InvalidProfile } from './invalidProfile';
import { checkProfileId } from './profileId';
import type { ProfileIdType } from './profileId';
import type { RowBlock, RowSource } from './rowSource';

/** So many items are read without a pause: a few milliseconds. */
const ITEMS_PER_BLOCK = 2_000;

/** Input items as rows: the ID from one field, the attributes as the reader picks them. */
export function itemRows(
	items: ReadonlyArray<{ readonly json: Fields }>,
	idType: ProfileIdType,
	idField: string,
	readAttributes: AttributeReader,
	columns: AttributeColumns,
): RowSource {
	const idPath = parseFieldPath(idField);
	const row = new EncodedRow();
	const take = (name: string, value: string): void => {
		if (value === '') row.emptyValues++;
		else row.writeCell(columns.numberOf(name), name, value);
	};

	const fill = (json: Fields): InvalidProfile | undefined => {
		try {
			row.writeId(checkProfileId(idType, readField(json, idPath)));
			readAttributes(json, take);
			row.check(idType, columns);
			return undefined;
		} catch (error) {
			return asInvalidProfile(error);
		}
	};

	const blockOf = (from: number): RowBlock => {
		const end = Math.min(from + ITEMS_PER_BLOCK, items.length);
		let item = from;
		return {
			next() {
				if (item === end) return undefined;
				row.begin({ item, file: 0, line: 0 });
				row.invalid = fill(items[item++]?.json ?? {});
				return row;
			},
		};
	};

	return {
		// eslint-disable-next-line @typescript-eslint/require-await -- a source is read without waiting where it is in memory
		async *read() {
			for (let from = 0; from < items.length; from += ITEMS_PER_BLOCK) yield blockOf(from);
		},
	};
}
