import type { IDataObject, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import { CSV, nodeOf, readExample, WEBHOOK } from '../examples/examples';
import type { Execution } from './execution';
import type { N8nWithNode } from './n8nWithNode';
import type { Credential, WorkflowFile } from './rest';

const SECRET = 'sample-client-secret';

/** A credential that signs in to an emulator, whichever n8n keeps it. */
export function serverToServer(
	{ emulator }: Pick<N8nWithNode, 'emulator'>,
	clientSecret = SECRET,
): Credential {
	return {
		name: 'Adobe Target (server-to-server)',
		type: 'adobeTargetApi',
		data: {
			clientCode: emulator.clientCode,
			authentication: 'oAuthServerToServer',
			tenantId: 'demotenant',
			clientId: 'sample-client-id',
			clientSecret,
			scopes: 'openid,AdobeID',
			customEndpoints: true,
			edgeUrl: emulator.url,
			adminUrl: emulator.url,
			imsUrl: emulator.url,
		},
	};
}

/** A workflow of the trigger "Run by Hand", which gives these items, and the node "Send" after it. */
export function sendWorkflow(
	credential: { id: string; name: string },
	items: readonly IDataObject[],
	parameters: INodeParameters,
	settings?: IWorkflowSettings,
): WorkflowFile {
	const trigger = nodeOf(readExample(CSV.file, credential), CSV.trigger);
	const node = nodeOf(readExample(WEBHOOK.file, credential), WEBHOOK.update);
	return {
		name: 'Send',
		nodes: [trigger, { ...node, name: 'Send', parameters }],
		connections: { [trigger.name]: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: items.map((json) => ({ json })) },
		settings: { executionOrder: 'v1', ...settings },
	};
}

/** Starts an operation over items; gives what waits for its end. */
export async function start(
	n8n: N8nWithNode,
	credential: Credential,
	items: number,
	parameters: INodeParameters,
): Promise<() => Promise<Execution>> {
	const saved = await n8n.rest.createCredential(credential);
	const customers = Array.from({ length: items }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const workflow = await n8n.rest.createWorkflow(sendWorkflow(saved, customers, parameters));
	const execution = await n8n.rest.start(workflow, CSV.trigger);
	return async () => await n8n.rest.end(execution);
}

/** The parameters of an Update Profile that sends one field. */
export const update = (options: INodeParameters): INodeParameters => ({
	operation: 'updateProfile',
	profileId: '={{ $json.id }}',
	attributesMode: 'selected',
	fields: 'tier',
	options,
});
