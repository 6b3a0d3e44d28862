import type { INodeProperties } from 'n8n-workflow';

import { MAX_BYTES_PER_BATCH, MAX_ROWS_PER_BATCH } from '../../profiles/batchDraft';
import { maxRetriesOptionOf, timeoutOptionOf } from '../fields';

export const BYTES_PER_MB = 1_000_000;

export const apiVersionOption: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{
			name: 'Automatic',
			value: 'auto',
			description:
				'V2 for third-party IDs, v1 for PC IDs, as Adobe advises where the Experience Cloud ID is used',
		},
		{ name: 'V1', value: 'v1', description: 'Updates existing profiles only' },
		{
			name: 'V2',
			value: 'v2',
			description:
				'Also creates missing profiles. With PC IDs only for Target without the Experience Cloud ID.',
		},
	],
	default: 'auto',
	description: 'Version of the bulk profile API',
};

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: 3,
	description: 'How many batches are uploaded at the same time. Each is held in memory until Target has it.',
};

export const duplicateIdsOption: INodeProperties = {
	displayName: 'Duplicate IDs',
	name: 'duplicateIds',
	type: 'options',
	options: [
		{
			name: 'Merge',
			value: 'merge',
			description: 'Rows with the same ID become one profile; each attribute takes its last value',
		},
		{
			name: 'Keep',
			value: 'keep',
			description:
				'Every row is sent as it is. Of two batches with the same ID, the second overrides the first.',
		},
		{ name: 'Stop', value: 'stop', description: 'Nothing is sent when an ID comes more than once' },
	],
	default: 'merge',
	description: 'What to do with rows that have the same ID',
};

export const invalidRowsOption: INodeProperties = {
	displayName: 'Invalid Rows',
	name: 'invalidRows',
	type: 'options',
	options: [
		{ name: 'Stop', value: 'stop', description: 'Nothing is sent when a row can’t be' },
		{
			name: 'Skip Them',
			value: 'skip',
			description:
				'The others are sent. Skipped rows come out as errors where On Error is set to continue, and are named in a hint.',
		},
	],
	default: 'stop',
	description: 'What to do with rows that can’t be sent, e.g. without an ID',
};

export const maxBatchSizeOption: INodeProperties = {
	displayName: 'Max Batch Size (MB)',
	name: 'maxBatchSizeMb',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_BYTES_PER_BATCH / BYTES_PER_MB, numberPrecision: 1 },
	default: 45,
	description: 'How large a batch may grow, in megabytes once encoded. Target takes less than 50.',
};

export const maxRetriesOption = maxRetriesOptionOf('a batch');

export const previewOnlyOption: INodeProperties = {
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: false,
	description: 'Whether to send nothing, and give the batch files as binary data to look at',
};

export const rowsPerBatchOption: INodeProperties = {
	displayName: 'Rows per Batch',
	name: 'rowsPerBatch',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_ROWS_PER_BATCH },
	default: 50000,
	description: 'How many profiles go into one batch. Target takes less than 500,000.',
};

export const timeoutOption = timeoutOptionOf(300);
