import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readAllFields, readMappedFields, readSelectedFields } from '../profiles/attributes';
import type { AttributeReader } from '../profiles/attributes';
import { encodeRow } from '../profiles/batches';
import type { EncodedRow } from '../profiles/batches';
import { parseFieldPath, readField } from '../profiles/fieldPath';
import type { FieldPath } from '../profiles/fieldPath';
import { checkProfileId } from '../profiles/profileId';
import type { ProfileIdType } from '../profiles/profileId';
import type { Failure } from './failure';
import { readAttributesMode, readNestedValues } from './fields';
import { plainText, readText } from './parameters';

/** All items as encoded rows, and those that can't be sent. */
export function readItemRows(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): { rows: EncodedRow[]; invalid: Failure[] } {
	const idField = readText(context, 'idField', 0);
	const idPath = parseFieldPath(idField);
	const readAttributes = attributeReader(context, options, idField);
	const rows: EncodedRow[] = [];
	const invalid: Failure[] = [];
	for (const [item, { json }] of context.getInputData().entries()) {
		try {
			const id = checkProfileId(idType, readField(json, idPath));
			rows.push(encodeRow({ item, id, attributes: readAttributes(json) }));
		} catch (error) {
			invalid.push({ error, items: [item] });
		}
	}
	return { rows, invalid };
}

/** How the attributes of an item are found, by the chosen mode: by field name, so that no expression runs per item. */
function attributeReader(context: IExecuteFunctions, options: IDataObject, idField: string): AttributeReader {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context)) {
		case 'all':
			return readAllFields(nestedValues, plainText(options.excludeFields), idField);
		case 'selected':
			return readSelectedFields(readText(context, 'fields', 0), nestedValues);
		case 'define':
			return readMappedFields(mappingOf(context.getNodeParameter('attributeMapping', 0, {})), nestedValues);
	}
}

/** The rows of the attribute mapping; none where it was left as it came. */
function mappingOf(collection: unknown): Array<{ attribute: string; path: FieldPath }> {
	if (typeof collection !== 'object' || collection === null) return [];
	if (!('values' in collection) || !Array.isArray(collection.values)) return [];
	return collection.values.map((row: { attribute?: unknown; field?: unknown }) => ({
		attribute: plainText(row.attribute),
		path: parseFieldPath(plainText(row.field)),
	}));
}
