import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { submitUpdate } from '../api/submitUpdate';
import { readAllFields, readAssignments, readSelectedFields } from '../profiles/attributes';
import type { Attribute } from '../profiles/attributes';
import { checkProfileId } from '../profiles/profileId';
import { buildUpdateForm } from '../profiles/updateForm';
import { concurrently } from './concurrently';
import { failureError, failureItem, invalidInputError } from './failure';
import type { Failure } from './failure';
import {
	excludeFieldsOption,
	idTypeField,
	maxRetriesOptionOf,
	nestedValuesOption,
	readAttributesMode,
	readIdType,
	readNestedValues,
	selectedFieldsField,
	timeoutOptionOf,
} from './fields';
import { plainText, readNumber, readOptions, readText } from './parameters';
import { withConnection } from './targetConnection';
import { counted } from './wording';

const concurrencyOption: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: 10,
	description: 'How many updates are under way at the same time',
};

const maxRetriesOption = maxRetriesOptionOf('an update');

const timeoutOption = timeoutOptionOf(30);

/** How long the first pause before another try may be. */
const FIRST_PAUSE_MS = 1_000;

/** The panel of Update Profile. */
export const updateProfileFields: INodeProperties[] = [
	idTypeField,
	{
		displayName: 'Profile ID',
		name: 'profileId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.customerId }}',
		description:
			'The ID of the profile to update. A third-party ID may not contain "+" or "/"; a PC ID keeps its location hint, as in 1368007744041-575948.01_00.',
	},
	{
		displayName: 'Attributes to Send',
		name: 'attributesMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Define Below',
				value: 'define',
				description: 'Name each attribute and give its value',
			},
			{
				name: 'All Input Fields',
				value: 'all',
				description: 'Every field of the item becomes an attribute of the same name',
			},
			{
				name: 'Selected Input Fields',
				value: 'selected',
				description: 'The fields that you list become attributes of the same names',
			},
		],
		default: 'define',
	},
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'assignmentCollection',
		default: {},
		description:
			'Names without "profile." before them. Empty values are not sent: Target ignores them, and nothing clears an attribute.',
		displayOptions: { show: { attributesMode: ['define'] } },
	},
	selectedFieldsField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [concurrencyOption, excludeFieldsOption, maxRetriesOption, nestedValuesOption, timeoutOption],
	},
];

/** An update that is ready to be sent, or why it can't be. */
type Prepared =
	{ readonly id: string; readonly form: string; readonly attributes: number } | { readonly invalid: Failure };

/**
 * Sends one update per item, several at a time, and gives one item for each in the order of the input. Everything
 * that can be checked is checked before the first request.
 */
export async function executeUpdateProfile(
	context: IExecuteFunctions,
	stopOnError: boolean,
): Promise<INodeExecutionData[]> {
	const options = readOptions(context);
	const connections = Math.floor(readNumber(context, options, concurrencyOption));
	const timeoutMs = readNumber(context, options, timeoutOption) * 1_000;
	const maxRetries = Math.floor(readNumber(context, options, maxRetriesOption));
	const idType = readIdType(context);

	const readAttributes = attributesOfItem(context, options);
	const prepared = context.getInputData().map(({ json }, item): Prepared => {
		try {
			const id = checkProfileId(idType, context.getNodeParameter('profileId', item, ''));
			const { body, attributes } = buildUpdateForm(idType, id, readAttributes(json, item));
			return { id, form: body, attributes };
		} catch (error) {
			return { invalid: { error, items: [item] } };
		}
	});
	if (stopOnError) throwIfInvalid(context, prepared);

	const retries = { maxRetries, firstPauseMs: FIRST_PAUSE_MS };
	return await withConnection(context, { connections, timeoutMs, retries }, async (connection) => {
		const output = new Array<INodeExecutionData>(prepared.length);
		let submitted = 0;
		let stoppedBy: Failure | undefined;
		await concurrently(prepared.entries(), connections, async ([item, update]) => {
			if ('invalid' in update) {
				output[item] = failureItem(update.invalid);
				return true;
			}
			const { id, form, attributes } = update;
			try {
				const message = await submitUpdate(connection, form);
				submitted++;
				output[item] = {
					json: { profileId: id, idType, submitted: true, attributes, message },
					pairedItem: { item },
				};
				return true;
			} catch (error) {
				connection.signal?.throwIfAborted();
				const failure = { error, items: [item] };
				output[item] = failureItem(failure);
				if (stopOnError) stoppedBy ??= failure;
				return !stopOnError;
			}
		});
		if (stoppedBy === undefined) return output;
		throw failureError(
			context.getNode(),
			stoppedBy,
			`${submitted} of ${counted(prepared.length, 'item')} had been submitted before the workflow stopped.`,
		);
	});
}

/** @throws the error that names the items that can't be sent, when there are any */
function throwIfInvalid(context: IExecuteFunctions, prepared: readonly Prepared[]): void {
	const invalid = prepared.flatMap((update) => ('invalid' in update ? [update.invalid] : []));
	if (invalid.length === 0) return;
	throw invalidInputError(context.getNode(), {
		first: invalid.map((failure) => [`Item ${failure.items.join(', ')}`, failure]),
		count: invalid.length,
		of: prepared.length,
		noun: 'item',
	});
}

/** How the attributes of an item are found, by the chosen mode. */
function attributesOfItem(
	context: IExecuteFunctions,
	options: IDataObject,
): (json: object, item: number) => Attribute[] {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context)) {
		case 'define':
			return (_, item) =>
				readAssignments(assignmentsOf(context.getNodeParameter('attributes', item, {})), nestedValues);
		case 'all':
			return readAllFields(nestedValues, plainText(options.excludeFields));
		case 'selected':
			return (json, item) => readSelectedFields(readText(context, 'fields', item), nestedValues)(json);
	}
}

/** The rows of an assignment collection; none where it was left as it came. */
function assignmentsOf(collection: unknown): Array<{ name: string; value: unknown }> {
	if (typeof collection !== 'object' || collection === null) return [];
	if (!('assignments' in collection) || !Array.isArray(collection.assignments)) return [];
	return collection.assignments.map((assignment: { name?: unknown; value?: unknown }) => ({
		name: plainText(assignment.name),
		value: assignment.value,
	}));
}
