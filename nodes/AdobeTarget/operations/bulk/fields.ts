import type { INodeProperties } from 'n8n-workflow';

import { excludeFieldsOption, idTypeField, nestedValuesOption, selectedFieldsField } from '../fields';
import {
	apiVersionOption,
	concurrencyOption,
	duplicateIdsOption,
	invalidRowsOption,
	maxBatchSizeOption,
	maxRetriesOption,
	previewOnlyOption,
	rowsPerBatchOption,
	timeoutOption,
} from './options';

/** A ready-made batch file brings its attributes with it. */
const HIDE_FOR_BATCH_FILE = { fileFormat: ['batchFile'] };

/** How long to wait for Target to process the batches. */
export const maxWaitField: INodeProperties = {
	displayName: 'Max Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1440 },
	default: 60,
	description:
		'How long to wait for a batch after its upload. Target takes minutes as a rule, up to an hour, and 24 hours at most.',
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
	idTypeField,
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
				description: 'A header and rows. Commas, semicolons and tabs are told apart by themselves.',
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
	{
		displayName: 'ID Field',
		name: 'idField',
		type: 'string',
		requiresDataPath: 'single',
		required: true,
		default: '',
		placeholder: 'e.g. customerId',
		description:
			'Name of the input field, or column of the file, that holds the ID. Drag it here from the input panel.',
		displayOptions: { hide: HIDE_FOR_BATCH_FILE },
	},
	{
		displayName: 'Attributes to Send',
		name: 'attributesMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Input Fields',
				value: 'all',
				description: 'Every field or column but the ID becomes an attribute of the same name',
			},
			{
				name: 'Define Below',
				value: 'define',
				description: 'Name each attribute and the field or column that holds its value',
			},
			{
				name: 'Selected Input Fields',
				value: 'selected',
				description: 'The fields or columns that you list become attributes of the same names',
			},
		],
		default: 'all',
		displayOptions: { hide: HIDE_FOR_BATCH_FILE },
	},
	{
		displayName: 'Attributes',
		name: 'attributeMapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Attribute',
		default: {},
		description: 'Empty values are not sent: Target ignores them, and nothing clears an attribute',
		options: [
			{
				displayName: 'Attribute',
				name: 'values',
				values: [
					{
						displayName: 'Attribute',
						name: 'attribute',
						type: 'resourceLocator',
						default: { mode: 'name', value: '' },
						description:
							'Name of the attribute in Target, without "profile." before it. With OAuth Server-to-Server, the names that Target knows can be chosen from a list.',
						modes: [
							{
								displayName: 'By Name',
								name: 'name',
								type: 'string',
								placeholder: 'e.g. loyaltyTier',
							},
							{
								displayName: 'From List',
								name: 'list',
								type: 'list',
								typeOptions: { searchListMethod: 'getAttributeNames', searchable: true },
							},
						],
					},
					{
						displayName: 'Input Field',
						name: 'field',
						type: 'string',
						requiresDataPath: 'single',
						default: '',
						placeholder: 'e.g. loyalty.tier',
						description: 'Name of the input field, or column of the file, that holds its value',
					},
				],
			},
		],
		displayOptions: { show: { attributesMode: ['define'] }, hide: HIDE_FOR_BATCH_FILE },
	},
	{
		...selectedFieldsField,
		displayOptions: { ...selectedFieldsField.displayOptions, hide: HIDE_FOR_BATCH_FILE },
	},
	{
		displayName: 'Wait for Processing',
		name: 'waitForProcessing',
		type: 'boolean',
		default: false,
		description: 'Whether to ask for the status of each batch until Target has processed it',
	},
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
			concurrencyOption,
			duplicateIdsOption,
			excludeFieldsOption,
			invalidRowsOption,
			maxBatchSizeOption,
			maxRetriesOption,
			nestedValuesOption,
			previewOnlyOption,
			rowsPerBatchOption,
			timeoutOption,
		],
	},
];
