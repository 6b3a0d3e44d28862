import type { IExecuteFunctions } from 'n8n-workflow';

import { AttributeColumns } from '../../../profiles/rows/attributeColumns';
import { attributeReader } from '../../../profiles/attributes/attributeChoice';
import type { AttributeChoice } from '../../../profiles/attributes/attributeChoice';
import type { ItemFields } from '../../../profiles/fields/itemFields';
import { NamedFields } from '../../../profiles/fields/namedFields';
import type { NamedField } from '../../../profiles/fields/namedFields';
import { ValueRules } from '../../../profiles/attributes/valueRules';
import { lookerInBody } from '../../../profiles/fields/webhookItem';
import { batchFileFormat } from '../../../profiles/files/formats/batchFileFormat';
import { csvFormat } from '../../../profiles/files/formats/csvFormat';
import { parseFieldList, parseFieldPath } from '../../../profiles/fields/fieldPath';
import type { FileFormat } from '../../../profiles/files/fileFormat';
import { fileSource } from '../../../profiles/files/fileSource';
import { itemRows } from '../../../profiles/rows/itemRows';
import type { RowSource } from '../../../profiles/rows/rowSource';
import { IdShare } from '../../../profiles/rows/idShare';
import { ID_FIELD } from '../../shared/checkNames';
import { checkFilesInItems } from './filesInItems';
import { inputFiles } from './inputFiles';
import { MOST_FROM_DATABASE } from './fileOpener';
import { fileRowNames, itemNames } from '../output/rowNames';
import type { RowNames } from '../output/rowNames';
import type { BulkSettings } from '../settings';
import { WholeFiles } from './wholeFiles';

/** The rows that the panel asks for. */
export interface Rows {
	readonly source: RowSource;
	/** The columns of their batches. */
	readonly columns: AttributeColumns;
	readonly rowNames: RowNames;
	/** What is known of the names that the panel gives, once the rows were read. */
	readonly named: NamedFields;
	/** The files that came in one piece, kept for the next reading. */
	readonly wholeFiles: WholeFiles;
}

/** The rows of the items, or of the files in them. */
export async function rowsOf(context: IExecuteFunctions, settings: BulkSettings): Promise<Rows> {
	const { idType } = settings;
	const columns = new AttributeColumns(idType);
	const named = new NamedFields();
	const wholeFiles = new WholeFiles(MOST_FROM_DATABASE);
	const values = new ValueRules(settings.treatAsEmpty, settings.breaks);
	const rules = { idType, columns, values, share: shareOf(settings) };
	if (settings.source === 'items') {
		checkFilesInItems(context, settings.idField);
		const source = itemRows(context.getInputData(), itemReading(settings, named), rules);
		return { source, columns, rowNames: itemNames, named, wholeFiles };
	}
	const format = watchedFormat(settings, named);
	const files = await inputFiles(context, settings.inputFiles, wholeFiles);
	const source = fileSource(files, format, rules);
	return { source, columns, rowNames: fileRowNames(files), named, wholeFiles };
}

/** How the ID and the attributes of an item are read. */
function itemReading({ idField, attributes, nestedValues }: BulkSettings, named: NamedFields) {
	const readAttributes = attributeReader(attributes, nestedValues, idField);
	const lookForId = named.lookerFor(named.watch(ID_FIELD, [parseFieldPath(idField)]));
	const lookForAttributes = lookerForAttributes(named, attributes);
	const lookAt = (item: ItemFields) => {
		lookForId(item);
		lookForAttributes(item);
	};
	return { idField, readAttributes, lookAt };
}

/** The format of the files, whose headers are looked at for the names of the panel. */
function watchedFormat(
	{ idType, idField, attributes, fileFormat, delimiter }: BulkSettings,
	named: NamedFields,
): FileFormat {
	const format = fileFormat === 'csv' ? csvFormat(idField, attributes, delimiter) : batchFileFormat(idType);
	// The other names of the panel have to be in the header of each file.
	if (attributes.mode === 'all') watchAttributes(named, attributes);
	return {
		...format,
		layoutOf(header, of) {
			named.lookAtColumns(header);
			return format.layoutOf(header, of);
		},
	};
}

/**
 * The share of the rows that is sent. An invalid row stops the run of every share, where invalid rows stop a run. Where
 * they are skipped, the first share alone tells of them, so that each is told once.
 */
function shareOf({ share, skipInvalidRows }: BulkSettings): IdShare | undefined {
	if (share === undefined) return undefined;
	return new IdShare(share.number, share.of, share.number === 1 || !skipInvalidRows);
}

function lookerForAttributes(named: NamedFields, attributes: AttributeChoice): (item: ItemFields) => void {
	const lookAt = named.lookerFor(watchAttributes(named, attributes));
	return attributes.mode === 'all' ? lookerInBody(lookAt) : lookAt;
}

function watchAttributes(named: NamedFields, attributes: AttributeChoice): NamedField[] {
	switch (attributes.mode) {
		case 'all':
			return named.watchExcluded('Exclude Fields', parseFieldList(attributes.excludeFields));
		case 'selected':
			return named.watch('Fields', parseFieldList(attributes.fields));
		case 'define':
			return named.watch(
				'Attributes',
				attributes.mapping.map(({ field }) => parseFieldPath(field)),
			);
	}
}
