import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { getAttributeNames } from './credential/attributeNames';
import { testCredential } from './credential/credentialTest';
import { operationField, operationFields, subtitle } from './operations/operations';
import { route } from './operations/router';

/** The node as n8n sees it: its description, and the way into the operations. */
export class AdobeTarget implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Adobe Target',
		name: 'adobeTarget',
		icon: { light: 'file:adobeTarget.svg', dark: 'file:adobeTarget.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle,
		description: 'Send visitor profiles to Adobe Target, and look them up',
		// The editor takes it as it is; to the address of the codex it adds a query, which would hide an anchor.
		documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-adobe-target#operations',
		defaults: { name: 'Adobe Target' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'adobeTargetApi', required: true, testedBy: 'testCredential' }],
		properties: [operationField, ...operationFields],
	};

	methods = { credentialTest: { testCredential }, listSearch: { getAttributeNames } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}
}
