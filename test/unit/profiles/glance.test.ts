import { Readable } from 'node:stream';

import fc from 'fast-check';

import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/attributeColumns';
import { readAllFields } from '../../../nodes/AdobeTarget/profiles/attributes';
import type { Fields } from '../../../nodes/AdobeTarget/profiles/attributes';
import { batchFileFormat } from '../../../nodes/AdobeTarget/profiles/batchFileFormat';
import { csvFormat } from '../../../nodes/AdobeTarget/profiles/csvFormat';
import type { FileFormat } from '../../../nodes/AdobeTarget/profiles/fileRows';
import { fileSource } from '../../../nodes/AdobeTarget/profiles/fileSource';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/itemRows';
import type { Reading, RowSource } from '../../../nodes/AdobeTarget/profiles/rowSource';

/** What a survey takes from the rows of a source, or the error that it meets. */
async function seenBy(source: RowSource, reading: Reading): Promise<unknown> {
	const seen: unknown[] = [];
	try {
		for await (const block of source.read(reading)) {
			for (let row = block.next(); row !== undefined; row = block.next()) {
				const { item, line, invalid, idStart, idEnd, emptyValues } = row;
				if (invalid !== undefined) seen.push([item, line, invalid.message, invalid.advice]);
				else seen.push([item, line, row.text(idStart, idEnd), row.cells > 0, emptyValues]);
			}
		}
	} catch (error) {
		seen.push(String(error));
	}
	return seen;
}

/** The rows that are whole at a glance, counted from 0; invalid ones are, as nothing more is to be had of them. */
async function wholeAtAGlance(source: RowSource): Promise<number[]> {
	const whole: number[] = [];
	let number = 0;
	for await (const block of source.read('glance')) {
		for (let row = block.next(); row !== undefined; row = block.next(), number++) {
			if (row.isWhole) whole.push(number);
		}
	}
	return whole;
}

function sourceOf(content: Buffer, format: FileFormat, cut: number): RowSource {
	const pieces = [content.subarray(0, cut), content.subarray(cut)].filter(({ length }) => length > 0);
	const file = { item: 0, number: 0, name: 'customers', open: () => Promise.resolve(Readable.from(pieces)) };
	return fileSource([file], format, 'thirdPartyId', new AttributeColumns('thirdPartyId'));
}

const csv = () => csvFormat('id', { mode: 'all', excludeFields: '' });

const cell = fc.oneof(
	fc.string({
		unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '\0', '+', '%', '-'),
		maxLength: 6,
	}),
	fc
		.string({ unit: fc.constantFrom('a', '""', ',', '\n', 'é', ' '), maxLength: 4 })
		.map((text) => `"${text}"`),
	fc.constantFrom('', '""', 'gold', `"${'x'.repeat(65_000)}"`, 'é'.repeat(20_000), 'c'.repeat(300)),
);

test('a glance at a CSV file finds the same rows, valid or not, as reading it whole', async () => {
	const id = fc.constantFrom('c1', 'c2', 'c3', '"c4"', '"c 5"', 'c6 ', '', 'é', 'a+b', 'c'.repeat(256));
	const row = fc.oneof(
		{ weight: 9, arbitrary: fc.tuple(id, cell, cell).map((cells) => cells.join(',')) },
		{ weight: 1, arbitrary: fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(',')) },
	);
	const end = fc.constantFrom('\n', '\r\n');
	await fc.assert(
		fc.asyncProperty(
			fc.array(row, { maxLength: 30 }),
			end,
			fc.nat(),
			fc.boolean(),
			async (rows, eol, at, broken) => {
				const text = Buffer.from(['id,tier,city', 'c0,a,b', ...rows].join(eol));
				const content = broken ? Buffer.concat([text, Buffer.from([0x2c, 0xff])]) : text;
				const source = () => sourceOf(content, csv(), at % content.length);
				expect(await seenBy(source(), 'glance')).toEqual(await seenBy(source(), 'whole'));
			},
		),
	);
});

const LARGE = 'x'.repeat(63_990);

const ROWS: ReadonlyArray<readonly [row: string, isWhole: boolean]> = [
	['c1,a,b', false],
	['c1,,', false],
	['c1,a b,é ü', false],
	['c1,a b,c\r', false],
	['c1,"a",""', false],
	['c1,"a, ""b"" é","\r\n"', false],
	['c1,"","a"\r', false],
	['c1,"a"b,c', true],
	['c1,a\rb,c', true],
	['c1,a \0,c', true],
	['c1,"\0",c', true],
	['c1,a', true],
	['c1,a b,"c",d', true],
	['"c1",a,b', false],
	['"c 1",a,b', true],
	['c 1,a,b', true],
	['é,a,b', true],
	['a+b,a,b', true],
	[',a,b', true],
	['"",a,b', true],
	[`${'c'.repeat(256)},a,b`, false],
	[`${'c'.repeat(257)},a,b`, true],
	[`c1,${LARGE},b`, false],
	[`c1,${LARGE},${'y'.repeat(3)}`, true],
	[`c1,${LARGE},"${'é'.repeat(2)}"`, true],
	[`c1,"${'""'.repeat(32_000)}",b`, true],
];

const named = ROWS.map(([row, isWhole]) => [`${row.slice(0, 30)} (${row.length})`, row, isWhole] as const);

test.each(named)('of the row %j a glance finds what reading it whole finds', async (_, row, isWhole) => {
	const source = () => sourceOf(Buffer.from(`id,tier,city\nc0,a,b\n${row}\nc9,y z,"z"\n`), csv(), 30);
	expect(await seenBy(source(), 'glance')).toEqual(await seenBy(source(), 'whole'));
	expect((await wholeAtAGlance(source())).includes(1)).toBe(isWhole);
});

function sourceOfItems(items: readonly Fields[]): RowSource {
	const rows = items.map((json) => ({ json }));
	const columns = new AttributeColumns('thirdPartyId');
	return itemRows(rows, 'thirdPartyId', 'id', readAllFields('flatten', '', 'id'), columns);
}

test('a glance at items finds the same rows, valid or not, as reading them whole', async () => {
	const value = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 5 }),
		fc.constantFrom(null, 7, -1.5e300, true, '', '\ud83d', 'x'.repeat(64_000), 'é'.repeat(21_000), {
			a: [],
		}),
	);
	const id = fc.constantFrom('c1', 'c2', '', 'a+b', 'é', '\udc00', 7, null, 'x'.repeat(257));
	const item = fc.record({ id, tier: value, thirdPartyId: value, other: value }, { requiredKeys: ['id'] });
	await fc.assert(
		fc.asyncProperty(fc.array(item, { maxLength: 30 }), async (items) => {
			const source = () => sourceOfItems(items);
			expect(await seenBy(source(), 'glance')).toEqual(await seenBy(source(), 'whole'));
		}),
	);
});

function longNumbers(count: number): Fields {
	const smallest = -Number.MIN_VALUE * 2 ** 52;
	return Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, smallest]));
}

test.each<readonly [what: string, item: Fields, isWhole: boolean]>([
	['of plain texts', { id: 'c1', tier: 'gold', city: 'Köln' }, false],
	['of numbers, true and false', { id: 7, a: -1.5e300, b: true, c: false, d: 0 }, false],
	['of empty values', { id: 'c1', a: '', b: null, c: [] }, false],
	['with a broken value', { id: 'c1', a: 'x', b: 'a\ud83d' }, false],
	['with a broken ID', { id: 'c\udc00', a: 'x' }, false],
	['without an ID', { a: 'x' }, false],
	['with a "+" in its ID', { id: 'a+b', a: 'x' }, false],
	['with an attribute named like the ID', { id: 'c1', thirdPartyId: 'x' }, false],
	['of a third of what is kept, in characters', { id: 'c1', a: 'x'.repeat(21_300) }, false],
	['that may be too large', { id: 'c1', a: 'x'.repeat(21_400) }, true],
	['that is too large', { id: 'c1', a: '€'.repeat(21_400) }, true],
	['with a name that may be too long', { id: 'c1', ['n'.repeat(63_998)]: 'x' }, true],
	['with a name that is too long', { id: 'c1', ['n'.repeat(63_999)]: 'xy' }, true],
	['of many long numbers', { id: 'c1', ...longNumbers(2_100) }, true],
	['of too many long numbers', { id: 'c1', ...longNumbers(2_300) }, true],
])('of an item %s a glance finds what reading it whole finds', async (_, item, isWhole) => {
	const source = () => sourceOfItems([{ id: 'c0', a: 'x' }, item]);
	expect(await seenBy(source(), 'glance')).toEqual(await seenBy(source(), 'whole'));
	expect((await wholeAtAGlance(source())).includes(1)).toBe(isWhole);
});

test('a glance reads each sixteenth valid row whole', async () => {
	const lines = Array.from({ length: 40 }, (_, row) => (row % 16 === 0 ? ',' : `c${row},x y`));
	const source = sourceOf(Buffer.from(['id,tier', ...lines].join('\n')), csv(), 0);
	expect(await wholeAtAGlance(source)).toEqual([0, 1, 16, 18, 32, 35]);
	const items = lines.map((line) => ({ id: line.split(',')[0], tier: 'x y' }));
	expect(await wholeAtAGlance(sourceOfItems(items))).toEqual([0, 1, 18, 35]);
});

test('a batch file is always read whole', async () => {
	const lines = Array.from({ length: 20 }, (_, row) => `c${row},x`);
	const content = Buffer.from(['batch=thirdPartyId,tier', ...lines].join('\n'));
	expect(await wholeAtAGlance(sourceOf(content, batchFileFormat('thirdPartyId'), 0))).toHaveLength(20);
});
