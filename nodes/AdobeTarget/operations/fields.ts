import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { NestedValues } from '../profiles/attributes';
import type { ProfileIdType } from '../profiles/profileId';
import { checkChoice, readParameter } from './parameters';

/** For what does nothing, or no good, where the node is a tool of an agent. */
export const NOT_AS_TOOL: IDisplayOptions = { hide: { '@tool': [true] } };

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
	description: 'Names of the fields to send, with commas between them. Drag them here from the input panel.',
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
				'Parts of an object become attributes such as "address.city"; a list of plain values becomes one text with commas',
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

/** How long to wait for Target, with the operation's own default. */
export function timeoutOptionOf(seconds: number): INodeProperties {
	return {
		displayName: 'Timeout (Seconds)',
		name: 'timeoutSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: seconds,
		description: 'How long nothing may move, in either direction, before a request is given up',
	};
}

/** How often something is sent again, e.g. "a batch". */
export function maxRetriesOptionOf(what: string): INodeProperties {
	return {
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 20 },
		default: 3,
		description: `How often ${what} is sent again when the connection fails or Target has a problem. Sending it twice does no harm.`,
	};
}

/** Reads the chosen ID type, the same for a whole run. */
export function readIdType(context: IExecuteFunctions): ProfileIdType {
	return checkChoice(context, 'ID Type', readParameter(context, 'idType', 0), ['thirdPartyId', 'pcId']);
}

/**
 * Reads the fields that are not to be sent. A list by an expression is a list; what is neither text nor a list of names
 * is never taken for nothing: fields that were to stay would go out.
 *
 * @returns names with commas between them, as in the panel
 * @throws NodeOperationError that names the option
 */
export function readExcludedFields(context: IExecuteFunctions, options: IDataObject): string {
	const { name, displayName } = excludeFieldsOption;
	const given: unknown = Object.hasOwn(options, name) ? options[name] : '';
	if (typeof given === 'string') return given;
	if (Array.isArray(given) && given.every((one) => typeof one === 'string')) {
		return given.map((one) => `[${JSON.stringify(one)}]`).join(',');
	}
	throw new NodeOperationError(context.getNode(), `The option "${displayName}" must be names of fields`, {
		description:
			'It takes a text with commas between the names, or a list of them. If an expression gives it, check what that comes to. Nothing was sent.',
	});
}

/** Reads what to do with objects and lists. */
export function readNestedValues(context: IExecuteFunctions, options: IDataObject): NestedValues {
	return checkChoice(context, 'Nested Values', options.nestedValues ?? 'flatten', [
		'flatten',
		'json',
		'omit',
	]);
}

/** Reads where attributes come from, the same for a whole run. As a tool, the node has no choice. */
export function readAttributesMode(context: IExecuteFunctions): 'all' | 'define' | 'selected' {
	const mode = readParameter(context, 'attributesMode', 0, 'define');
	return checkChoice(context, 'Attributes to Send', mode, ['all', 'define', 'selected']);
}
