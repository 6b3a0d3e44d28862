import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { PACKAGE_NAME } from '../server/installNode';
import type { Credential, WorkflowFile } from '../server/rest';

/** The folder of the examples. */
export const EXAMPLES = path.join(__dirname, '..', '..', '..', 'examples');
/** The type of the node. */
export const ADOBE_TARGET = `${PACKAGE_NAME}.adobeTarget`;

const ONCE_IN_FOUR_YEARS = { field: 'cronExpression', expression: '0 0 29 2 *' };

/** The nodes of the examples that the demo and the tests look at. */
export const CSV = {
	file: 'csv-to-bulk-update-profiles.json',
	trigger: 'Run by Hand',
	reader: 'Read Customers',
	bulk: 'Bulk Update Profiles',
} as const;
export const WEBHOOK = {
	file: 'webhook-to-update-profile.json',
	path: 'update-profile',
	update: 'Update Profile',
} as const;
export const CSV_URL = {
	file: 'csv-url-to-bulk-with-preview.json',
	trigger: 'Run by Hand',
	schedule: 'Every Morning',
	download: 'Get the Export',
	bulk: 'Bulk Update Profiles',
} as const;
export const POSTGRES = {
	file: 'postgres-to-bulk-with-status.json',
	trigger: 'Run by Hand',
	schedule: 'Every Night',
	query: 'Changed Customers',
	bulk: 'Bulk Update Profiles',
	wait: 'Wait for Target',
	status: 'Get Bulk Update Status',
	done: 'Done',
	alert: 'Alert',
} as const;
export const RETRY = {
	file: 'webhook-to-update-with-retry.json',
	setUp: 'Set Up Once',
	create: 'Create the Table',
	webhook: 'Customer Event',
	keep: 'Keep for Later',
	schedule: 'Every 15 Minutes',
	failed: 'Failed Updates',
	again: 'Send Again',
	count: 'Count the Try',
} as const;
export const SHARES = {
	file: 'postgres-to-bulk-in-shares.json',
	trigger: 'Run by Hand',
	cut: 'Cut into Shares',
	handOut: 'Hand Out the Shares',
	totals: 'All Shares',
	share: 'A Share',
	query: 'Customers of the Share',
} as const;
export const LARGE_FILE = {
	file: 'large-csv-in-shares.json',
	trigger: 'Run by Hand',
	handOut: 'Hand Out the Shares',
	totals: 'All Shares',
	share: 'A Share',
	download: 'Get the Export',
	bulk: 'Bulk Update Profiles',
} as const;

export const AGENT = {
	file: 'ai-agent-looks-up-profile.json',
	trigger: 'Run by Hand',
	message: 'Customer Message',
	agent: 'Answer the Customer',
	model: 'Chat Model',
	get: 'Get Profile',
	update: 'Update Profile',
} as const;

/**
 * Reads an example and gives its Adobe Target nodes a credential, as a user does after importing it. The editor leaves
 * its ID and version, too: they are for n8n's command line.
 */
export function readExample(file: string, credential: { id: string; name: string }): WorkflowFile {
	const workflow = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as WorkflowFile;
	delete workflow.id;
	delete workflow.versionId;
	for (const node of workflow.nodes) {
		if (node.type === ADOBE_TARGET || node.type === `${ADOBE_TARGET}Tool`)
			node.credentials = { adobeTargetApi: { id: credential.id, name: credential.name } };
	}
	return workflow;
}

/** The CSV example, reading the file given. */
export function readCsvExample(credential: { id: string; name: string }, csvFile: string): WorkflowFile {
	const workflow = readExample(CSV.file, credential);
	nodeOf(workflow, CSV.reader).parameters.fileSelector = csvFile;
	return workflow;
}

/** A node of a workflow, by its name. */
export function nodeOf(workflow: WorkflowFile, name: string): INode {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`"${workflow.name}" has no node "${name}".`);
	return found;
}

/** Has a webhook of a workflow answer at a path of its own, so that no other workflow has it; gives its URL. */
export function ownWebhook(server: { url: string }, workflow: WorkflowFile, node: string): string {
	const webhook = nodeOf(workflow, node);
	webhook.webhookId = crypto.randomUUID();
	webhook.parameters.path = webhook.webhookId;
	return `${server.url}/webhook/${webhook.webhookId}`;
}

/** Keeps the schedule of a workflow that is published from beginning a turn beside those of the tests. */
export function leaveTurnsToTests({ nodes }: WorkflowFile): void {
	for (const { type, parameters } of nodes) {
		if (type === 'n8n-nodes-base.scheduleTrigger') parameters.rule = { interval: [ONCE_IN_FOUR_YEARS] };
	}
}

/** The credential for an emulator. */
export function emulatorCredential(
	emulator: { url: string; clientCode: string },
	profileToken?: string,
): Credential {
	return {
		name: 'Adobe Target (emulator)',
		type: 'adobeTargetApi',
		data: {
			clientCode: emulator.clientCode,
			...(profileToken === undefined
				? { authentication: 'none' }
				: { authentication: 'profileToken', profileToken }),
			customEndpoints: true,
			edgeUrl: emulator.url,
		},
	};
}
