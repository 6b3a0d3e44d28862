import { Readable } from 'node:stream';

import type { IBinaryData, IBinaryKeyData, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { Turn } from '../../../turn';
import { CHUNK_BYTES } from '../../../profiles/files/utf8Chunks';
import type { InputFile } from '../../../profiles/files/utf8Chunks';
import { fill, say } from '../../../say';
import { nodeError } from '../../../n8n/failure';
import { MESSAGES } from '../../../n8n/messages';
import { hint } from '../../../n8n/hint';
import { base64Pieces } from './base64Pieces';
import { readInputFiles } from './inputFileNames';
import type { BinaryObject, NamedFile } from './inputFileNames';
import { FILE_OF_ITEM, HAS_FILES, INPUT_BINARY_FIELD, WHICH_FILE } from './messages';
import { fileOpener } from './openedFile';
import type { WholeFiles } from './wholeFiles';
import { shown, shownNames } from '../../../shown';

/**
 * The files of the input items, in the order of the items. Works in each of n8n's binary-data modes; a file is read
 * as a stream, as often as it is opened. Names are the same for all items; where an expression gives files themselves,
 * it is asked for each item.
 *
 * @param named what Input Binary Field comes to at the first item
 * @param whole takes up the files that come in one piece
 * @throws NodeOperationError when an item has no such file; the signal's reason once the execution is stopped
 */
export async function inputFiles(
	context: IExecuteFunctions,
	named: readonly NamedFile[],
	whole: WholeFiles,
): Promise<InputFile[]> {
	const isSame = named.every((one) => typeof one === 'string');
	const files: InputFile[] = [];
	const taken = new Set<string>();
	const ofOthers = new Set<string>();
	const onlyFiles = new Set<string>();
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const item of context.getInputData().keys()) {
		for (const one of isSame || item === 0 ? named : readInputFiles(context, item)) {
			if (turn.isOver()) await turn.rest();
			const { binary, field, isOther } = fileOf(context, item, one);
			if (typeof one === 'string' && field !== one) onlyFiles.add(field);
			const key = binary.id ?? binary.data;
			// A file of another item is given by each, and is one file all the same.
			if (isOther ? taken.has(key) : ofOthers.has(key)) continue;
			taken.add(key);
			if (isOther) ofOthers.add(key);
			files.push(inputFile(context, files.length, item, field, binary, whole));
		}
	}
	if (onlyFiles.size > 0) {
		const values = { field: DEFAULT_FIELD, fields: shownNames([...onlyFiles]) };
		hint(context, 'info', ...say(INPUT_BINARY_FIELD.onlyFile, values));
	}
	return files;
}

/** The binary field that most of n8n's nodes give, which the panel has by default. */
const DEFAULT_FIELD = 'data';

interface FoundFile {
	readonly binary: IBinaryData;
	/** What it is called, for messages. */
	readonly field: string;
	/** Whether it is none of the item's own. */
	readonly isOther: boolean;
}

/** @throws NodeOperationError that names the files that are there, when there is no such file */
function fileOf(context: IExecuteFunctions, item: number, named: NamedFile): FoundFile {
	if (typeof named === 'string') {
		try {
			return { binary: context.helpers.assertBinaryData(item, named), field: named, isOther: false };
		} catch {
			const only = isLeftAtDefault(context) ? onlyFileOf(context, item) : undefined;
			if (only !== undefined) return only;
			throw (
				notAFile(context, item, named) ??
				noSuchFile(context, item, fill(WHICH_FILE.named, { field: shown(named) }))
			);
		}
	}
	const own = Object.entries(filesOf(context, item)).filter(([, binary]) => isSameFile(binary, named));
	const [[field, binary] = []] = own;
	if (field !== undefined && binary !== undefined) {
		if (own.length === 1 || named.id !== undefined || named.data !== undefined) {
			return { binary, field, isOther: false };
		}
		throw noSuchFile(context, item, WHICH_FILE.oneOfSeveral);
	}
	const { id, data, mimeType = '' } = named;
	if (id === undefined && data === undefined) throw noSuchFile(context, item, WHICH_FILE.given);
	return { binary: { ...named, data: data ?? '', mimeType }, field: named.fileName ?? '', isOther: true };
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
	return { binary, field, isOther: false };
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

function inputFile(
	context: IExecuteFunctions,
	number: number,
	item: number,
	field: string,
	{ id, data, fileName }: IBinaryData,
	whole: WholeFiles,
): InputFile {
	const inItem = { field: shown(field), item };
	const name = fileName ?? fill(FILE_OF_ITEM.nameless, inItem);
	const file = { item, number, name };
	if (id === undefined) {
		return { ...file, open: () => Promise.resolve(Readable.from(base64Pieces(data, CHUNK_BYTES))) };
	}
	const which =
		fileName === undefined
			? fill(FILE_OF_ITEM.inField, inItem)
			: fill(FILE_OF_ITEM.namedInField, { ...inItem, file: shown(fileName) });
	const open = fileOpener(context, id, whole, which);
	return { ...file, open: () => Promise.resolve(open()) };
}
