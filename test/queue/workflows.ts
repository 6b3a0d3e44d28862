import type { INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import { CSV, nodeOf, readExample, WEBHOOK } from '../n8n/examples/examples';
import type { Execution } from '../n8n/server/execution';
import type { SavedWorkflow } from '../n8n/server/rest';
import type { QueueN8n } from './queueN8n';

/** The node that sends, in all workflows here. */
export const SEND = 'Send';
export const HOOK = 'Hook';
const SPLIT = 'Split';

export interface Hooked {
	readonly workflow: SavedWorkflow;
	/** Where its webhook listens: on the webhook process. */
	readonly url: string;
}

interface HookedOptions {
	/** Of the node. */
	parameters: INodeParameters;
	/** Whether the message holds a file, in place of items. */
	takesFile?: boolean;
	/** Whether the webhook answers when the execution has ended, in place of at once. */
	answersAtEnd?: boolean;
	settings?: IWorkflowSettings;
	/** ID and name; by default of the one for the emulator. */
	credential?: { id: string; name: string };
}

/** Publishes a workflow: a webhook, and the node over the items or the file of the message. */
export async function publishHooked(
	n8n: QueueN8n,
	{ parameters, takesFile = false, answersAtEnd = true, settings = {}, credential }: HookedOptions,
): Promise<Hooked> {
	const used = credential ?? n8n.credential;
	const path = `hook-${Math.random().toString(36).slice(2)}`;
	const hook = {
		id: '1',
		name: HOOK,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: path,
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode: answersAtEnd ? 'lastNode' : 'onReceived',
			options: {},
		},
	} satisfies INode;
	const split = {
		id: '2',
		name: SPLIT,
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [200, 0],
		parameters: { fieldToSplitOut: 'body.items', options: {} },
	} satisfies INode;
	const nodes = [hook, ...(takesFile ? [] : [split]), sender(used, parameters)];
	const workflow = await n8n.rest.createWorkflow({
		name: SEND,
		nodes,
		connections: chain(nodes),
		settings: { executionOrder: 'v1', ...settings },
	});
	await n8n.rest.publish(workflow);
	return { workflow, url: `${n8n.webhook.url}/webhook/${path}` };
}

/** A workflow that is run by hand over items: the main process puts its executions into the queue. */
export async function createByHand(
	n8n: QueueN8n,
	items: readonly object[],
	parameters: INodeParameters,
	credential = n8n.credential,
): Promise<SavedWorkflow> {
	const trigger = nodeOf(readExample(CSV.file, credential), CSV.trigger);
	const nodes = [trigger, sender(credential, parameters)];
	return await n8n.rest.createWorkflow({
		name: SEND,
		nodes,
		connections: chain(nodes),
		pinData: { [trigger.name]: items.map((json) => ({ json: { ...json } })) },
		settings: { executionOrder: 'v1' },
	});
}

/** Starts a workflow of {@link createByHand} as the editor does. @returns the ID of its execution */
export async function runByHand({ rest }: QueueN8n, workflow: SavedWorkflow): Promise<string> {
	return await rest.start(workflow, CSV.trigger);
}

/** Waits for the end of a webhook's newest execution. */
export async function ended(
	{ rest }: QueueN8n,
	{ workflow }: Pick<Hooked, 'workflow'>,
): Promise<{ id: string; execution: Execution }> {
	const [id] = await rest.executionsOf(workflow);
	if (id === undefined) throw new Error('The webhook has started no execution.');
	return { id, execution: await rest.end(id) };
}

/** Posts items to a webhook that takes them. @returns what it answers */
export async function postItems(url: string, items: readonly object[]): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
}

/** Posts a file to a webhook that takes one. @returns what it answers */
export async function postFile(url: string, csv: string): Promise<Response> {
	const form = new FormData();
	form.set('data', new Blob([csv], { type: 'text/csv' }), 'customers.csv');
	return await fetch(url, { method: 'POST', body: form });
}

/** The parameters of a bulk update of items, with small batches. */
export const bulkOfItems = (rowsPerBatch: number, options: INodeParameters = {}): INodeParameters => ({
	operation: 'bulkUpdateProfiles',
	source: 'items',
	idField: 'id',
	attributesMode: 'all',
	options: { rowsPerBatch, ...options },
});

/** The parameters of a bulk update of a CSV file. */
export const bulkOfFile: INodeParameters = {
	operation: 'bulkUpdateProfiles',
	source: 'file',
	binaryPropertyName: 'data',
	fileFormat: 'csv',
	idField: 'customerId',
	attributesMode: 'all',
	options: {},
};

/** Items with an ID each. */
export function itemsOf(count: number, prefix: string): Array<{ id: string; tier: string }> {
	return Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, tier: `tier-${index}` }));
}

function sender(credential: { id: string; name: string }, parameters: INodeParameters): INode {
	return { ...nodeOf(readExample(WEBHOOK.file, credential), WEBHOOK.update), name: SEND, parameters };
}

function chain(nodes: readonly INode[]) {
	return Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main' as const, index: 0 }]] },
			]),
	);
}
