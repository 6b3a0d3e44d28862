import type { AttributeReader, Fields } from '../attributes/attributes';
import { ItemFields } from '../fields/itemFields';
import { ValueRules } from '../attributes/valueRules';
import { checkId } from './encodedId';
import { EncodedRow } from './encodedRow';
import { checkSize } from './profileSize';
import { parseFieldPath, readField } from '../fields/fieldPath';
import type { FieldPath } from '../fields/fieldPath';
import { asInvalidProfile, InvalidProfile } from '../invalidProfile';
import { ID_FIELD, MESSAGES } from './messages';
import { checkProfileId, MAX_ID_LENGTH } from '../profileId';
import { applyBreakRules } from './applyBreakRules';
import type { RowRules, RowSource } from './rowSource';
import { fill, say } from '../../say';
import { shown, shownNames } from '../../shown';

/** What of an item is its ID, and what its attributes are. */
interface ItemLayout {
	readonly idField: string;
	readonly readAttributes: AttributeReader;
	/** Sees each item, whether or not it can be sent. */
	readonly lookAt?: (fields: ItemFields) => void;
}

/** Input items as rows: the ID from one field, the attributes as the reader picks them. */
export function itemRows(
	items: ReadonlyArray<{ readonly json: Fields }>,
	{ idField, readAttributes, lookAt }: ItemLayout,
	{ idType, columns, values: rules = new ValueRules(), share }: RowRules,
): RowSource {
	const idPath = parseFieldPath(idField);
	const row = new EncodedRow();
	const take = (name: string, value: string): void => {
		if (value === '') {
			row.findings.add('emptyValue');
			return;
		}
		if (rules.admits(value, row.findings)) row.writeCell(columns.numberOf(name), name, value);
	};

	const takeId = (id: unknown): void => {
		try {
			if (typeof id === 'string' && id.length <= MAX_ID_LENGTH) {
				row.writeId(id);
				checkId(row, idType);
			} else {
				row.writeId(checkProfileId(idType, id, row.findings));
			}
		} catch (error) {
			throw asInvalidProfile(error).saying(fill(ID_FIELD, { field: shown(idPath.text) }));
		}
	};

	const readItem = (item: number, json: Fields): void => {
		row.begin(item, 0, 0);
		const fields = new ItemFields(json);
		lookAt?.(fields);
		try {
			const id = readField(json, idPath) ?? unseenId(fields, idPath);
			takeId(id);
			readAttributes(json, take, row.findings, rules);
			checkSize(row, columns);
			applyBreakRules(row, rules.breaks, columns);
			columns.keep();
		} catch (error) {
			columns.forget();
			row.invalid = asInvalidProfile(error);
		}
	};

	return {
		// oxlint-disable-next-line typescript/require-await -- a source is read without waiting where it is in memory
		async *read(findings) {
			let item = 0;
			yield {
				next() {
					if (item === items.length) return undefined;
					readItem(item, items[item]?.json ?? {});
					share?.mark(row);
					if (row.invalid === undefined && !row.isOfOtherShare) row.tellFindings(findings, columns);
					item++;
					return row;
				},
			};
		},
	};
}

/** An ID whose field has white space around its name, or is null. @throws InvalidProfile when there is none */
function unseenId(fields: ItemFields, path: FieldPath): unknown {
	const id = fields.read(path);
	if (id === undefined) throw noIdField(path.text, fields.names());
	return id;
}

/** Why a row has no ID, with the names of the fields that there are. */
export function noIdField(name: string, fields: readonly string[]): InvalidProfile {
	const field = shown(name);
	return new InvalidProfile(
		...(fields.length === 0
			? say(MESSAGES.noFields, { field })
			: say(MESSAGES.noIdField, { field, names: shownNames(fields) })),
	);
}
