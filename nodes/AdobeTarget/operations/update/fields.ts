import type { INodeProperties } from 'n8n-workflow';

import {
	excludeFieldsOption,
	idTypeField,
	maxRetriesOptionOf,
	nestedValuesOption,
	NOT_AS_TOOL,
	selectedFieldsField,
	timeoutOptionOf,
} from '../fields';

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: 10,
	description: 'How many updates are under way at the same time',
	displayOptions: NOT_AS_TOOL,
};

export const maxRetriesOption = maxRetriesOptionOf('an update');

export const timeoutOption = timeoutOptionOf(30);

export const maxRequestsOption: INodeProperties = {
	displayName: 'Max Requests per Second',
	name: 'maxRequestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10000 },
	default: 0,
	description: 'How many requests may begin in a second; 0 for no limit',
	displayOptions: NOT_AS_TOOL,
};

export const previewOnlyOption: INodeProperties = {
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: false,
	description: 'Whether to send nothing, and give each request as it would be sent, without the token',
};

export const verifyOption: INodeProperties = {
	displayName: 'Verify Profile Exists',
	name: 'verifyProfileExists',
	type: 'boolean',
	default: false,
	description:
		'Whether to ask for the profile before each update, as Target answers an update of an unknown profile like any other. Takes a second request per item.',
};

/** The panel of Update Profile. */
export const updateProfileFields: INodeProperties[] = [
	idTypeField,
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.customerId }}',
		description:
			'The ID of the profile to update. A third-party ID may not contain "+" or "/"; a PC ID keeps its location hint, as in 1368007744041-575948.01_00.',
	},
	{
		displayName: 'Attributes to Send',
		name: 'attributesMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Define Below',
				value: 'define',
				description: 'Name each attribute and give its value',
			},
			{
				name: 'All Input Fields',
				value: 'all',
				description: 'Every field of the item becomes an attribute of the same name',
			},
			{
				name: 'Selected Input Fields',
				value: 'selected',
				description: 'The fields that you list become attributes of the same names',
			},
		],
		default: 'define',
		description: 'Empty values are not sent: Target ignores them, and nothing clears an attribute',
		// n8n gives a tool the fields of the agent’s input too: the chat’s text, the session’s ID.
		displayOptions: NOT_AS_TOOL,
	},
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'assignmentCollection',
		default: {},
		description: 'Names as Target shows them, without "profile." before them',
		displayOptions: { hide: { attributesMode: ['all', 'selected'] } },
	},
	selectedFieldsField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			concurrencyOption,
			excludeFieldsOption,
			maxRequestsOption,
			maxRetriesOption,
			nestedValuesOption,
			previewOnlyOption,
			timeoutOption,
			verifyOption,
		],
	},
];
