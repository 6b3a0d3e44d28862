import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RetryPolicy } from '../../api/sending/retry';
import type { BulkApiVersion } from '../../api/calls/submitBatch';
import type { AttributeChoice } from '../../profiles/attributes/attributeChoice';
import type { NestedValues } from '../../profiles/attributes/attributes';
import type { DelimiterChoice } from '../../profiles/files/formats/delimiters';
import type { ProfileIdType } from '../../profiles/profileId';
import { breakIn, BreakRules } from '../../profiles/breaks';
import type { DuplicateIds } from '../../profiles/batches/survey';
import { nodeError } from '../../n8n/failure';
import { PARAMETERS } from './messages';
import { say } from '../../say';
import { ID_FIELD } from '../shared/checkNames';
import type { Source } from '../shared/fieldNames';
import { readIdType, readNestedValues, readTreatAsEmpty } from '../shared/fields';
import { nameMeant } from '../shared/nameMeant';
import { readRequestOptions } from '../shared/requestOptions';
import {
	checkBoolean,
	checkChoice,
	checkNumber,
	fieldNamed,
	plainText,
	readBoolean,
	readChoice,
	readNumber,
	readOptions,
	rawParameter,
	readParameter,
	readText,
} from '../../n8n/parameters';
import { readInputFiles } from './source/inputFileNames';
import type { NamedFile } from './source/inputFileNames';
import { readShare } from './share';
import type { Share } from './share';
import { readAttributeChoice } from './attributesToSend';
import { bulkUpdateProfilesFields, maxWaitField, waitForProcessingField } from './fields';
import {
	apiVersionOption,
	BYTES_PER_MB,
	commaReplacementOption,
	commasOption,
	concurrencyOption,
	delimiterOption,
	duplicateIdsOption,
	invalidRowsOption,
	LONGEST_REPLACEMENT,
	maxBatchSizeOption,
	maxRetriesOption,
	previewOnlyOption,
	rowsPerBatchOption,
	timeoutOption,
} from './options';

/** The first pause is long: a batch is large, and Target's troubles last seconds. */
const REQUESTS = { maxRetries: maxRetriesOption, timeout: timeoutOption, firstPauseMs: 5_000 };

/** All that the panel says about a bulk run; read once, as it is the same for all rows. */
export interface BulkSettings {
	readonly source: Source;
	readonly idType: ProfileIdType;
	readonly idField: string;
	/** What Input Binary Field comes to at the first item; nothing where the source is no file. */
	readonly inputFiles: readonly NamedFile[];
	readonly fileFormat: 'csv' | 'batchFile';
	/** What stands between the columns of a CSV file. */
	readonly delimiter: DelimiterChoice;
	readonly attributes: AttributeChoice;
	readonly nestedValues: NestedValues;
	/** Values that count as empty. */
	readonly treatAsEmpty: readonly string[];
	/** What becomes of commas and line ends in values. */
	readonly breaks: BreakRules;
	readonly version: BulkApiVersion;
	readonly duplicateIds: DuplicateIds;
	readonly skipInvalidRows: boolean;
	/** Which part of the rows is sent; undefined where all are. */
	readonly share: Share | undefined;
	/** Rows of a batch; 0: by how many there are (see rowsPerBatch.ts). */
	readonly rowsPerBatch: number;
	/** Bytes of a batch once encoded. */
	readonly bytesPerBatch: number;
	readonly concurrency: number;
	readonly retries: RetryPolicy;
	readonly timeoutMs: number;
	readonly previewOnly: boolean;
	/** How long to wait for each batch to be processed; undefined: not at all. */
	readonly longestWaitMs: number | undefined;
	readonly output: 'batches' | 'summary';
}

const fieldOf = (name: string) => fieldNamed(bulkUpdateProfilesFields, name);

/** @throws NodeOperationError that names the parameter or option whose value can't be right */
export function readBulkSettings(context: IExecuteFunctions): BulkSettings {
	const options = readOptions(context, bulkUpdateProfilesFields);
	const idType = readIdType(context);
	const choose = <Choice extends string>(name: string, choices: readonly Choice[]): Choice => {
		const field = fieldOf(name);
		return checkChoice(context, field, readParameter(context, field, 0, field.default), choices);
	};
	const source = choose('source', ['items', 'file']);
	const fileFormat = choose('fileFormat', ['csv', 'batchFile']);
	const output = choose('output', ['batches', 'summary']);
	const { default: byDefault } = waitForProcessingField;
	const given = readParameter(context, waitForProcessingField, 0, byDefault);
	const wait = checkBoolean(context, waitForProcessingField, given);
	const isBatchFile = source === 'file' && fileFormat === 'batchFile';
	return {
		source,
		idType,
		idField: isBatchFile ? '' : readIdField(context, source),
		inputFiles: source === 'items' ? [] : readInputFiles(context, 0),
		fileFormat,
		delimiter: readChoice(context, options, delimiterOption, ['auto', 'comma', 'semicolon', 'tab', 'pipe']),
		attributes: isBatchFile
			? { mode: 'all', excludeFields: '' }
			: readAttributeChoice(context, options, source),
		nestedValues: readNestedValues(context, options),
		treatAsEmpty: isBatchFile ? [] : readTreatAsEmpty(context, options),
		breaks: readBreakRules(context, options),
		version: readApiVersion(context, options, idType),
		duplicateIds: readChoice(context, options, duplicateIdsOption, ['merge', 'keep', 'stop']),
		skipInvalidRows: readChoice(context, options, invalidRowsOption, ['stop', 'skip']) === 'skip',
		share: readShare(context, options),
		rowsPerBatch: Math.floor(readNumber(context, options, rowsPerBatchOption)),
		bytesPerBatch: Math.floor(readNumber(context, options, maxBatchSizeOption) * BYTES_PER_MB),
		concurrency: Math.floor(readNumber(context, options, concurrencyOption)),
		...readRequestOptions(context, options, REQUESTS),
		previewOnly: readBoolean(context, options, previewOnlyOption),
		longestWaitMs: wait ? readMaxWait(context) : undefined,
		output,
	};
}

/** @throws NodeOperationError when there is nothing but commas in it, as where an expression comes to nothing */
function readIdField(context: IExecuteFunctions, source: Source): string {
	const field = fieldOf('idField');
	const text = readText(context, field, 0);
	const raw = rawParameter(context, field);
	const meant = nameMeant(context, { label: ID_FIELD, raw, given: text }, source);
	if (meant !== undefined) return meant;
	if (/[^\s,]/.test(text)) return text;
	throw nodeError(context.getNode(), say(PARAMETERS.noIdField));
}

function readMaxWait(context: IExecuteFunctions): number {
	const minutes = readParameter(context, maxWaitField, 0, maxWaitField.default);
	return checkNumber(context, maxWaitField, minutes) * 60_000;
}

function readApiVersion(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): BulkApiVersion {
	const chosen = readChoice(context, options, apiVersionOption, ['auto', 'v1', 'v2']);
	if (chosen !== 'auto') return chosen;
	return idType === 'thirdPartyId' ? 'v2' : 'v1';
}

/** @throws NodeOperationError when the replacement is no text, empty, too long, or holds what it is to take the place of */
function readBreakRules(context: IExecuteFunctions, options: IDataObject): BreakRules {
	const commas = readChoice(context, options, commasOption, ['replace', 'encode', 'refuse']);
	if (commas !== 'replace') return new BreakRules(commas);
	const { name } = commaReplacementOption;
	const given: unknown = Object.hasOwn(options, name) ? options[name] : commaReplacementOption.default;
	const text = typeof given === 'string' || typeof given === 'number' ? plainText(given) : '';
	const isRight = text !== '' && text.length <= LONGEST_REPLACEMENT && text.isWellFormed();
	if (isRight && breakIn(text) === undefined) return new BreakRules(commas, text);
	throw nodeError(context.getNode(), say(PARAMETERS.noReplacement, { most: LONGEST_REPLACEMENT }));
}
