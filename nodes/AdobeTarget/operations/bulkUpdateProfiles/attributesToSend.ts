import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { AttributeChoice, MappedAttribute } from '../../profiles/attributes/attributeChoice';
import { requireDifferentNames } from '../../profiles/attributes/differentNames';
import { joinedName, parseFieldList, parseFieldPath } from '../../profiles/fields/fieldPath';
import { lastName } from '../../profiles/fields/lastName';
import { InvalidProfile } from '../../profiles/invalidProfile';
import { trimmedName } from '../../profiles/trimmedName';
import { say } from '../../say';
import { shown } from '../../shown';
import { namesText, noAttributes, requireNames } from '../shared/fieldNames';
import type { Source } from '../shared/fieldNames';
import { readAttributesMode, readExcludedFields, selectedFieldsField } from '../shared/fields';
import { nameMeant } from '../shared/nameMeant';
import { plainText, rawParameter, readParameter, rowsIn } from '../../n8n/parameters';
import { PARAMETERS } from './messages';

/** In which way attributes are chosen. */
export const attributesModeField: INodeProperties = {
	displayName: 'Attributes to Send',
	name: 'attributesMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'All Input Fields',
			value: 'all',
			description:
				'Every field or column but the ID becomes an attribute of the same name; behind a Webhook node, every field of its body',
		},
		{
			name: 'Define Below',
			value: 'define',
			description: 'Name each attribute and the field or column that holds its value',
		},
		{
			name: 'Selected Input Fields',
			value: 'selected',
			description: 'The fields or columns that you list become attributes of the same names',
		},
	],
	default: 'all',
	description: 'Empty values are not sent: Target ignores them, and nothing clears an attribute',
};

/** What the panel calls the field of a mapping. */
const INPUT_FIELD = 'Input Field';

/** The attributes of Define Below. */
export const attributeMappingField: INodeProperties = {
	displayName: 'Attributes',
	name: 'attributeMapping',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Attribute',
	default: {},
	options: [
		{
			displayName: 'Attribute',
			name: 'values',
			values: [
				{
					displayName: INPUT_FIELD,
					name: 'field',
					type: 'string',
					requiresDataPath: 'single',
					default: '',
					placeholder: 'e.g. loyalty.tier',
					hint: 'The field’s name, not its value',
					description:
						'Name of the input field, or column of the file, that holds its value: the name itself, no expression. Drag it here from the input panel.',
				},
				{
					displayName: 'Attribute',
					name: 'attribute',
					type: 'resourceLocator',
					requiresDataPath: 'single',
					default: { mode: 'name', value: '' },
					hint: 'Left empty, it is called as its field: "tier" of "loyalty.tier"',
					description:
						'Name of the attribute in Target, without "profile." before it. Empty: the last part of Input Field, or the whole name of a column. With OAuth Server-to-Server, the names that Target knows can be chosen from a list.',
					modes: [
						{
							displayName: 'By Name',
							name: 'name',
							type: 'string',
							placeholder: 'e.g. loyaltyTier',
						},
						{
							displayName: 'From List',
							name: 'list',
							type: 'list',
							typeOptions: { searchListMethod: 'getAttributeNames', searchable: true },
						},
					],
				},
			],
		},
	],
	displayOptions: { show: { attributesMode: ['define'] } },
};

/**
 * Reads which attributes are sent. They are named by fields or columns, so that no expression runs for each item.
 *
 * @throws InvalidProfile or NodeOperationError when the panel names none, or one twice
 */
export function readAttributeChoice(
	context: IExecuteFunctions,
	options: IDataObject,
	source: Source,
): AttributeChoice {
	switch (readAttributesMode(context, attributesModeField)) {
		case 'all':
			return { mode: 'all', ...readExcludedFields(context, options, source) };
		case 'selected':
			return { mode: 'selected', fields: readSelectedFields(context, source) };
		case 'define':
			return { mode: 'define', mapping: readMapping(context, source) };
	}
}

/** The name that a locator holds; or the name itself, as workflows may have it that were not made in the editor. */
function nameOf(attribute: unknown): string {
	const isLocator = typeof attribute === 'object' && attribute !== null && 'value' in attribute;
	return plainText(isLocator ? attribute.value : attribute);
}

/** @throws InvalidProfile when there is none, or one attribute is meant twice */
function readSelectedFields(context: IExecuteFunctions, source: Source): string {
	const { displayName: label } = selectedFieldsField;
	const names = readParameter(context, selectedFieldsField, 0, '');
	const raw = rawParameter(context, selectedFieldsField);
	const meant = nameMeant(context, { label, raw, given: namesText(names) ?? '' }, source);
	const fields = meant ?? requireNames(selectedFieldsField, names);
	requireDifferentNames(parseFieldList(fields).map(({ keys }) => joinedName(keys)));
	return fields;
}

/**
 * The attributes of Define Below. One without a name is called as its field is; but not where its name is an expression
 * that comes to nothing.
 *
 * @throws InvalidProfile when there is none, or one has no field, no name in this way, or is there twice
 */
function readMapping(context: IExecuteFunctions, source: Source): MappedAttribute[] {
	const collection = readParameter(context, attributeMappingField, 0, {});
	const raw = rowsIn(rawParameter(context, attributeMappingField), 'values');
	const mapping = rowsIn(collection, 'values').map(({ attribute, field }, row, { length }) => {
		const written = raw.length === length ? raw[row] : undefined;
		const given = plainText(field);
		const name = nameOf(attribute);
		const meant = nameMeant(context, { label: INPUT_FIELD, raw: written?.field, given }, source);
		return {
			attribute: trimmedName(name) === '' && isPlainlyEmpty(written) ? undefined : name,
			field: meant ?? given,
		};
	});
	if (mapping.length === 0) throw noAttributes();
	const incomplete = mapping.find(({ field }) => trimmedName(field) === '');
	if (incomplete !== undefined) {
		const { attribute } = incomplete;
		throw new InvalidProfile(
			...(attribute === undefined
				? say(PARAMETERS.noField)
				: say(PARAMETERS.attributeWithoutField, { attribute: shown(attribute) })),
		);
	}
	const nameOfField = (field: string) => (source === 'file' ? field : lastName(parseFieldPath(field)));
	requireDifferentNames(mapping.map(({ attribute, field }) => attribute ?? nameOfField(field)));
	return mapping;
}

/** Whether a row of the mapping, as the workflow has it, leaves the name empty; not so where the name or all rows are an expression. */
function isPlainlyEmpty(row: Readonly<Record<string, unknown>> | undefined): boolean {
	return row !== undefined && trimmedName(nameOf(row.attribute)) === '';
}
