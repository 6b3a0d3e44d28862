import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { CALLS_PER_MINUTE } from '../nodes/AdobeTarget/api/sending/budget/callLine';
import { sameForAllItems } from '../nodes/AdobeTarget/credential/sameForAllItems';
import { signRequest } from '../nodes/AdobeTarget/credential/sign';

/** What the user enters once: which Target account, and how to be let in. */
export class AdobeTargetApi implements ICredentialType {
	name = 'adobeTargetApi';

	displayName = 'Adobe Target API';

	icon = {
		light: 'file:../nodes/AdobeTarget/adobeTarget.svg',
		dark: 'file:../nodes/AdobeTarget/adobeTarget.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-adobe-target#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Client Code',
			name: 'clientCode',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. democlient',
			hint: 'In Target under Administration > Implementation. The host is fine too: democlient.tt.omtrdc.net.',
			description:
				'The client code of your Target account, which says where its profiles are sent. It may be pasted as a host or an address of Target.',
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
					name: 'OAuth Server-to-Server',
					value: 'oAuthServerToServer',
					description:
						'For accounts with "Require Authentication" on. The node gets the profile token itself, and renews it.',
				},
				{
					name: 'Profile Token',
					value: 'profileToken',
					description:
						'For accounts with "Require Authentication" on. You paste the token, and again when it has expired.',
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
				'The profile authentication token from Administration > Implementation > Profile API. It expires; Target shows when, under Expires In. The debugger token beside it looks alike and does not work.',
			displayOptions: { show: { authentication: ['profileToken'] } },
		},
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. demotenant',
			description:
				'The tenant of the Admin API, as in the address experience.adobe.com/#/@tenant/target. It is not the client code.',
			displayOptions: { show: { authentication: ['oAuthServerToServer'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			description:
				'Of the OAuth Server-to-Server credential of your project in the Adobe Developer Console. The project needs the Adobe Target API.',
			displayOptions: { show: { authentication: ['oAuthServerToServer'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Of the same OAuth Server-to-Server credential',
			displayOptions: { show: { authentication: ['oAuthServerToServer'] } },
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			required: true,
			default:
				'openid,AdobeID,target_sdk,additional_info.projectedProductContext,read_organizations,additional_info.roles',
			description:
				'With commas or spaces between them, as the Adobe Developer Console lists them for your project',
			displayOptions: { show: { authentication: ['oAuthServerToServer'] } },
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-password-field -- a switch is no secret
		{
			displayName: 'Create a Token Where There Is None',
			name: 'createToken',
			type: 'boolean',
			default: true,
			description:
				'Whether to create a profile token where Adobe’s Admin API says that there is none. Turn it off where another integration creates it: two that do could break each other’s token.',
			displayOptions: { show: { authentication: ['oAuthServerToServer'] } },
		},
		{
			displayName: 'Allow in HTTP Request Node',
			name: 'allowInHttpRequest',
			type: 'boolean',
			default: false,
			description:
				'Whether n8n’s HTTP Request node may use this credential. Everybody who may use it can then read the profile token: n8n hands that node’s request over to the workflow when it fails.',
		},
		{
			displayName: 'Calls per Minute',
			name: 'callsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: CALLS_PER_MINUTE },
			default: CALLS_PER_MINUTE,
			description:
				'How many of the 50 calls a minute that Adobe takes for batches, their status and tokens this n8n process may make. Less where others use the account: with two workers of queue mode, 25.',
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
		{
			displayName: 'Admin URL',
			name: 'adminUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://mc.adobe.io',
			description:
				'Where the profile token is asked for instead of https://mc.adobe.io. It must be https, but for a server on this machine.',
			displayOptions: { show: { customEndpoints: [true], authentication: ['oAuthServerToServer'] } },
		},
		{
			displayName: 'IMS URL',
			name: 'imsUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://ims-na1.adobelogin.com',
			description:
				'Where the sign-in goes instead of https://ims-na1.adobelogin.com. It must be https, but for a server on this machine.',
			displayOptions: { show: { customEndpoints: [true], authentication: ['oAuthServerToServer'] } },
		},
		sameForAllItems(),
	];

	/** For n8n's HTTP Request node, where the owner allows it; the node itself has a transport of its own. */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await signRequest(credential, request);
	}
}
