import type { INodeProperties } from 'n8n-workflow';

import { AS_TOOL, NOT_AS_TOOL } from '../shared/asTool';
import {
	excludeFieldsOption,
	idTypeField,
	nestedValuesOption,
	previewNotice,
	selectedFieldsField,
	treatAsEmptyOption,
} from '../shared/fields';
import { maxRetriesOptionOf, timeoutOptionOf } from '../shared/requestOptions';

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: 10,
	description: 'How many updates are under way at the same time',
	displayOptions: NOT_AS_TOOL,
};

export const includeInputFieldsOption: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the input’s fields and files in what comes out. Of two fields with one name, the node’s own stays.',
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
	displayOptions: NOT_AS_TOOL,
};

/** A model takes "submitted" for done, so as a tool the node asks unless it is told not to. */
export const verifyOptionOfTool: INodeProperties = {
	...verifyOption,
	default: true,
	displayOptions: AS_TOOL,
};

/** What becomes of a profile that Target does not know, where it is asked. */
export const unknownProfilesOption: INodeProperties = {
	displayName: 'Unknown Profiles',
	name: 'unknownProfiles',
	type: 'options',
	options: [
		{
			name: 'Error',
			value: 'error',
			description: 'An item whose profile Target does not know is an error',
		},
		{
			name: 'Pass On',
			value: 'passOn',
			description: 'It comes out like others, with "submitted" false, and a hint says how many there are',
		},
	],
	default: 'passOn',
	description: 'What to do with items whose profile Target does not know; nothing is sent for them',
	displayOptions: { ...NOT_AS_TOOL, show: { verifyProfileExists: [true] } },
};

/** Target answers such an update like any other, and only the profile would show it. */
const unknownProfileNotice: INodeProperties = {
	displayName:
		'An update changes only a profile that Target knows; for another it does nothing, and the answer is the same. To be told, add the option Verify Profile Exists. To create profiles, use Bulk Update Profiles.',
	name: 'unknownProfileNotice',
	type: 'notice',
	default: '',
	displayOptions: { hide: { '@tool': [true], '/options.verifyProfileExists': [true] } },
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
				description:
					'Every field of the item becomes an attribute of the same name; behind a Webhook node, every field of its body',
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
		description:
			'Names as Target shows them, without "profile." before them. A nested field that is dragged in gets its whole path as its name, such as "body.customer.tier": shorten it.',
		displayOptions: { hide: { attributesMode: ['all', 'selected'] } },
	},
	selectedFieldsField,
	unknownProfileNotice,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			concurrencyOption,
			excludeFieldsOption,
			includeInputFieldsOption,
			maxRequestsOption,
			maxRetriesOption,
			nestedValuesOption,
			previewOnlyOption,
			timeoutOption,
			treatAsEmptyOption,
			unknownProfilesOption,
			verifyOption,
			verifyOptionOfTool,
		],
	},
	previewNotice,
];
