import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ExcludedFields } from '../../profiles/attributes/attributeChoice';
import type { NestedValues } from '../../profiles/attributes/attributes';
import type { ProfileIdType } from '../../profiles/profileId';
import { say } from '../../say';
import { nodeError } from '../../n8n/failure';
import { NOT_AS_TOOL } from './asTool';
import { namesText } from './fieldNames';
import type { Source } from './fieldNames';
import { PARAMETERS } from './messages';
import { nameIn, nameMeant } from './nameMeant';
import {
	checkChoice,
	givenOption,
	isExpression,
	rawOption,
	readChoice,
	readParameter,
} from '../../n8n/parameters';

/** Which ID the profiles have. */
export const idTypeField: INodeProperties = {
	displayName: 'ID Type',
	name: 'idType',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Third-Party ID',
			value: 'thirdPartyId',
			description: 'Your own ID of the visitor (mbox3rdPartyId), e.g. a customer number',
		},
		{
			name: 'PC ID',
			value: 'pcId',
			description: 'The visitor ID that Target assigned (tntId, mboxPC), with its location hint',
		},
	],
	default: 'thirdPartyId',
	description: 'Which ID of the profile you have. Target takes no Experience Cloud ID (ECID) for updates.',
};

/** The fields to send when only some are. */
export const selectedFieldsField: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'string',
	requiresDataPath: 'multiple',
	required: true,
	default: '',
	placeholder: 'e.g. tier, address.city',
	hint: 'The fields’ names, not their values',
	description:
		'Names of the fields to send, with commas between them. Drag them here from the input panel. Behind a Webhook node "body.tier" is sent as "tier".',
	displayOptions: { show: { attributesMode: ['selected'] } },
};

/** What is left out when all fields are sent. */
export const excludeFieldsOption: INodeProperties = {
	displayName: 'Exclude Fields',
	name: 'excludeFields',
	type: 'string',
	requiresDataPath: 'multiple',
	default: '',
	placeholder: 'e.g. email, internal.notes',
	hint: 'The fields’ names, not their values',
	description:
		'Names of fields that are not sent, with commas between them. Drag them here from the input panel.',
	displayOptions: { ...NOT_AS_TOOL, show: { '/attributesMode': ['all'] } },
};

/** What becomes of objects and lists. */
export const nestedValuesOption: INodeProperties = {
	displayName: 'Nested Values',
	name: 'nestedValues',
	type: 'options',
	options: [
		{
			name: 'Flatten',
			value: 'flatten',
			description:
				'Parts of an object become attributes such as "address.city"; a list of plain values becomes one text, with "|" between them',
		},
		{
			name: 'Leave Out',
			value: 'omit',
			description: 'Objects and lists are not sent',
		},
		{
			name: 'Send as JSON',
			value: 'json',
			description: 'An object or list becomes one attribute that holds its JSON text',
		},
	],
	default: 'flatten',
	description: 'What to do with fields that hold an object or a list',
};

/** Which values count as empty beside those that are. */
export const treatAsEmptyOption: INodeProperties = {
	displayName: 'Treat as Empty',
	name: 'treatAsEmpty',
	type: 'string',
	default: '',
	placeholder: 'e.g. NULL, \\N, -',
	description:
		'Values that are not sent, as empty ones are not: texts with commas between them, with upper and lower case as in the input',
	displayOptions: NOT_AS_TOOL,
};

/** Stands under the options while Preview Only is on, so that nobody takes a preview for a run that sends. */
export const previewNotice: INodeProperties = {
	displayName: 'Preview Only is on: nothing is sent to Target',
	name: 'previewNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '/options.previewOnly': [true] } },
};

/** Reads the chosen ID type, the same for a whole run. */
export function readIdType(context: IExecuteFunctions): ProfileIdType {
	return checkChoice(context, idTypeField, readParameter(context, idTypeField, 0), ['thirdPartyId', 'pcId']);
}

/**
 * Reads the fields that are not to be sent. A list by an expression is a list; what is neither text nor a list of names
 * is never taken for nothing: fields that were to stay would go out. Of an expression that reads a field, both that field
 * and those that its value names are left out.
 *
 * @returns names with commas between them, as in the panel
 * @throws NodeOperationError that names the option; InvalidProfile when it is too long
 */
export function readExcludedFields(
	context: IExecuteFunctions,
	options: IDataObject,
	source: Source,
): ExcludedFields {
	const { displayName: label } = excludeFieldsOption;
	const given = givenOption(options, excludeFieldsOption);
	const raw = rawOption(context, excludeFieldsOption);
	const name = nameIn(raw);
	if (name !== undefined) {
		const named = namesText(given) ?? '';
		const meant = nameMeant(context, { label, raw, given: named }, source);
		return meant === undefined
			? { excludeFields: named, mayBeExcluded: name }
			: { excludeFields: meant, mayBeExcluded: named };
	}
	const excludeFields = namesText(given);
	const isNothing = excludeFields?.trim() === '' && isExpression(raw);
	if (excludeFields !== undefined && !isNothing) return { excludeFields };
	throw nodeError(context.getNode(), say(PARAMETERS.noExcludedNames, { option: label }));
}

/**
 * Reads which values count as empty. A list by an expression is taken as it is; among commas, white space round a text
 * does not count.
 *
 * @throws NodeOperationError that names the option, when it is neither
 */
export function readTreatAsEmpty(context: IExecuteFunctions, options: IDataObject): string[] {
	const { displayName } = treatAsEmptyOption;
	const given = givenOption(options, treatAsEmptyOption);
	const isText = (one: unknown) => typeof one === 'string' || typeof one === 'number';
	if (Array.isArray(given) && given.every(isText)) return given.map(String).filter((one) => one !== '');
	const isNothing = given === '' && isExpression(rawOption(context, treatAsEmptyOption));
	if (isText(given) && !isNothing) {
		const texts = String(given).split(',');
		return texts.map((text) => text.trim()).filter((text) => text !== '');
	}
	throw nodeError(context.getNode(), say(PARAMETERS.noTexts, { option: displayName }));
}

/** Reads what to do with objects and lists. */
export function readNestedValues(context: IExecuteFunctions, options: IDataObject): NestedValues {
	return readChoice(context, options, nestedValuesOption, ['flatten', 'json', 'omit']);
}

/**
 * Reads where attributes come from, the same for a whole run. As a tool, the node has no choice.
 *
 * @param field as the panel of the operation has it
 */
export function readAttributesMode(
	context: IExecuteFunctions,
	field: INodeProperties,
): 'all' | 'define' | 'selected' {
	const mode = readParameter(context, field, 0, 'define');
	return checkChoice(context, field, mode, ['all', 'define', 'selected']);
}
