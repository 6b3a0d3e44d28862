import type { AttributeColumns } from './attributeColumns';
import type { AttributeReader, Fields } from './attributes';
import { EncodedRow } from './encodedRow';
import { parseFieldPath, readField } from './fieldPath';
import { asInvalidProfile, InvalidProfile } from './invalidProfile';
import { checkProfileId, MAX_ID_LENGTH } from './profileId';
import type { ProfileIdType } from './profileId';
import type { RowSource } from './rowSource';

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
		if (value === '') {
			row.emptyValues++;
			return;
		}
		row.writeCell(columns.numberOf(name), name, value);
	};

	const fill = (item: number, json: Fields): void => {
		row.begin(item, 0, 0);
		try {
			const id = readField(json, idPath);
			if (id === undefined) throw noIdField(idPath.text);
			row.writeId(typeof id === 'string' && id.length <= MAX_ID_LENGTH ? id : checkProfileId(idType, id));
			row.checkId(idType);
			readAttributes(json, take);
			row.checkSize(columns);
			columns.keep();
		} catch (error) {
			columns.forget();
			row.invalid = asInvalidProfile(error);
		}
	};

	return {
		// eslint-disable-next-line @typescript-eslint/require-await -- a source is read without waiting where it is in memory
		async *read() {
			let item = 0;
			yield {
				next() {
					if (item === items.length) return undefined;
					fill(item, items[item]?.json ?? {});
					item++;
					return row;
				},
			};
		},
	};
}

function noIdField(name: string): InvalidProfile {
	return new InvalidProfile(
		`There is no field "${name}" that could hold the ID`,
		'ID Field takes the name of a field, letter by letter as in the input. An expression such as {{ $json.id }} gives the ID itself in place of that name.',
	);
}
