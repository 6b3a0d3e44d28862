import type { INodeProperties } from 'n8n-workflow';

import { NOT_AS_TOOL } from '../shared/asTool';
import { maxRetriesOptionOf, timeoutOptionOf } from '../shared/requestOptions';

export const maxRetriesOption = maxRetriesOptionOf('a request');

export const timeoutOption = timeoutOptionOf(30);

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const returnEmptyOption: INodeProperties = {
	displayName: 'Return Empty When Missing',
	name: 'returnEmptyWhenMissing',
	type: 'boolean',
	default: false,
	description: 'Whether a profile that Target does not have gives an empty item instead of an error',
	// An empty item tells a model nothing.
	displayOptions: NOT_AS_TOOL,
};

/** The panel of Get Profile. */
export const getProfileFields: INodeProperties[] = [
	{
		displayName: 'ID Type',
		name: 'idType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Experience Cloud ID',
				value: 'ecid',
				description: 'The ID of Adobe’s identity service (ECID, MID, mboxMCGVID)',
			},
			{
				name: 'PC ID',
				value: 'pcId',
				description: 'The visitor ID that Target assigned (tntId, mboxPC), with its location hint',
			},
			{
				name: 'Third-Party ID',
				value: 'thirdPartyId',
				description: 'Your own ID of the visitor (mbox3rdPartyId), e.g. a customer number',
			},
		],
		default: 'thirdPartyId',
		description: 'Which ID of the profile you have',
	},
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.customerId }}',
		description:
			'The ID of the profile to get. A PC ID keeps its location hint, as in 1368007744041-575948.01_00.',
	},
	simplifyField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [maxRetriesOption, returnEmptyOption, timeoutOption],
	},
];
