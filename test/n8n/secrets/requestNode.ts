import type { INode, INodeParameters } from 'n8n-workflow';

/** n8n's HTTP Request node, signed with a credential of ours. @param saved the credential, as n8n has kept it */
export function requestNode(
	saved: { readonly id: string; readonly name: string },
	url: string,
	options: INodeParameters = {},
	others: Partial<INode> = {},
): INode {
	return {
		id: '2',
		name: 'Ask',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [200, 0],
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'adobeTargetApi',
			options,
		},
		credentials: { adobeTargetApi: { id: saved.id, name: saved.name } },
		...others,
	};
}
