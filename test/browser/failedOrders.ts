import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { Rest } from '../n8n/server/rest';

/** A table for orders that did not come to Target. */
export const FAILED_ORDERS = 'Failed orders';

/** Makes the table, as whoever keeps such orders has it before he builds the workflow. */
export async function createFailedOrders(rest: Rest): Promise<void> {
	await runDataTable(rest, {
		resource: 'table',
		operation: 'create',
		tableName: FAILED_ORDERS,
		columns: { column: [{ name: 'order', type: 'string' }] },
		options: {},
	});
}

/** The orders that are in the table. */
export async function failedOrders(rest: Rest): Promise<unknown[]> {
	const rows = await runDataTable(rest, {
		resource: 'row',
		operation: 'get',
		dataTableId: { __rl: true, mode: 'name', value: FAILED_ORDERS },
		returnAll: true,
	});
	return rows.map(({ order }) => (typeof order === 'string' ? (JSON.parse(order) as unknown) : order));
}

/** Runs a node of n8n's data tables alone; gives its items. */
async function runDataTable(rest: Rest, parameters: INodeParameters): Promise<IDataObject[]> {
	const node = (name: string, type: string, of: INodeParameters): INode => ({
		id: name,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: of,
	});
	const workflow = await rest.createWorkflow({
		name: 'The table of failed orders',
		nodes: [node('Run', 'manualTrigger', {}), node('Table', 'dataTable', parameters)],
		connections: { Run: { main: [[{ node: 'Table', type: 'main', index: 0 }]] } },
	});
	const execution = await rest.run(workflow, 'Run');
	expect(execution.error).toBeUndefined();
	return execution.json('Table');
}
