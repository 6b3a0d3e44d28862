import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { Readable } from 'node:stream';

import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import type { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';
import { fileRows } from '../../../../nodes/AdobeTarget/profiles/files/fileRows';
import type { FileFormat } from '../../../../nodes/AdobeTarget/profiles/files/fileFormat';
import type { ProfileIdType } from '../../../../nodes/AdobeTarget/profiles/profileId';
import { percentEncode } from '../../../../nodes/AdobeTarget/profiles/percentEncoding';
import { RecordMemory } from '../../../../nodes/AdobeTarget/profiles/files/recordMemory';

/** A row as a test names it: its profile, or why it can't be sent. */
export type ReadRow =
	| { readonly line: number; readonly id: string; readonly attributes: Record<string, string> }
	| { readonly line: number; readonly invalid: string };

/** How the stream of a file cuts it: a first chunk, if any, and then chunks of these sizes again and again. */
export interface Cuts {
	readonly first?: number;
	readonly sizes?: readonly number[];
}

function* inChunks(bytes: Buffer, { first = 0, sizes = [] }: Cuts): Generator<Buffer> {
	if (first > 0) yield bytes.subarray(0, first);
	for (let at = first, chunk = 0; at < bytes.length; chunk++) {
		const size = sizes[chunk % sizes.length] ?? bytes.length;
		yield bytes.subarray(at, at + size);
		at += size;
	}
}

/** Reads a file as a run does, and takes its encoded rows apart again. */
export async function readFile(
	content: string | Buffer,
	format: FileFormat,
	cuts: Cuts = {},
	idType: ProfileIdType = 'thirdPartyId',
): Promise<ReadRow[]> {
	const columns = new AttributeColumns(idType);
	const file = {
		item: 0,
		number: 0,
		name: 'customers',
		open: () => Promise.resolve(Readable.from(inChunks(Buffer.from(content), cuts))),
	};
	const rows: ReadRow[] = [];
	for await (const block of fileRows(file, format, { idType, columns }, new RecordMemory(), new Findings())) {
		for (let row = block.next(); row !== undefined; row = block.next()) {
			const { line, invalid } = row;
			if (invalid !== undefined) {
				rows.push({ line, invalid: invalid.message });
				continue;
			}
			const attributes = Array.from({ length: row.cells }, (_, cell): [string, string] => [
				decodeURIComponent(columns.encodedName(row.columns[cell] ?? -1)),
				textOf(row, row.starts[cell], row.ends[cell]),
			]);
			rows.push({
				line,
				id: textOf(row, row.idStart, row.idEnd),
				attributes: Object.fromEntries(attributes),
			});
		}
	}
	return rows;
}

/** A text of a row. The same text has to be encoded in one way only, as IDs are compared by their bytes. */
function textOf(row: EncodedRow, start = 0, end = 0): string {
	const text = row.text(start, end);
	expect(row.bytes.toString('latin1', start, end)).toBe(percentEncode(text, 'A text'));
	return text;
}
