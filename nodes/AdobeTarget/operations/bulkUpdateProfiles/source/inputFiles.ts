import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { hint } from '../../../n8n/hint';
import { isExpression, rawParameter } from '../../../n8n/parameters';
import { CHUNK_BYTES } from '../../../profiles/files/utf8Chunks';
import type { InputFile } from '../../../profiles/files/utf8Chunks';
import { fill, say } from '../../../say';
import { shown, shownNames } from '../../../shown';
import { Turn } from '../../../turn';
import { base64Pieces } from './base64Pieces';
import { DEFAULT_FIELD, findFile } from './findFile';
import type { FoundFile } from './findFile';
import { FIELD, readInputFiles } from './inputFileNames';
import type { NamedFile } from './inputFileNames';
import { FILE_OF_ITEM, INPUT_BINARY_FIELD } from './messages';
import { fileOpener } from './fileOpener';
import type { WholeFiles } from './wholeFiles';

/**
 * The files of the input items, in the order of the items. Works in each of n8n's binary-data modes; a file is read
 * as a stream, as often as it is opened. What names them is read for each item where it is an expression.
 *
 * @param named what Input Binary Field comes to at the first item
 * @param wholeFiles takes up the files that come in one piece
 * @throws NodeOperationError when an item has no such file; the signal's reason once the execution is stopped
 */
export async function inputFiles(
	context: IExecuteFunctions,
	named: readonly NamedFile[],
	wholeFiles: WholeFiles,
): Promise<InputFile[]> {
	const isSame = !isExpression(rawParameter(context, FIELD));
	const files: InputFile[] = [];
	const taken = new Set<string>();
	const takenOfOthers = new Set<string>();
	const onlyFiles = new Set<string>();
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const item of context.getInputData().keys()) {
		for (const one of isSame || item === 0 ? named : readInputFiles(context, item)) {
			if (turn.isOver()) await turn.rest();
			const found = findFile(context, item, one);
			if (typeof one === 'string' && found.field !== one) onlyFiles.add(found.field);
			const key = found.binary.id ?? found.binary.data;
			// An expression gives a file of another node again for each item, and it is read once. Files of the items are each read.
			if (found.isOther ? taken.has(key) : takenOfOthers.has(key)) continue;
			taken.add(key);
			if (found.isOther) takenOfOthers.add(key);
			files.push(inputFile(context, found, files.length, wholeFiles));
		}
	}
	if (onlyFiles.size > 0) {
		const values = { field: DEFAULT_FIELD, fields: shownNames([...onlyFiles]) };
		hint(context, 'info', ...say(INPUT_BINARY_FIELD.onlyFile, values));
	}
	return files;
}

/** @param number its place among the files of the run */
function inputFile(
	context: IExecuteFunctions,
	{ item, field, binary: { id, data, fileName } }: FoundFile,
	number: number,
	wholeFiles: WholeFiles,
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
	const open = fileOpener(context, id, wholeFiles, which);
	return { ...file, open: () => Promise.resolve(open()) };
}
