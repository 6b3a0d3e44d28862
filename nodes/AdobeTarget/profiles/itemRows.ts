import type { AttributeColumns } from './attributeColumns';
import type { AttributeReader, Fields, PlainValue } from './attributes';
import { EncodedRow, MAX_PROFILE_BYTES } from './encodedRow';
import { parseFieldPath, readField } from './fieldPath';
import { asInvalidProfile, InvalidProfile } from './invalidProfile';
import { checkProfileId } from './profileId';
import type { ProfileIdType } from './profileId';
import { Glances } from './rowSource';
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
	const take = (name: string, value: PlainValue): void => {
		if (value === '') {
			row.emptyValues++;
			return;
		}
		const column = columns.numberOf(name);
		if (row.isWhole) row.writeCell(column, name, String(value));
		else row.countCell(name, value);
	};

	const fill = (item: number, json: Fields, isWhole: boolean): void => {
		row.begin(item, 0, 0);
		row.isWhole = isWhole;
		try {
			const id = readField(json, idPath);
			if (id === undefined) throw noIdField(idPath.text);
			row.writeId(typeof id === 'string' ? id : checkProfileId(idType, id));
			row.checkId(idType);
			readAttributes(json, take);
			if (row.isWhole) row.checkSize(columns);
		} catch (error) {
			row.invalid = asInvalidProfile(error);
		}
	};

	const blockOf = (from: number, glances: Glances): RowBlock => {
		const end = Math.min(from + ITEMS_PER_BLOCK, items.length);
		let item = from;
		return {
			next() {
				if (item === end) return undefined;
				const json = items[item]?.json ?? {};
				fill(item, json, glances.wholeIsDue);
				if (!row.isWhole && mayBeTooLarge(row, columns)) fill(item, json, true);
				glances.note(row);
				item++;
				return row;
			},
		};
	};

	return {
		// eslint-disable-next-line @typescript-eslint/require-await -- a source is read without waiting where it is in memory
		async *read(reading) {
			const glances = new Glances(reading);
			for (let from = 0; from < items.length; from += ITEMS_PER_BLOCK) yield blockOf(from, glances);
		},
	};
}

function noIdField(name: string): InvalidProfile {
	return new InvalidProfile(
		`There is no field "${name}" that could hold the ID`,
		'ID Field takes the name of a field, letter by letter as in the input. An expression such as {{ $json.id }} gives the ID itself in place of that name.',
	);
}

/** By the most bytes that the counted characters can be in UTF-8. */
function mayBeTooLarge({ valueBytes }: EncodedRow, columns: AttributeColumns): boolean {
	return valueBytes * 3 + columns.bytesOfAllNames > MAX_PROFILE_BYTES;
}
