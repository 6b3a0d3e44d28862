import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Connection } from '../api/connection';
import { submitBatch } from '../api/submitBatch';
import type { BulkApiVersion } from '../api/submitBatch';
import { cutIntoBatches, MAX_BYTES_PER_BATCH, MAX_ROWS_PER_BATCH } from '../profiles/batches';
import type { Batch, BatchLimits } from '../profiles/batches';
import { InvalidProfile } from '../profiles/invalidProfile';
import type { ProfileIdType } from '../profiles/profileId';
import { failureError, failureItem, pairedItems, throwIfInvalid } from './failure';
import type { Failure } from './failure';
import {
	excludeFieldsOption,
	idTypeField,
	nestedValuesOption,
	readIdType,
	selectedFieldsField,
	timeoutOptionOf,
} from './fields';
import { readItemRows } from './itemRows';
import { checkChoice, readNumber, readOptions } from './parameters';
import { withConnection } from './targetConnection';
import { counted, itemRange } from './wording';

const BYTES_PER_MB = 1_000_000;

const rowsPerBatchOption: INodeProperties = {
	displayName: 'Rows per Batch',
	name: 'rowsPerBatch',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_ROWS_PER_BATCH },
	default: 50000,
	description: 'How many profiles go into one batch. Target takes less than 500,000.',
};

const maxBatchSizeOption: INodeProperties = {
	displayName: 'Max Batch Size (MB)',
	name: 'maxBatchSizeMb',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_BYTES_PER_BATCH / BYTES_PER_MB, numberPrecision: 1 },
	default: 45,
	description: 'How large a batch may grow, in megabytes once encoded. Target takes less than 50.',
};

const timeoutOption = timeoutOptionOf(300);

/** The panel of Bulk Update Profiles. */
export const bulkUpdateProfilesFields: INodeProperties[] = [
	idTypeField,
	{
		displayName: 'ID Field',
		name: 'idField',
		type: 'string',
		requiresDataPath: 'single',
		required: true,
		default: '',
		placeholder: 'e.g. customerId',
		description: 'Name of the input field that holds the ID. Drag it here from the input panel.',
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
				description: 'Every field but the ID becomes an attribute of the same name',
			},
			{
				name: 'Define Below',
				value: 'define',
				description: 'Name each attribute and the field that holds its value',
			},
			{
				name: 'Selected Input Fields',
				value: 'selected',
				description: 'The fields that you list become attributes of the same names',
			},
		],
		default: 'all',
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
						type: 'string',
						default: '',
						placeholder: 'e.g. loyaltyTier',
						description: 'Name of the attribute in Target, without "profile." before it',
					},
					{
						displayName: 'Input Field',
						name: 'field',
						type: 'string',
						requiresDataPath: 'single',
						default: '',
						placeholder: 'e.g. loyalty.tier',
						description: 'Name of the input field that holds its value',
					},
				],
			},
		],
		displayOptions: { show: { attributesMode: ['define'] } },
	},
	selectedFieldsField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
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
					{
						name: 'V1',
						value: 'v1',
						description: 'Updates existing profiles only',
					},
					{
						name: 'V2',
						value: 'v2',
						description:
							'Also creates missing profiles. With PC IDs only for Target without the Experience Cloud ID.',
					},
				],
				default: 'auto',
				description: 'Version of the bulk profile API',
			},
			excludeFieldsOption,
			maxBatchSizeOption,
			nestedValuesOption,
			rowsPerBatchOption,
			timeoutOption,
		],
	},
];

/**
 * Sends all items as batch files, one after the other, and gives one item for each batch. Everything that can be
 * checked is checked before the first upload.
 */
export async function executeBulkUpdateProfiles(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const options = readOptions(context);
	const timeoutMs = readNumber(context, options, timeoutOption) * 1_000;
	const limits: BatchLimits = {
		rows: Math.floor(readNumber(context, options, rowsPerBatchOption)),
		bytes: Math.floor(readNumber(context, options, maxBatchSizeOption) * BYTES_PER_MB),
	};
	const idType = readIdType(context);
	const version = readApiVersion(context, options, idType);

	const { rows, invalid } = readItemRows(context, options, idType);
	if (stopOnError) throwIfInvalid(context.getNode(), invalid, rows.length + invalid.length);
	if (rows.length > 0 && rows.every((row) => row.attributes.size === 0)) {
		throw new NodeOperationError(context.getNode(), 'No item has a value for any attribute', {
			description: `${NO_VALUES_ADVICE} Nothing was sent.`,
		});
	}

	return await withConnection(context, { connections: 1, timeoutMs }, async (connection) => {
		const output = invalid.map(failureItem);
		let batchNumber = 0;
		let submittedRows = 0;
		for (const batch of cutIntoBatches(rows, idType, limits)) {
			batchNumber++;
			const outcome = await submitOne(connection, version, batch, batchNumber);
			if ('json' in outcome) {
				submittedRows += batch.items.length;
				output.push(outcome);
			} else if (stopOnError) {
				throw failureError(
					context.getNode(),
					outcome,
					`${submittedRows} of ${counted(rows.length, 'profile')}, in ${counted(batchNumber - 1, 'batch', 'batches')}, had been submitted before the workflow stopped.`,
				);
			} else {
				output.push(failureItem(outcome));
			}
		}
		return output;
	});
}

const NO_VALUES_ADVICE =
	'Target ignores a batch of empty values whole. Check the attributes’ fields against the input.';

function readApiVersion(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): BulkApiVersion {
	const chosen = checkChoice(context, 'API Version', options.apiVersion ?? 'auto', ['auto', 'v1', 'v2']);
	if (chosen !== 'auto') return chosen;
	return idType === 'thirdPartyId' ? 'v2' : 'v1';
}

async function submitOne(
	connection: Connection,
	version: BulkApiVersion,
	batch: Batch,
	batchNumber: number,
): Promise<INodeExecutionData | Failure> {
	const firstItem = batch.items[0] ?? 0;
	const lastItem = batch.items.at(-1) ?? 0;
	try {
		if (batch.columns === 0) {
			throw new InvalidProfile('None of its profiles has a value for any attribute', NO_VALUES_ADVICE);
		}
		const { batchId, statusUrl } = await submitBatch(connection, version, batch.body);
		return {
			json: {
				batch: batchNumber,
				batchId,
				status: 'submitted',
				rows: batch.items.length,
				bytes: batch.body.length,
				firstItem,
				lastItem,
				attempts: 1,
				statusUrl,
			},
			pairedItem: pairedItems(batch.items),
		};
	} catch (error) {
		connection.signal?.throwIfAborted();
		return {
			error,
			items: batch.items,
			subject: `Batch ${batchNumber} (${counted(batch.items.length, 'profile')}, ${itemRange(firstItem, lastItem)}) was not submitted`,
		};
	}
}
