import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What the user enters once: which Target account, and how to be let in. */
export class AdobeTargetApi implements ICredentialType {
	name = 'adobeTargetApi';

	displayName = 'Adobe Target API';

	icon = {
		light: 'file:../nodes/AdobeTarget/adobeTarget.svg',
		dark: 'file:../nodes/AdobeTarget/adobeTarget.dark.svg',
	} as const;

	documentationUrl =
		'https://experienceleague.adobe.com/en/docs/target-dev/developer/implementation/methods/profile-api-settings';

	properties: INodeProperties[] = [
		{
			displayName: 'Client Code',
			name: 'clientCode',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. democlient',
			description:
				'The client code of your Target account, as shown in Target under Administration > Implementation',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'None',
					value: 'none',
					description: 'Target’s default: the client code is enough',
				},
				{
					name: 'Profile Token',
					value: 'profileToken',
					description: 'For accounts with "Require Authentication" on for the Profile API',
				},
			],
			default: 'none',
		},
		{
			displayName: 'Profile Token',
			name: 'profileToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The profile authentication token from Administration > Implementation > Profile API. It expires after about 90 days. The debugger token beside it looks alike and does not work.',
			displayOptions: { show: { authentication: ['profileToken'] } },
		},
		{
			displayName: 'Custom Endpoints',
			name: 'customEndpoints',
			type: 'boolean',
			default: false,
			description:
				'Whether to send to another address than clientcode.tt.omtrdc.net, e.g. a first-party domain',
		},
		{
			displayName: 'Edge URL',
			name: 'edgeUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://target.example.com',
			description:
				'Where profiles are sent instead of https://clientcode.tt.omtrdc.net. It must be https, but for a server on this machine.',
			displayOptions: { show: { customEndpoints: [true] } },
		},
	];
}
