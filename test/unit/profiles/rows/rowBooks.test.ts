import { Readable } from 'node:stream';

import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { batchFileFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/batchFileFormat';
import { cutIntoBatches } from '../../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { fileSource } from '../../../../nodes/AdobeTarget/profiles/files/fileSource';
import type { FileFormat } from '../../../../nodes/AdobeTarget/profiles/files/fileFormat';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import type { DuplicateIds } from '../../../../nodes/AdobeTarget/profiles/batches/survey';

/** A file that is another one at each of its openings: the last content stays. */
function changingFile(contents: readonly string[]) {
	let opened = 0;
	return {
		item: 0,
		number: 0,
		name: 'customers',
		open: () => {
			const content = contents[Math.min(opened++, contents.length - 1)] ?? '';
			return Promise.resolve(Readable.from([Buffer.from(content)]));
		},
	};
}

/** Surveys a file, and cuts what it is by then. */
async function cut(
	contents: readonly string[],
	format: FileFormat,
	duplicateIds: DuplicateIds,
	rowsPerBatch = 1_000,
	mostHeldBytes = 1_000_000,
) {
	const columns = new AttributeColumns('thirdPartyId');
	const source = fileSource([changingFile(contents)], format, { idType: 'thirdPartyId', columns });
	const bodies: string[] = [];
	let error: unknown;
	try {
		const batches = cutIntoBatches({
			source,
			survey: await surveyRows(source, duplicateIds, undefined),
			idType: 'thirdPartyId',
			columns,
			limits: { rows: rowsPerBatch, bytes: 1_000_000 },
			mostHeldBytes,
			onMerged: () => undefined,
			onInvalid: () => undefined,
		});
		for await (const { body } of batches) bodies.push(body.toString());
	} catch (caught) {
		error = caught;
	}
	return { bodies, error };
}

/** A file, and what it may have become by the second time. */
const BEFORE = ['id,tier,city', 'a,gold,Bonn', 'b,,Bonn', 'a,silver,', 'c,x,'];
const CHANGES: ReadonlyArray<readonly [what: string, after: readonly string[]]> = [
	['shorter', BEFORE.slice(0, 4)],
	['longer', [...BEFORE, 'd,x,']],
	['longer by a row of an ID that is there', [...BEFORE, 'c,y,']],
	['of as many rows with another ID', BEFORE.with(4, 'd,x,')],
	['of as many rows with an ID more often', BEFORE.with(2, 'a,,Bonn')],
	['in another order', BEFORE.with(1, 'b,,Bonn').with(2, 'a,gold,Bonn')],
	['with a row less that could be sent', BEFORE.with(4, ',x,')],
	['with a value more', BEFORE.with(4, 'c,x,y')],
	['with a value in another column', BEFORE.with(4, 'c,,x')],
	['with a longer value', BEFORE.with(4, 'c,xx,')],
	['with other names of columns', BEFORE.with(0, 'id,tier,town')],
	['with the names of two columns changed over', BEFORE.with(0, 'id,city,tier')],
	['without the column of the ID', BEFORE.with(0, 'ID,tier,city')],
	['with a column less', ['id,tier', 'a,gold', 'b,', 'a,silver', 'c,x']],
	['without rows', BEFORE.slice(0, 1)],
	['empty', []],
	['cut within quotes', [...BEFORE.slice(0, 4), 'c,"x']],
	['compressed by then', ['\u001f\u008b\u0008']],
];

const FORMATS: ReadonlyArray<
	readonly [name: string, FileFormat, text: (lines: readonly string[]) => string]
> = [
	['CSV', csvFormat('id', { mode: 'all', excludeFields: '' }), (lines) => lines.join('\n')],
	[
		'a batch file',
		batchFileFormat('thirdPartyId'),
		(lines) => lines.join('\n').replace(/^id/, 'batch=thirdPartyId').replace(/^ID/, 'batch=pcId'),
	],
];

const CASES = FORMATS.flatMap(([name, format, text]) =>
	(['merge', 'keep'] as const).flatMap((duplicateIds) =>
		CHANGES.map(([what, after]) => [what, name, duplicateIds, format, text(BEFORE), text(after)] as const),
	),
);

test.each(CASES)(
	'a file that is %s the second time is not sent (%s, %s)',
	async (_, __, mode, format, before, after) => {
		const all = await cut([before], format, mode);
		expect(all).toMatchObject({ error: undefined, bodies: [expect.any(String)] });
		expect(await cut([before, after], format, mode)).toMatchObject({
			bodies: [],
			error: { name: 'SourceChanged' },
		});
	},
);

const CSV = csvFormat('id', { mode: 'all', excludeFields: '' });

test('an ID that was invalid and is valid now is not sent', async () => {
	const before = BEFORE.with(1, ',gold,Bonn').join('\n');
	expect(await cut([before, BEFORE.join('\n')], CSV, 'keep')).toMatchObject({
		bodies: [],
		error: { name: 'SourceChanged' },
	});
	// In batches of one row two are out by the time when there is one valid row too many.
	expect((await cut([before, BEFORE.join('\n')], CSV, 'keep', 1)).bodies).toHaveLength(2);
});

test('a file that grows is given up at its first row too many, not at its end', async () => {
	const rows = (count: number) => `id\n${Array.from({ length: count }, (_, row) => `c${row}\n`).join('')}`;
	const { bodies, error } = await cut([rows(4), rows(10_000)], CSV, 'keep', 1);
	// The last row that may be right is not given either: nobody knows which one is too many.
	expect(bodies).toHaveLength(3);
	expect(error).toMatchObject({ name: 'SourceChanged' });
});

test('the last batch of a file that has changed is never given', async () => {
	const { bodies, error } = await cut(['id\na\nb\nc\nd\n', 'id\na\nb\nc\nx\n'], CSV, 'keep', 2);
	expect(bodies).toEqual(['batch=thirdPartyId\na\nb']);
	expect(error).toMatchObject({ name: 'SourceChanged' });
});

test('a file that changes between two readings for repeated IDs is given up before these are sent', async () => {
	const rows = (last: string) =>
		`id\n${Array.from({ length: 40 }, (_, row) => `c${row % 20}\n`).join('')}${last}\n`;
	const held = 1_000;
	const whole = await cut([rows('x')], CSV, 'merge', 1, held);
	expect(whole.bodies).toHaveLength(21);
	const { bodies, error } = await cut([rows('x'), rows('x'), rows('y')], CSV, 'merge', 1, held);
	expect(bodies.length).toBeLessThan(21);
	expect(new Set(bodies).size).toBe(bodies.length);
	expect(error).toMatchObject({ name: 'SourceChanged' });
});

test('values that are as long as they were are taken for the same, and sent as they are now', async () => {
	const { bodies, error } = await cut(['id,a\nc,1\n', 'id,a\nc,2\n'], CSV, 'merge');
	expect({ bodies, error }).toEqual({ bodies: ['batch=thirdPartyId,a\nc,2'], error: undefined });
});
