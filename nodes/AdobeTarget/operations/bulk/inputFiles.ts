import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { CHUNK_BYTES } from '../../profiles/utf8Chunks';
import type { InputFile } from '../../profiles/utf8Chunks';
import { base64Pieces } from './base64Pieces';
import { storedFile } from './storedFile';

/** Binary data that n8n keeps in files of its own has an ID that begins so. */
const FILE_SYSTEM = 'filesystem';

/**
 * The files of the input items, in the order of the items. Works in each of n8n's binary-data modes; a file is read
 * as a stream, as often as it is opened.
 *
 * @param binaryPropertyNames comma-separated names of binary fields
 * @throws n8n's own error when an item has no such file
 */
export function inputFiles(context: IExecuteFunctions, binaryPropertyNames: string): InputFile[] {
	const properties = binaryPropertyNames
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	return context
		.getInputData()
		.flatMap((_, item) => properties.map((property) => ({ item, property })))
		.map(({ item, property }, number) => inputFile(context, number, item, property));
}

function inputFile(
	{ helpers }: IExecuteFunctions,
	number: number,
	item: number,
	property: string,
): InputFile {
	const { id, data, fileName } = helpers.assertBinaryData(item, property);
	return {
		item,
		number,
		name: fileName ?? `file "${property}" of item ${item}`,
		async open() {
			if (id === undefined) return Readable.from(base64Pieces(data, CHUNK_BYTES));
			if (id.startsWith(FILE_SYSTEM)) return storedFile(helpers.getBinaryPath(id), CHUNK_BYTES);
			return await helpers.getBinaryStream(id, CHUNK_BYTES);
		},
	};
}
