import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getAttributeNames } from './credential/attributeNames';
import { testCredential } from './credential/credentialTest';
import { operationFields } from './operations/operationFields';
import { route } from './operations/router';

/** The node as n8n sees it: its description, and the way into the operations. */
export class AdobeTarget implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Adobe Target',
		name: 'adobeTarget',
		icon: { light: 'file:adobeTarget.svg', dark: 'file:adobeTarget.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ { updateProfile: "Update Profile", bulkUpdateProfiles: "Bulk Update Profiles", getBulkUpdateStatus: "Get Bulk Update Status", getProfile: "Get Profile" }[$parameter["operation"]] + ($parameter["options"]?.previewOnly ? " (preview)" : "") }}',
		description: 'Send visitor profiles to Adobe Target, and look them up',
		// The editor takes it as it is; to the address of the codex it adds a query, which would hide an anchor.
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-adobe-target#operations',
		defaults: { name: 'Adobe Target' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeTargetApi', required: true, testedBy: 'testCredential' }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Bulk Update Profiles',
						value: 'bulkUpdateProfiles',
						description: 'Send many profiles as batch files, from items or straight from a file',
						action: 'Bulk update profiles',
						// A call of a tool is one item, and the second of two batches may override the first.
						displayOptions: { hide: { '@tool': [true] } },
					},
					{
						name: 'Get Bulk Update Status',
						value: 'getBulkUpdateStatus',
						description: 'Ask whether Target has processed a batch, and how many profiles it updated',
						action: 'Get bulk update status',
					},
					{
						name: 'Get Profile',
						value: 'getProfile',
						description: 'Get the attributes that Target has of a visitor',
						action: 'Get profile',
					},
					{
						name: 'Update Profile',
						value: 'updateProfile',
						description: 'Send the attributes of one existing profile for each item',
						action: 'Update profile',
					},
				],
				default: 'updateProfile',
			},
			...operationFields,
		],
	};

	methods = { credentialTest: { testCredential }, listSearch: { getAttributeNames } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
