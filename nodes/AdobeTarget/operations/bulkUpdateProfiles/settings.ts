import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RetryPolicy } from '../../api/sending/retry';
import type { BulkApiVersion } from '../../api/calls/submitBatch';
import type { AttributeChoice, MappedAttribute } from '../../profiles/attributes/attributeChoice';
import type { NestedValues } from '../../profiles/attributes/attributes';
import { lastName } from '../../profiles/fields/lastName';
import { trimmedName } from '../../profiles/trimmedName';
import { requireDifferentNames } from '../../profiles/attributes/differentNames';
import type { DelimiterChoice } from '../../profiles/files/formats/delimiters';
import { parseFieldList, parseFieldPath } from '../../profiles/fields/fieldPath';
import { InvalidProfile } from '../../profiles/invalidProfile';
import type { ProfileIdType } from '../../profiles/profileId';
import { breakIn, BreakRules } from '../../profiles/breaks';
import type { DuplicateIds } from '../../profiles/batches/survey';
import { nodeError } from '../shared/failure';
import { PARAMETERS } from './messages';
import { say } from '../../say';
import { ID_FIELD, namesText, noAttributes, requireNames } from '../shared/fieldNames';
import {
	readAttributesMode,
	readExcludedFields,
	readIdType,
	readNestedValues,
	selectedFieldsField,
	readTreatAsEmpty,
} from '../shared/fields';
import { nameMeant } from '../shared/nameMeant';
import {
	checkChoice,
	checkNumber,
	fieldNamed,
	plainText,
	readBoolean,
	readChoice,
	readItemBoolean,
	readNumber,
	readOptions,
	rawParameter,
	readParameter,
	readText,
	rowsIn,
} from '../shared/parameters';
import { shown } from '../../shown';
import { readInputFiles } from './source/inputFileNames';
import type { NamedFile } from './source/inputFileNames';
import { readShare } from './share';
import type { Share } from './share';
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

/** How long the first pause before another try may be: a batch is large, and Target's troubles last seconds. */
const FIRST_PAUSE_MS = 5_000;

/** All that the panel says about a bulk run; read once, as it is the same for all rows. */
export interface BulkSettings {
	readonly source: 'items' | 'file';
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

/** What the panel calls the field of a mapping. */
const INPUT_FIELD = 'Input Field';

type Source = BulkSettings['source'];

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
	const wait = readItemBoolean(context, waitForProcessingField, 0);
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

/** @throws NodeOperationError when there is nothing but commas in it, as where an expression comes to nothing */
function readIdField(context: IExecuteFunctions, source: Source): string {
	const field = fieldOf('idField');
	const text = readText(context, field, 0);
	const meant = nameMeant(context, ID_FIELD, rawParameter(context, field), text, source);
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

/** By names of fields or columns, so that no expression runs per item. */
function readAttributeChoice(
	context: IExecuteFunctions,
	options: IDataObject,
	source: Source,
): AttributeChoice {
	switch (readAttributesMode(context, fieldOf('attributesMode'))) {
		case 'all':
			return { mode: 'all', ...readExcludedFields(context, options, source) };
		case 'selected':
			return { mode: 'selected', fields: readSelectedFields(context, source) };
		case 'define':
			return { mode: 'define', mapping: readMapping(context, source) };
	}
}

/** The name that a locator holds; or the name itself, as workflows may have it that were not made in the editor. */
function nameOf(attribute: unknown): string {
	const isLocator = typeof attribute === 'object' && attribute !== null && 'value' in attribute;
	return plainText(isLocator ? attribute.value : attribute);
}

/** @throws InvalidProfile when there is none, or one attribute is meant twice */
function readSelectedFields(context: IExecuteFunctions, source: Source): string {
	const given = readParameter(context, selectedFieldsField, 0, '');
	const raw = rawParameter(context, selectedFieldsField);
	const meant = nameMeant(context, selectedFieldsField.displayName, raw, namesText(given) ?? '', source);
	const fields = meant ?? requireNames(selectedFieldsField, given);
	requireDifferentNames(parseFieldList(fields).map((path) => path.keys.join('.')));
	return fields;
}

/**
 * The attributes of Define Below. One that is left without a name has that of its field; one whose expression comes to
 * nothing does not.
 *
 * @throws InvalidProfile when there is none, or one has no field, no name in this way, or is there twice
 */
function readMapping(context: IExecuteFunctions, source: Source): MappedAttribute[] {
	const mappingField = fieldOf('attributeMapping');
	const collection = readParameter(context, mappingField, 0, {});
	const raw = rowsIn(rawParameter(context, mappingField), 'values');
	const mapping = rowsIn(collection, 'values').map(({ attribute, field }, row, { length }) => {
		const written = raw.length === length ? raw[row] : undefined;
		const text = plainText(field);
		const name = nameOf(attribute);
		return {
			attribute: trimmedName(name) === '' && isPlainlyEmpty(written) ? undefined : name,
			field: nameMeant(context, INPUT_FIELD, written?.field, text, source) ?? text,
		};
	});
	if (mapping.length === 0) throw noAttributes();
	const without = mapping.find(({ field }) => trimmedName(field) === '');
	if (without !== undefined) {
		const { attribute } = without;
		throw new InvalidProfile(
			...(attribute === undefined
				? say(PARAMETERS.noField)
				: say(PARAMETERS.attributeWithoutField, { attribute: shown(attribute) })),
		);
	}
	const nameOfField = (field: string) => (source === 'file' ? field : lastName(parseFieldPath(field)));
	requireDifferentNames(mapping.map(({ attribute, field }) => attribute ?? nameOfField(field)));
	return mapping;
}

/** Whether a row of the mapping, as the workflow has it, gives its attribute no name; not where an expression gives either. */
function isPlainlyEmpty(row: Readonly<Record<string, unknown>> | undefined): boolean {
	return row !== undefined && trimmedName(nameOf(row.attribute)) === '';
}
