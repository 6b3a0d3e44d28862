import type { AttributeReader, Fields } from '../attributes/attributes';
import { ItemFields } from '../fields/itemFields';
import { ValueRules } from '../attributes/valueRules';
import { checkId } from './encodedId';
import { EncodedRow } from './encodedRow';
import { checkSize } from './profileSize';
import { parseFieldPath, readField } from '../fields/fieldPath';
import type { FieldPath } from '../fields/fieldPath';
import { asInvalidProfile, InvalidProfile } from '../invalidProfile';
import type { Findings } from '../findings';
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
	layout: ItemLayout,
	rules: RowRules,
): RowSource {
	const reader = new ItemReader(layout, rules);
	return {
		// oxlint-disable-next-line typescript/require-await -- a source is read without waiting where it is in memory
		async *read(findings) {
			let item = 0;
			yield {
				next() {
					if (item === items.length) return undefined;
					const row = reader.read(item, items[item]?.json ?? {}, findings);
					item++;
					return row;
				},
			};
		},
	};
}

/** Reads one item after the other into the same row. */
class ItemReader {
	private readonly row = new EncodedRow();

	private readonly idPath: FieldPath;

	private readonly values: ValueRules;

	constructor(
		private readonly layout: ItemLayout,
		private readonly rules: RowRules,
	) {
		this.idPath = parseFieldPath(layout.idField);
		this.values = rules.values ?? new ValueRules();
	}

	/** @param findings takes up what is found in the item, where it is sent */
	read(item: number, json: Fields, findings: Findings): EncodedRow {
		const { row } = this;
		const { columns, share } = this.rules;
		row.begin(item, 0, 0);
		const fields = new ItemFields(json);
		this.layout.lookAt?.(fields);
		try {
			this.takeId(readField(json, this.idPath) ?? unseenId(fields, this.idPath));
			this.layout.readAttributes(json, this.takeAttribute, row.findings, this.values);
			checkSize(row, columns);
			applyBreakRules(row, this.values.breaks, columns);
			columns.keep();
		} catch (error) {
			columns.forget();
			row.invalid = asInvalidProfile(error);
		}
		share?.mark(row);
		if (row.invalid === undefined && !row.isOfOtherShare) row.tellFindings(findings, columns);
		return row;
	}

	private takeId(id: unknown): void {
		const { row } = this;
		const { idType } = this.rules;
		try {
			if (typeof id === 'string' && id.length <= MAX_ID_LENGTH) {
				row.writeId(id);
				checkId(row, idType);
			} else {
				row.writeId(checkProfileId(idType, id, row.findings));
			}
		} catch (error) {
			throw asInvalidProfile(error).saying(fill(ID_FIELD, { field: shown(this.idPath.text) }));
		}
	}

	private readonly takeAttribute = (name: string, value: string): void => {
		const { row } = this;
		if (value === '') {
			row.findings.add('emptyValue');
			return;
		}
		if (!this.values.admits(value, row.findings)) return;
		row.writeCell(this.rules.columns.numberOf(name), name, value);
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
