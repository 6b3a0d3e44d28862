import type { INodeProperties } from 'n8n-workflow';

import { MAX_BYTES_PER_BATCH, MAX_ROWS_PER_BATCH } from '../../profiles/batches/batchDraft';
import { USUAL_REPLACEMENT } from '../../profiles/breaks';
import { maxRetriesOptionOf, timeoutOptionOf } from '../shared/requestOptions';

export const BYTES_PER_MB = 1_000_000;

/** The most characters that may take a comma's place. */
export const LONGEST_REPLACEMENT = 10;

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

/** Adobe does not say whether a comma that is encoded stays in its cell; see `profiles/breaks.ts`. */
export const commasOption: INodeProperties = {
	displayName: 'Commas in Values',
	name: 'commas',
	type: 'options',
	options: [
		{
			name: 'Encode',
			value: 'encode',
			description:
				'They are sent percent-encoded, line ends too. Only for accounts where Target was found to keep them: elsewhere values may come under wrong names, or in other profiles.',
		},
		{
			name: 'Refuse',
			value: 'refuse',
			description: 'A row with a comma or a line end in a value is invalid',
		},
		{
			name: 'Replace',
			value: 'replace',
			description: 'Something else takes their place, and a space that of line ends; a hint counts them',
		},
	],
	default: 'replace',
	description:
		'What to do with commas and line ends in values. Adobe does not say whether Target keeps them in a batch; in single updates it does.',
};

export const commaReplacementOption: INodeProperties = {
	displayName: 'Comma Replacement',
	name: 'commaReplacement',
	type: 'string',
	default: USUAL_REPLACEMENT,
	description: `What takes the place of a comma, 1 to ${LONGEST_REPLACEMENT} characters`,
	displayOptions: { hide: { commas: ['encode', 'refuse'] } },
};

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: 3,
	description: 'How many batches are uploaded at the same time. Each is held in memory until Target has it.',
};

/** For CSV files. */
export const delimiterOption: INodeProperties = {
	displayName: 'Delimiter',
	name: 'delimiter',
	type: 'options',
	options: [
		{
			name: 'Automatic',
			value: 'auto',
			description: 'The one under which the columns are found that are named here',
		},
		{ name: 'Comma', value: 'comma' },
		{ name: 'Pipe', value: 'pipe', description: 'A vertical bar' },
		{ name: 'Semicolon', value: 'semicolon' },
		{ name: 'Tab', value: 'tab' },
	],
	default: 'auto',
	description: 'What stands between the columns of the file',
	displayOptions: { show: { '/source': ['file'], '/fileFormat': ['csv'] } },
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
				'Every row is sent as it is. Of two batches with the same ID, the second may override the first.',
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
	typeOptions: { minValue: 0, maxValue: MAX_ROWS_PER_BATCH },
	default: 0,
	description:
		'How many profiles go into one batch. Target takes less than 500,000. 0 is for 50,000, or more where that keeps the run within the calls that Target takes in a minute.',
};

/** More shares of one job would each read the whole file for little. */
export const MOST_SHARES = 1_000;

export const shareOption: INodeProperties = {
	displayName: 'Share',
	name: 'share',
	type: 'string',
	default: '1 of 1',
	placeholder: 'e.g. 2 of 8',
	description:
		'Which part of the rows to send, by a hash of their IDs, so that several executions can share a file: "2 of 8" is the second of eight parts. Each ID is in one of them.',
};

export const timeoutOption = timeoutOptionOf(300);
