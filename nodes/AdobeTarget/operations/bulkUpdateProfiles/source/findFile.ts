import type { IBinaryData, IBinaryKeyData, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { nodeError } from '../../../n8n/failure';
import { MESSAGES } from '../../../n8n/messages';
import { fill, say } from '../../../say';
import { shown, shownNames } from '../../../shown';
import type { BinaryObject, NamedFile } from './inputFileNames';
import { HAS_FILES, INPUT_BINARY_FIELD, WHICH_FILE } from './messages';

/** The binary field that most of n8n's nodes give, which the panel has by default. */
export const DEFAULT_FIELD = 'data';

/** A file of an item, or one that its expression gives. */
export interface FoundFile {
	/** The index of the item. */
	readonly item: number;
	readonly binary: IBinaryData;
	/** What it is called, for messages. */
	readonly field: string;
	/** Whether it is none of the item's own. */
	readonly isOther: boolean;
}

/**
 * Finds a file by the name of its binary field, or as an expression gives it.
 *
 * @throws NodeOperationError that names the files that are there, when there is no such file
 */
export function findFile(context: IExecuteFunctions, item: number, named: NamedFile): FoundFile {
	return typeof named === 'string' ? fileNamed(context, item, named) : fileGiven(context, item, named);
}

function fileNamed(context: IExecuteFunctions, item: number, field: string): FoundFile {
	try {
		const binary = context.helpers.assertBinaryData(item, field);
		return { item, binary, field, isOther: false };
	} catch {
		const only = isLeftAtDefault(context) ? onlyFileOf(context, item) : undefined;
		if (only !== undefined) return only;
		const which = fill(WHICH_FILE.named, { field: shown(field) });
		throw notAFile(context, item, field) ?? noSuchFile(context, item, which);
	}
}

function fileGiven(context: IExecuteFunctions, item: number, given: BinaryObject): FoundFile {
	const { id, data, mimeType = '', fileName = '' } = given;
	const own = Object.entries(filesOf(context, item)).filter(([, binary]) => isSameFile(binary, given));
	const [first] = own;
	// By either it is certain which file is meant.
	const isCertain = id !== undefined || data !== undefined;
	if (first !== undefined) {
		if (own.length > 1 && !isCertain) throw noSuchFile(context, item, WHICH_FILE.oneOfSeveral);
		const [field, binary] = first;
		return { item, binary, field, isOther: false };
	}
	if (!isCertain) throw noSuchFile(context, item, WHICH_FILE.given);
	return { item, binary: { ...given, data: data ?? '', mimeType }, field: fileName, isOther: true };
}

/** n8n's expressions give the files of the input without their content, so without an ID their other words have to do. */
function isSameFile(binary: IBinaryData, named: BinaryObject): boolean {
	if (named.id !== undefined) return binary.id === named.id;
	if (named.data !== undefined) return binary.data === named.data;
	const words = new Map<string, unknown>(Object.entries(binary));
	return Object.entries(named).every(([word, value]) => words.get(word) === value);
}

function filesOf(context: IExecuteFunctions, item: number): IBinaryKeyData {
	return context.getInputData()[item]?.binary ?? {};
}

/** Whether nobody has said in which binary field the file is. */
function isLeftAtDefault(context: IExecuteFunctions): boolean {
	const { binaryPropertyName = DEFAULT_FIELD } = context.getNode().parameters;
	return binaryPropertyName === DEFAULT_FIELD;
}

/** The file of an item that has just one. */
function onlyFileOf(context: IExecuteFunctions, item: number): FoundFile | undefined {
	const [only, ...others] = Object.entries(filesOf(context, item));
	if (only === undefined || others.length > 0) return undefined;
	const [field, binary] = only;
	return { item, binary, field, isOther: false };
}

/** n8n's HTTP Request puts what it takes for text into a field of this name. */
function notAFile(context: IExecuteFunctions, item: number, named: string): NodeOperationError | undefined {
	const value = context.getInputData()[item]?.json[named];
	if (typeof value !== 'string') return undefined;
	const which = context.getInputData().length > 1 ? `${fill(MESSAGES.item.text, { item })}: ` : '';
	const [text, advice] = say(INPUT_BINARY_FIELD.textNotFile, { field: shown(named), item });
	return nodeError(context.getNode(), [`${which}${text}`, advice], item);
}

function noSuchFile(context: IExecuteFunctions, item: number, which: string): NodeOperationError {
	const fields = Object.keys(filesOf(context, item));
	const where = fields.length === 1 ? HAS_FILES.one : HAS_FILES.several;
	const has = fields.length === 0 ? HAS_FILES.none : fill(where, { fields: shownNames(fields) });
	return nodeError(context.getNode(), say(INPUT_BINARY_FIELD.noSuchFile, { item, which, has }), item);
}
