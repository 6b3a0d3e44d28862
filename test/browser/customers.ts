import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../n8n/server/installNode';
import type { N8nWithNode } from '../n8n/server/n8nWithNode';
import type { Credential, SavedWorkflow } from '../n8n/server/rest';
import { serverToServer } from './serverToServer';

/** The two nodes of the workflow. */
export const TRIGGER = 'Customers';
export const TARGET = 'Adobe Target';

/** Two of them. */
export const CUSTOMERS = [
	{ customerId: 'customer-1', tier: 'gold' },
	{ customerId: 'customer-2', tier: 'silver' },
];

/** Update Profile as it is after two fields were dragged into it. */
export const UPDATE = {
	operation: 'updateProfile',
	profileId: '={{ $json.customerId }}',
	attributes: {
		assignments: [{ id: 'tier', name: 'loyaltyTier', value: '={{ $json.tier }}', type: 'string' }],
	},
};

/**
 * Saves a workflow whose trigger gives customers to an Adobe Target node, with a credential of its own: by default one
 * with OAuth Server-to-Server.
 */
export async function customersToTarget(
	{ rest, emulator }: N8nWithNode,
	parameters: INodeParameters,
	customers: readonly IDataObject[],
	credential: Credential = serverToServer(emulator),
): Promise<SavedWorkflow> {
	const { id, name } = await rest.createCredential(credential);
	return await rest.createWorkflow({
		name: 'Customers to Target',
		nodes: [
			{
				id: 'customers',
				name: TRIGGER,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'target',
				name: TARGET,
				type: `${PACKAGE_NAME}.adobeTarget`,
				typeVersion: 1,
				position: [240, 0],
				parameters,
				credentials: { adobeTargetApi: { id, name } },
			},
		],
		connections: { [TRIGGER]: { main: [[{ node: TARGET, type: 'main', index: 0 }]] } },
		pinData: { [TRIGGER]: customers.map((json) => ({ json })) },
	});
}
