import type { IExecuteFunctions } from 'n8n-workflow';

import type { AttributeColumns } from '../../profiles/attributeColumns';
import { attributeReader } from '../../profiles/attributeChoice';
import { batchFileFormat } from '../../profiles/batchFileFormat';
import { csvFormat } from '../../profiles/csvFormat';
import { fileRows } from '../../profiles/fileRows';
import { itemRows } from '../../profiles/itemRows';
import type { RowSource } from '../../profiles/rowSource';
import { UnreadableFile } from '../../profiles/unreadableFile';
import type { InputFile } from '../../profiles/utf8Chunks';
import { inputFiles } from './inputFiles';
import { filePlaces, itemPlaces } from './places';
import type { Places } from './places';
import type { BulkSettings } from './settings';

/** The rows that the panel asks for, and how they are called. */
export function rowsOf(
	context: IExecuteFunctions,
	settings: BulkSettings,
	columns: AttributeColumns,
): { source: RowSource; places: Places } {
	const { idType, idField, attributes } = settings;
	if (settings.source === 'items') {
		const readAttributes = attributeReader(attributes, settings.nestedValues, idField);
		return {
			source: itemRows(context.getInputData(), idType, idField, readAttributes, columns),
			places: itemPlaces,
		};
	}
	const format = settings.fileFormat === 'csv' ? csvFormat(idField, attributes) : batchFileFormat(idType);
	const files = inputFiles(context, settings.binaryPropertyNames);
	return {
		source: {
			async *read() {
				for (const file of files) {
					try {
						yield* fileRows(file, format, idType, columns);
					} catch (error) {
						throw files.length > 1 ? withName(error, file) : error;
					}
				}
			},
		},
		places: filePlaces(files.map(({ name }) => name)),
	};
}

function withName(error: unknown, { name, item }: InputFile): unknown {
	if (!(error instanceof UnreadableFile)) return error;
	return new UnreadableFile(`${name} (item ${item}): ${error.message}`, error.advice);
}
