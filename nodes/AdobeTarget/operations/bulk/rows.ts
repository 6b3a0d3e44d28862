import type { IExecuteFunctions } from 'n8n-workflow';

import type { AttributeColumns } from '../../profiles/attributeColumns';
import { attributeReader } from '../../profiles/attributeChoice';
import { batchFileFormat } from '../../profiles/batchFileFormat';
import { csvFormat } from '../../profiles/csvFormat';
import { fileSource } from '../../profiles/fileSource';
import { itemRows } from '../../profiles/itemRows';
import type { RowSource } from '../../profiles/rowSource';
import { inputFiles } from './inputFiles';
import { filePlaces, itemPlaces } from './places';
import type { Places } from './places';
import type { BulkSettings } from './settings';

/** The rows that the panel asks for, and how they are called. */
export async function rowsOf(
	context: IExecuteFunctions,
	settings: BulkSettings,
	columns: AttributeColumns,
): Promise<{ source: RowSource; places: Places }> {
	const { idType, idField, attributes } = settings;
	if (settings.source === 'items') {
		const readAttributes = attributeReader(attributes, settings.nestedValues, idField);
		return {
			source: itemRows(context.getInputData(), idType, idField, readAttributes, columns),
			places: itemPlaces,
		};
	}
	const format = settings.fileFormat === 'csv' ? csvFormat(idField, attributes) : batchFileFormat(idType);
	const files = await inputFiles(context, settings.binaryPropertyNames);
	return {
		source: fileSource(files, format, idType, columns),
		places: filePlaces(files.map(({ name }) => name)),
	};
}
