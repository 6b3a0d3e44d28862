import { Findings } from '../../../nodes/AdobeTarget/profiles/findings';
import { setImmediate } from 'node:timers/promises';

import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import type { Attribute, AttributeReader } from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/rows/itemRows';
import type { RowSource } from '../../../nodes/AdobeTarget/profiles/rows/rowSource';

/** A row as a test writes it. */
export type Row = readonly [id: unknown, ...attributes: Attribute[]];

/** Items with these IDs and attributes as rows, and the columns that they share. */
export function rowsOf(rows: readonly Row[]): { source: RowSource; columns: AttributeColumns } {
	const columns = new AttributeColumns('thirdPartyId');
	const items = rows.map(([id, ...attributes]) => ({ json: { id, attributes } }));
	const readAttributes: AttributeReader = (json, take) => {
		for (const [name, value] of json.attributes as Attribute[]) take(name, value);
	};
	return {
		source: itemRows(
			items,
			{ idField: 'id', readAttributes: readAttributes },
			{ idType: 'thirdPartyId', columns },
		),
		columns,
	};
}

/** The same source, waiting before each block and counting how often it is read. */
export function counted(source: RowSource): RowSource & { readings: number } {
	return {
		readings: 0,
		async *read() {
			this.readings++;
			for await (const block of source.read(new Findings())) {
				await setImmediate();
				yield block;
			}
		},
	};
}
