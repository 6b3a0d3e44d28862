import type { INodeParameters } from 'n8n-workflow';

import { PACKAGE_NAME } from '../n8n/server/installNode';
import type { WorkflowFile } from '../n8n/server/rest';
import { COLUMNS, customerOf } from './customers';

export const TRIGGER = 'Run by Hand';

/** A workflow to be measured, from the start of one of its nodes to the end of another. */
export interface MeasuredWorkflow {
	readonly workflow: WorkflowFile;
	readonly from: string;
	readonly to: string;
}

/** Where requests go, and the credential that leads there. */
export interface Target {
	readonly url: string;
	readonly clientCode: string;
	readonly credential: { readonly id: string; readonly name: string };
}

type Step = readonly [name: string, type: string, parameters: INodeParameters, version?: number];

/** One node after the other; what comes before the measured ones only makes their input. */
function workflowOf(
	{ credential }: Target,
	before: readonly Step[],
	measured: readonly Step[],
): MeasuredWorkflow {
	const steps: Step[] = [[TRIGGER, 'n8n-nodes-base.manualTrigger', {}], ...before, ...measured];
	const nodes = steps.map(([name, type, parameters, typeVersion = 1], index) => ({
		id: String(index),
		name,
		type,
		typeVersion,
		parameters,
		position: [index * 200, 0] as [number, number],
		...(type.startsWith(PACKAGE_NAME) && { credentials: { adobeTargetApi: credential } }),
	}));
	const connections = Object.fromEntries(
		steps
			.slice(1)
			.map(([name], index) => [
				steps[index]?.[0] ?? '',
				{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
			]),
	);
	const settings = { saveManualExecutions: false, saveDataSuccessExecution: 'none' } as const;
	const [from = '', to = ''] = [measured[0]?.[0], measured.at(-1)?.[0]];
	return { workflow: { name: `Bench: ${to}`, nodes, connections, settings }, from, to };
}

const OURS = `${PACKAGE_NAME}.adobeTarget`;
const CODE = 'n8n-nodes-base.code';
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

function customers(count: number): Step {
	const jsCode = `${customerOf.toString()}\nreturn Array.from({ length: ${count} }, (_, row) => ({ json: customerOf(row, 0) }));`;
	return ['Customers', CODE, { jsCode }, 2];
}

/** Update Profile with plain expressions for the ID and two attributes, 50 at a time. */
export function updateProfile(target: Target, items: number): MeasuredWorkflow {
	const assignments = ['tier', 'points'].map((name) => ({
		id: name,
		name,
		value: `={{ $json.${name} }}`,
		type: 'string',
	}));
	const parameters: INodeParameters = {
		operation: 'updateProfile',
		profileId: '={{ $json.customerId }}',
		attributesMode: 'define',
		attributes: { assignments },
		options: { concurrency: 50 },
	};
	return workflowOf(target, [customers(items)], [['Update Profile', OURS, parameters]]);
}

/** The HTTP Request node with the same expressions; as it comes, or with batches of 100 every 50 ms. */
export function httpRequest(target: Target, items: number, batching: boolean): MeasuredWorkflow {
	const field = (name: string, key: string) => ({ name, value: `={{ $json.${key} }}` });
	const parameters: INodeParameters = {
		method: 'POST',
		url: `${target.url}/m2/${target.clientCode}/profile/update`,
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: {
			parameters: [
				field('mbox3rdPartyId', 'customerId'),
				field('profile.tier', 'tier'),
				field('profile.points', 'points'),
			],
		},
		options: batching ? { batching: { batch: { batchSize: 100, batchInterval: 50 } } } : {},
	};
	return workflowOf(target, [customers(items)], [['HTTP Request', HTTP_REQUEST, parameters, 4.2]]);
}

/** Bulk Update Profiles from items, everything as it comes. */
export function bulkFromItems(target: Target, items: number): MeasuredWorkflow {
	const parameters: INodeParameters = { operation: 'bulkUpdateProfiles', idField: 'customerId' };
	return workflowOf(target, [customers(items)], [['Bulk Update Profiles', OURS, parameters]]);
}

/** A Code node that makes batch files of 50,000 rows, and an HTTP Request node that uploads them. */
export function codeAndHttpRequest(target: Target, items: number): MeasuredWorkflow {
	return workflowOf(target, [customers(items)], encodeAndUpload(target));
}

/** Bulk Update Profiles from a CSV file. */
export function bulkFromFile(
	target: Target,
	file: string,
	duplicateIds: 'keep' | 'merge',
	rowsPerBatch = 50_000,
): MeasuredWorkflow {
	const parameters: INodeParameters = {
		operation: 'bulkUpdateProfiles',
		source: 'file',
		idField: 'customerId',
		options: { duplicateIds, rowsPerBatch },
	};
	return workflowOf(target, [reader(file)], [['Bulk Update Profiles', OURS, parameters]]);
}

/** Extract From File, the Code node and the HTTP Request node. */
export function extractCodeAndHttpRequest(target: Target, file: string): MeasuredWorkflow {
	const extract: Step = ['Extract From File', 'n8n-nodes-base.extractFromFile', { operation: 'csv' }];
	return workflowOf(target, [reader(file)], [extract, ...encodeAndUpload(target)]);
}

function reader(file: string): Step {
	return ['Read File', 'n8n-nodes-base.readWriteFile', { operation: 'read', fileSelector: file }];
}

/** As someone writes it who does not have this node. */
function encodeAndUpload({ url, clientCode }: Target): Step[] {
	const [id, ...attributes] = COLUMNS;
	const jsCode = `
const attributes = ${JSON.stringify(attributes)};
const items = $input.all();
const batches = [];
for (let from = 0; from < items.length; from += 50000) {
  const lines = ['batch=thirdPartyId,' + attributes.join(',')];
  for (const { json } of items.slice(from, from + 50000)) {
    lines.push([json.${id}, ...attributes.map((name) => json[name])].map((value) => encodeURIComponent(value)).join(','));
  }
  batches.push({ json: { body: lines.join('\\n') } });
}
return batches;`;
	const parameters: INodeParameters = {
		method: 'POST',
		url: `${url}/m2/${clientCode}/v2/profile/batchUpdate`,
		sendBody: true,
		contentType: 'raw',
		rawContentType: 'application/x-www-form-urlencoded',
		body: '={{ $json.body }}',
		options: {},
	};
	return [
		['Encode', CODE, { jsCode }, 2],
		['HTTP Request', HTTP_REQUEST, parameters, 4.2],
	];
}
