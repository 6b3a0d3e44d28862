import type { INodeProperties } from 'n8n-workflow';

import {
	excludeFieldsOption,
	idTypeField,
	nestedValuesOption,
	previewNotice,
	selectedFieldsField,
	treatAsEmptyOption,
} from '../shared/fields';
import { attributeMappingField, attributesModeField } from './attributesToSend';
import {
	apiVersionOption,
	commaReplacementOption,
	commasOption,
	concurrencyOption,
	delimiterOption,
	duplicateIdsOption,
	invalidRowsOption,
	maxBatchSizeOption,
	maxRetriesOption,
	previewOnlyOption,
	rowsPerBatchOption,
	shareOption,
	timeoutOption,
} from './options';

/**
 * A field for items and for CSV files, but not for a batch file, which brings its ID and attributes with it. It makes two
 * fields of one name, one shown for items, one for CSV. A single field that is hidden for batch files would be hidden for
 * items too, where the file format was chosen before the source: n8n hides a field when any of its rules says so.
 *
 * @param root stands before the names of the fields it depends on, where it is among the options
 */
function exceptForBatchFiles(field: INodeProperties, root = ''): INodeProperties[] {
	const { show } = field.displayOptions ?? {};
	return [
		{ [`${root}source`]: ['items'] },
		{ [`${root}source`]: ['file'], [`${root}fileFormat`]: ['csv'] },
	].map((rule) => ({ ...field, displayOptions: { show: { ...show, ...rule } } }));
}

/**
 * The second batch overrides "the properties updated in the first" (bulk profile API page, considerations): all of them,
 * or those of the same names; the page does not say which, and nothing in an answer tells of it.
 */
const overrideNotice: INodeProperties = {
	displayName:
		'Send all attributes of a profile in one run. Of two runs in a row for the same ID, with no page visit in between, the second overrides the first. Adobe does not say whether attributes that only the first one sent are kept.',
	name: 'overrideNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { idType: ['thirdPartyId'] } },
};

/** Whether to wait for Target to process the batches. */
export const waitForProcessingField: INodeProperties = {
	displayName: 'Wait for Processing',
	name: 'waitForProcessing',
	type: 'boolean',
	default: false,
	description: 'Whether to ask for the status of each batch until Target has processed it',
};

/** How long to wait for Target to process the batches. */
export const maxWaitField: INodeProperties = {
	displayName: 'Max Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1440 },
	default: 60,
	description:
		'How long to wait for a batch after its upload. Adobe says less than an hour as a rule, and up to 24 hours.',
	displayOptions: { show: { waitForProcessing: [true] } },
};

/** The panel of Bulk Update Profiles. */
export const bulkUpdateProfilesFields: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Input Items', value: 'items', description: 'Each input item is a profile' },
			{
				name: 'File',
				value: 'file',
				description: 'Each row of a file is a profile. The fastest way, for files of any size.',
			},
		],
		default: 'items',
	},
	{
		...idTypeField,
		description:
			'Which ID of the profiles you have. By default missing profiles are created for third-party IDs, and not for PC IDs. Target takes no Experience Cloud ID (ECID) for updates.',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the file',
		description:
			'Name of the binary field with the file. Several files of an item: their fields, with commas between them.',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'File Format',
		name: 'fileFormat',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'CSV',
				value: 'csv',
				description: 'A header and rows. What stands between the columns is found by itself.',
			},
			{
				name: 'Adobe Batch File',
				value: 'batchFile',
				description: 'A file that begins with "batch=" and is percent-encoded already',
			},
		],
		default: 'csv',
		displayOptions: { show: { source: ['file'] } },
	},
	...exceptForBatchFiles({
		displayName: 'ID Field',
		name: 'idField',
		type: 'string',
		requiresDataPath: 'single',
		required: true,
		default: '',
		placeholder: 'e.g. customerId',
		hint: 'The field’s name, not its value',
		description:
			'Name of the input field, or column of the file, that holds the ID: the name itself, no expression. Drag it here from the input panel.',
	}),
	...exceptForBatchFiles(attributesModeField),
	...exceptForBatchFiles(attributeMappingField),
	...exceptForBatchFiles(selectedFieldsField),
	overrideNotice,
	waitForProcessingField,
	maxWaitField,
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'An Item per Batch', value: 'batches', description: 'What became of each batch' },
			{ name: 'Summary', value: 'summary', description: 'One item with the totals of the run' },
		],
		default: 'batches',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			apiVersionOption,
			commaReplacementOption,
			commasOption,
			concurrencyOption,
			delimiterOption,
			duplicateIdsOption,
			...exceptForBatchFiles(excludeFieldsOption, '/'),
			invalidRowsOption,
			maxBatchSizeOption,
			maxRetriesOption,
			// Cells of a file are texts.
			{ ...nestedValuesOption, displayOptions: { show: { '/source': ['items'] } } },
			previewOnlyOption,
			rowsPerBatchOption,
			shareOption,
			timeoutOption,
			...exceptForBatchFiles(treatAsEmptyOption, '/'),
		],
	},
	previewNotice,
];
