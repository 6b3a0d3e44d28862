import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getAttributeNames } from './operations/attributeNames';
import { testCredential } from './operations/credentialTest';
import { operationFields } from './operations/fieldsByOperation';
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
			'={{ { updateProfile: "Update Profile", bulkUpdateProfiles: "Bulk Update Profiles", getBulkUpdateStatus: "Get Bulk Update Status", getProfile: "Get Profile" }[$parameter["operation"]] }}',
		description: 'Send visitor profiles to Adobe Target, and look them up',
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
						description: 'Send many profiles as batch files',
						action: 'Bulk update profiles',
					},
					{
						name: 'Get Bulk Update Status',
						value: 'getBulkUpdateStatus',
						description: 'Ask what became of a batch',
						action: 'Get the status of a bulk update',
					},
					{
						name: 'Get Profile',
						value: 'getProfile',
						description: 'Get the attributes that Target has of a visitor',
						action: 'Get a profile',
					},
					{
						name: 'Update Profile',
						value: 'updateProfile',
						description: 'Send the attributes of one profile for each item',
						action: 'Update a profile',
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
