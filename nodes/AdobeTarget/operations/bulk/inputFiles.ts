import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { Turn } from '../../turn';
import { CHUNK_BYTES } from '../../profiles/utf8Chunks';
import type { InputFile } from '../../profiles/utf8Chunks';
import { base64Pieces } from './base64Pieces';
import { fileOpener } from './openedFile';

/**
 * The files of the input items, in the order of the items. Works in each of n8n's binary-data modes; a file is read
 * as a stream, as often as it is opened.
 *
 * @param binaryPropertyNames comma-separated names of binary fields
 * @throws n8n's own error when an item has no such file; the signal's reason once the execution is stopped
 */
export async function inputFiles(
	context: IExecuteFunctions,
	binaryPropertyNames: string,
): Promise<InputFile[]> {
	const properties = binaryPropertyNames
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	const files: InputFile[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const item of context.getInputData().keys()) {
		for (const property of properties) {
			files.push(inputFile(context, files.length, item, property));
			if (turn.isOver()) await turn.rest();
		}
	}
	return files;
}

function inputFile(context: IExecuteFunctions, number: number, item: number, property: string): InputFile {
	const { id, data, fileName } = context.helpers.assertBinaryData(item, property);
	const name = fileName ?? `file "${property}" of item ${item}`;
	const file = { item, number, name };
	if (id === undefined) {
		return { ...file, open: () => Promise.resolve(Readable.from(base64Pieces(data, CHUNK_BYTES))) };
	}
	const which = `${fileName === undefined ? 'the file' : `"${fileName}",`} in the field "${property}" of item ${item}`;
	const open = fileOpener(context, id, which);
	return { ...file, open: () => Promise.resolve(open()) };
}
