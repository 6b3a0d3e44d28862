import { ValueRules } from '../../../../nodes/AdobeTarget/profiles/attributes/valueRules';
import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { checkId } from '../../../../nodes/AdobeTarget/profiles/rows/encodedId';
import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';
import { checkSize } from '../../../../nodes/AdobeTarget/profiles/rows/profileSize';
import { isBefore } from '../../../../nodes/AdobeTarget/profiles/rows/rowPlace';
import { percentEncode, writeEncoded } from '../../../../nodes/AdobeTarget/profiles/percentEncoding';

function place(item: number, file: number, line: number) {
	return { item, file, line };
}

test.each([
	[place(0, 9, 9), place(1, 0, 0), true],
	[place(1, 0, 9), place(1, 1, 0), true],
	[place(1, 1, 2), place(1, 1, 3), true],
	[place(1, 1, 3), place(1, 1, 3), false],
])('of %j and %j the first stands before the other: %j', (a, b, expected) => {
	expect(isBefore(a, b)).toBe(expected);
	expect(isBefore(b, a)).toBe(false);
});

test('a row takes more cells and bytes than it had room for', () => {
	const row = new EncodedRow();
	row.begin(0, 0, 0);
	row.writeId('c1');
	const values = Array.from({ length: 100 }, (_, cell) => `${cell}-${'é'.repeat(cell)}`);
	for (const [cell, value] of values.entries()) row.writeCell(cell + 1, 'x', value);
	expect(row.text(row.idStart, row.idEnd)).toBe('c1');
	expect(values.map((_, cell) => row.text(row.starts[cell] ?? 0, row.ends[cell] ?? 0))).toEqual(values);
	expect([...row.columns.subarray(0, 100)]).toEqual(values.map((_, cell) => cell + 1));
	expect(row.cells).toBe(100);
	expect(row.valueBytes).toBe(encodeURIComponent(values.join('')).length);
});

test('a row begins empty, whatever it held', () => {
	const row = new EncodedRow();
	row.begin(1, 2, 3);
	row.writeId('c1');
	row.writeCell(0, 'x', 'y');
	row.mergedRows = 1;
	row.lastMerged = place(7, 8, 9);
	row.mergedItems = [3];
	row.begin(4, 5, 6);
	expect(row).toMatchObject({ item: 4, file: 5, line: 6, cells: 0, valueBytes: 0 });
	expect(row).toMatchObject({ mergedRows: 0, lastMerged: place(0, 0, 0), mergedItems: [] });
	row.writeId('d');
	expect(row.text(0, 1)).toBe('d');
});

test('an empty value is no cell', () => {
	const row = new EncodedRow();
	row.writeCell(0, 'x', '');
	expect(row.cells).toBe(0);
});

test.each([
	[
		'an ID',
		(row: EncodedRow) => {
			row.writeId('\ud83d');
		},
		'The ID holds a broken character',
	],
	[
		'a value',
		(row: EncodedRow) => {
			row.writeCell(0, 'tier', 'a\ud83d');
		},
		'The attribute "tier" holds a broken character',
	],
])('%s with half a surrogate pair is named', (_, write, message) => {
	expect(() => {
		write(new EncodedRow());
	}).toThrow(message);
});

test.each([
	['thirdPartyId', 'x'.repeat(256), undefined],
	['thirdPartyId', 'é'.repeat(256), undefined],
	['thirdPartyId', '\u3000é', undefined],
	['thirdPartyId', 'a b', undefined],
	['thirdPartyId', 'a;b*%', undefined],
	['thirdPartyId', 'a,b', /holds a comma/],
	['pcId', 'a\nb', /holds a line end/],
	['pcId', 'a\u000bb', /holds a line end/],
	['pcId', 'a\u0085b', /holds a line end/],
	['thirdPartyId', 'a\u2028b', /holds a line end/],
	['thirdPartyId', 'é\u2029é', /holds a line end/],
	['thirdPartyId', '©…Âé', undefined],
	['thirdPartyId', 'x'.repeat(257), /257 characters long/],
	['thirdPartyId', 'é'.repeat(257), /257 characters long/],
	['thirdPartyId', 'a+b', /holds a "\+" or "\/"/],
	['thirdPartyId', '/ab', /holds a "\+" or "\/"/],
	['thirdPartyId', ' \u3000', /only white space/],
	['thirdPartyId', '', /is missing/],
	['pcId', 'a+b/c', undefined],
	['pcId', 'x'.repeat(257), /257 characters long/],
] as const)('the %s %j is right, or said to be wrong', (idType, id, problem) => {
	const row = new EncodedRow();
	row.writeCell(0, 'x', '+/%');
	row.writeId(id);
	const check = () => {
		checkId(row, idType);
	};
	if (problem === undefined) expect(check).not.toThrow();
	else expect(check).toThrow(problem);
});

test('the size of a profile is that of its own names and values in UTF-8', () => {
	const columns = new AttributeColumns('pcId');
	const [name, other] = [columns.numberOf('é'), columns.numberOf('n'.repeat(5_000))];
	const row = new EncodedRow();
	row.writeId('é'.repeat(100));
	row.writeCell(name, 'é', `${'é'.repeat(20_000)}${'x'.repeat(23_998)}`);
	expect(() => {
		checkSize(row, columns);
	}).not.toThrow();
	row.writeCell(other, 'n', '€');
	expect(() => {
		checkSize(row, columns);
	}).toThrow('The attributes of this profile are 69003 bytes large; Target keeps at most 64000');
});

test('of two cells for one attribute only the later counts for the size of a profile', () => {
	const columns = new AttributeColumns('pcId');
	const row = new EncodedRow();
	row.writeId('1');
	for (const value of ['x'.repeat(63_999), 'y'.repeat(63_998)])
		row.writeCell(columns.numberOf('é'), 'é', value);
	expect(() => {
		checkSize(row, columns);
	}).not.toThrow();
	row.writeCell(columns.numberOf('é'), 'é', 'z'.repeat(63_999));
	expect(() => {
		checkSize(row, columns);
	}).toThrow('The attributes of this profile are 64001 bytes large');
});

test('attributes have numbers in the order in which they come, and each its own name', () => {
	const columns = new AttributeColumns('pcId');
	expect(['a&', 'é', 'a&', '__proto__'].map((name) => columns.numberOf(name))).toEqual([0, 1, 0, 2]);
	expect([0, 1, 2].map((column) => columns.encodedName(column))).toEqual(['a%26', '%C3%A9', '__proto__']);
	expect([0, 1, 2].map((column) => columns.nameBytes(column))).toEqual([2, 2, 9]);
	expect(columns.bytesOfAllNames).toBe(13);
	expect(() => columns.numberOf('pcId')).toThrow('An attribute can’t have the name "pcId"');
	expect(() => columns.numberOf('\ud83d')).toThrow('An attribute name holds a broken character');
	expect(columns.numberOf('thirdPartyId')).toBe(3);
});

test.each([
	'\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff',
	'\u{10000}\u{10ffff}😀',
	`a-_.!~*'()Z09 "#$%&+,/:;<=>?@[\\]^\`{|}`,
	'\u0000\t\r\n',
])('%j is written as percentEncode has it', (text) => {
	const target = Buffer.alloc(1_000, 'x');
	const end = writeEncoded(target, 3, text);
	expect(target.toString('latin1', 0, end + 1)).toBe(`xxx${percentEncode(text, 'A text')}x`);
});

test.each(['\ud800', '\udfff', 'a\udc00b', '😀\ud83d', '\ud83d\ud83d\ude00'])(
	'%j holds half a surrogate pair, and is not written',
	(text) => {
		expect(writeEncoded(Buffer.alloc(100), 0, text)).toBe(-1);
	},
);

describe('values that the panel takes for empty are taken out of a row', () => {
	const rules = new ValueRules(['n/a', '-']);

	test.each<[values: string[], kept: Array<[column: number, value: string]>]>([
		[
			['gold', 'Bern'],
			[
				[1, 'gold'],
				[2, 'Bern'],
			],
		],
		[
			['n/a', 'Bern', 'x'],
			[
				[2, 'Bern'],
				[3, 'x'],
			],
		],
		[
			['gold', '-', 'x'],
			[
				[1, 'gold'],
				[3, 'x'],
			],
		],
		[
			['gold', 'n/a', '-', 'x', 'y'],
			[
				[1, 'gold'],
				[4, 'x'],
				[5, 'y'],
			],
		],
		[['gold', 'n/a'], [[1, 'gold']]],
		[['-', 'n/a'], []],
	])('%j', (values, kept) => {
		const row = new EncodedRow();
		row.begin(0, 0, 0);
		row.writeId('c1');
		for (const [cell, value] of values.entries()) row.writeCell(cell + 1, 'x', value);
		row.dropEmptyValues(rules);
		const cells = Array.from({ length: row.cells }, (_, cell) => [
			row.columns[cell],
			decodeURIComponent(row.text(row.starts[cell] ?? 0, row.ends[cell] ?? 0)),
		]);
		expect(cells).toEqual(kept);
		expect(row.valueBytes).toBe(kept.map(([, value]) => value).join('').length);
		expect(row.findings.count('treatedAsEmpty')).toBe(values.length - kept.length);
	});
});
