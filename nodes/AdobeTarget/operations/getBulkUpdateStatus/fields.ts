import type { INodeProperties } from 'n8n-workflow';

export const batchField: INodeProperties = {
	displayName: 'Batch',
	name: 'batch',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.statusUrl }}',
	description:
		'The status URL of a batch, as Bulk Update Profiles gives it, or its batch ID. Ask soon: Target may keep only the last ten statuses, for a day at most.',
};

export const includeCountsField: INodeProperties = {
	displayName: 'Include Counts',
	name: 'includeCounts',
	type: 'boolean',
	default: true,
	description: 'Whether to ask how many profiles were updated, not found and failed',
};

/** The panel of Get Bulk Update Status. */
export const getBulkUpdateStatusFields: INodeProperties[] = [batchField, includeCountsField];
