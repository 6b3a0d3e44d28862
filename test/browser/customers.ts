import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../n8n/installNode';
import type { N8nWithNode } from '../n8n/n8nWithNode';
import type { SavedWorkflow } from '../n8n/rest';
import { serverToServer } from './serverToServer';

/** The two nodes of the workflow. */
export const TRIGGER = 'Customers';
export const TARGET = 'Adobe Target';

/** Saves a workflow whose trigger gives customers to an Adobe Target node, with a credential of its own. */
export async function customersToTarget(
	{ rest, emulator }: N8nWithNode,
	parameters: INodeParameters,
	customers: readonly IDataObject[],
): Promise<SavedWorkflow> {
	const { id, name } = await rest.createCredential(serverToServer(emulator));
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
