import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RetryPolicy } from '../../api/retry';
import type { BulkApiVersion } from '../../api/submitBatch';
import type { AttributeChoice } from '../../profiles/attributeChoice';
import type { NestedValues } from '../../profiles/attributes';
import type { BatchLimits } from '../../profiles/batchDraft';
import type { ProfileIdType } from '../../profiles/profileId';
import type { DuplicateIds } from '../../profiles/survey';
import { NOTHING_SENT } from '../failure';
import { readAttributesMode, readExcludedFields, readIdType, readNestedValues } from '../fields';
import {
	checkChoice,
	checkNumber,
	plainText,
	readBoolean,
	readItemBoolean,
	readNumber,
	readOptions,
	readParameter,
	readText,
	rowsIn,
} from '../parameters';
import { maxWaitField, waitForProcessingField } from './fields';
import {
	BYTES_PER_MB,
	concurrencyOption,
	maxBatchSizeOption,
	maxRetriesOption,
	previewOnlyOption,
	rowsPerBatchOption,
	timeoutOption,
} from './options';

/** How long the first pause before another try may be: a batch is large, and Target's troubles last seconds. */
const FIRST_PAUSE_MS = 5_000;

/** All that the panel says about a bulk run; read once, as it is the same for all rows. */
export interface BulkSettings {
	readonly source: 'items' | 'file';
	readonly idType: ProfileIdType;
	readonly idField: string;
	readonly binaryPropertyNames: string;
	readonly fileFormat: 'csv' | 'batchFile';
	readonly attributes: AttributeChoice;
	readonly nestedValues: NestedValues;
	readonly version: BulkApiVersion;
	readonly duplicateIds: DuplicateIds;
	readonly skipInvalidRows: boolean;
	readonly limits: BatchLimits;
	readonly concurrency: number;
	readonly retries: RetryPolicy;
	readonly timeoutMs: number;
	readonly previewOnly: boolean;
	/** How long to wait for each batch to be processed; undefined: not at all. */
	readonly longestWaitMs: number | undefined;
	readonly output: 'batches' | 'summary';
}

/** @throws NodeOperationError that names the parameter or option whose value can't be right */
export function readBulkSettings(context: IExecuteFunctions): BulkSettings {
	const options = readOptions(context);
	const idType = readIdType(context);
	const parameter = (label: string, name: string, byDefault: string) =>
		[context, label, readParameter(context, name, 0, byDefault)] as const;
	const source = checkChoice(...parameter('Source', 'source', 'items'), ['items', 'file']);
	const fileFormat = checkChoice(...parameter('File Format', 'fileFormat', 'csv'), ['csv', 'batchFile']);
	const output = checkChoice(...parameter('Output', 'output', 'batches'), ['batches', 'summary']);
	const wait = readItemBoolean(context, waitForProcessingField, 0);
	const isBatchFile = source === 'file' && fileFormat === 'batchFile';
	return {
		source,
		idType,
		idField: isBatchFile ? '' : readRequired(context, 'ID Field', 'idField', ID_FIELD_ADVICE),
		binaryPropertyNames:
			source === 'items'
				? ''
				: readRequired(context, 'Input Binary Field', 'binaryPropertyName', FILE_ADVICE),
		fileFormat,
		attributes: isBatchFile ? { mode: 'all', excludeFields: '' } : readAttributeChoice(context, options),
		nestedValues: readNestedValues(context, options),
		version: readApiVersion(context, options, idType),
		duplicateIds: checkChoice(context, 'Duplicate IDs', options.duplicateIds ?? 'merge', [
			'merge',
			'keep',
			'stop',
		]),
		skipInvalidRows:
			checkChoice(context, 'Invalid Rows', options.invalidRows ?? 'stop', ['stop', 'skip']) === 'skip',
		limits: {
			rows: Math.floor(readNumber(context, options, rowsPerBatchOption)),
			bytes: Math.floor(readNumber(context, options, maxBatchSizeOption) * BYTES_PER_MB),
		},
		concurrency: Math.floor(readNumber(context, options, concurrencyOption)),
		retries: {
			maxRetries: Math.floor(readNumber(context, options, maxRetriesOption)),
			firstPauseMs: FIRST_PAUSE_MS,
		},
		timeoutMs: readNumber(context, options, timeoutOption) * 1_000,
		previewOnly: readBoolean(context, options, previewOnlyOption),
		longestWaitMs: wait ? readMaxWait(context) : undefined,
		output,
	};
}

const ID_FIELD_ADVICE = 'Give the name of the field or column that holds the ID.';
const FILE_ADVICE = 'Give the name of the binary field that holds the file.';

/** @throws NodeOperationError when there is nothing but commas in it, as where an expression comes to nothing */
function readRequired(context: IExecuteFunctions, label: string, name: string, advice: string): string {
	const text = readText(context, name, 0);
	if (/[^\s,]/.test(text)) return text;
	throw new NodeOperationError(context.getNode(), `The parameter "${label}" is empty`, {
		description: `${advice} ${NOTHING_SENT}`,
	});
}

function readMaxWait(context: IExecuteFunctions): number {
	const minutes = readParameter(context, maxWaitField.name, 0, maxWaitField.default);
	return checkNumber(context, maxWaitField, minutes) * 60_000;
}

function readApiVersion(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): BulkApiVersion {
	const chosen = checkChoice(context, 'API Version', options.apiVersion ?? 'auto', ['auto', 'v1', 'v2']);
	if (chosen !== 'auto') return chosen;
	return idType === 'thirdPartyId' ? 'v2' : 'v1';
}

/** By names of fields or columns, so that no expression runs per item. */
function readAttributeChoice(context: IExecuteFunctions, options: IDataObject): AttributeChoice {
	switch (readAttributesMode(context)) {
		case 'all':
			return { mode: 'all', excludeFields: readExcludedFields(context, options) };
		case 'selected':
			return { mode: 'selected', fields: readText(context, 'fields', 0) };
		case 'define':
			return { mode: 'define', mapping: mappingOf(readParameter(context, 'attributeMapping', 0, {})) };
	}
}

/** The name that a locator holds; or the name itself, as workflows may have it that were not made in the editor. */
function nameOf(attribute: unknown): string {
	const isLocator = typeof attribute === 'object' && attribute !== null && 'value' in attribute;
	return plainText(isLocator ? attribute.value : attribute);
}

function mappingOf(collection: unknown): Array<{ attribute: string; field: string }> {
	return rowsIn(collection, 'values').map(({ attribute, field }) => ({
		attribute: nameOf(attribute),
		field: plainText(field),
	}));
}
