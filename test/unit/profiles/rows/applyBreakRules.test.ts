import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';
import { checkSize } from '../../../../nodes/AdobeTarget/profiles/rows/profileSize';
import { BreakRules } from '../../../../nodes/AdobeTarget/profiles/breaks';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { applyBreakRules } from '../../../../nodes/AdobeTarget/profiles/rows/applyBreakRules';

const NAMES = ['tier', 'notes', 'city'];

/** A row with an ID and values, and the columns of their names. */
function rowOf(values: readonly string[]): { row: EncodedRow; columns: AttributeColumns } {
	const columns = new AttributeColumns('thirdPartyId');
	const row = new EncodedRow();
	row.begin(0, 0, 0);
	row.writeId('é 1');
	for (const [index, value] of values.entries()) {
		const name = NAMES[index] ?? '';
		row.writeCell(columns.numberOf(name), name, value);
	}
	return { row, columns };
}

const valuesOf = (row: EncodedRow) =>
	Array.from({ length: row.cells }, (_, cell) => row.text(row.starts[cell] ?? 0, row.ends[cell] ?? 0));

function checked(values: readonly string[], rules: BreakRules) {
	const { row, columns } = rowOf(values);
	applyBreakRules(row, rules, columns);
	return { row, columns };
}

test.each([
	['a comma', 'red,blue', 'red;blue'],
	['commas with spaces', 'a, b,, c', 'a; b;; c'],
	['a line feed', 'a\nb', 'a b'],
	['CR and LF as one line end', 'a\r\nb', 'a b'],
	['LF and CR as two', 'a\n\rb', 'a  b'],
	['two line ends', 'a\r\n\r\nb', 'a  b'],
	['a carriage return at the end', 'a\r', 'a '],
	['a vertical tab and a form feed', 'a\vb\fc', 'a b c'],
	['Unicode’s line ends', 'a\u0085b\u2028c\u2029d', 'a b c d'],
	['nothing but line ends', '\n', ' '],
	[
		'what begins with the same bytes',
		'\u0084\u0086©…“\u2027\u202a\u2030',
		'\u0084\u0086©…“\u2027\u202a\u2030',
	],
	['what looks like an escape', '%2C%0A', '%2C%0A'],
	['other characters below a space', '\t\u0009\u000e\u001c', '\t\u0009\u000e\u001c'],
])('%s is replaced, and nothing else', (_, value, expected) => {
	const { row } = checked(['gold', value, 'Köln'], new BreakRules('replace'));
	expect(valuesOf(row)).toEqual(['gold', expected, 'Köln']);
	expect(row.text(row.idStart, row.idEnd)).toBe('é 1');
	const lengths = Array.from({ length: row.cells }, (_cell, cell) => {
		const [start = 0, end = 0] = [row.starts[cell], row.ends[cell]];
		return end - start;
	});
	expect(row.valueBytes).toBe(lengths.reduce((sum, length) => sum + length));
});

test('CR at the end of one value and LF at the beginning of the next are two line ends', () => {
	const { row } = checked(['a\r', '\nb'], new BreakRules('replace'));
	expect(valuesOf(row)).toEqual(['a ', ' b']);
});

test.each(['-', ' / ', '|', '€', '😀😀😀😀😀'])(
	'%s takes the place of any number of commas',
	(replacement) => {
		const commas = ','.repeat(3_000);
		const { row } = checked(['x', commas], new BreakRules('replace', replacement));
		expect(valuesOf(row)).toEqual(['x', commas.replaceAll(',', replacement)]);
	},
);

test('a row in the memory of a file is copied before a value of it grows', () => {
	const { row: source, columns } = rowOf(['gold', 'a,b', 'Köln']);
	const before = Buffer.from(source.bytes);
	const row = new EncodedRow();
	for (let time = 0; time < 2; time++) {
		row.begin(0, 0, 0);
		row.borrow(source, source.idStart, source.idEnd);
		for (const column of [0, 1, 2]) row.addCell(column, source.starts[column] ?? 0, source.ends[column] ?? 0);
		applyBreakRules(row, new BreakRules('replace', ' / '), columns);
		expect(valuesOf(row)).toEqual(['gold', 'a / b', 'Köln']);
		expect(row.text(row.idStart, row.idEnd)).toBe('é 1');
		expect(source.bytes.equals(before)).toBe(true);
	}
});

test.each([
	['a comma', 'a,b', 'The attribute "notes" holds a comma, which Commas in Values refuses'],
	['a line end', 'a\u2028b', 'The attribute "notes" holds a line end, which Commas in Values refuses'],
])('a row with %s is refused where it is to be', (_, value, message) => {
	expect(() => checked(['gold', value], new BreakRules('refuse'))).toThrow(message);
	expect(() => checked(['gold', 'fine; so'], new BreakRules('refuse'))).not.toThrow();
});

test('values stay as they are where they are encoded', () => {
	const { row } = checked(['a,b\n'], new BreakRules('encode'));
	expect(valuesOf(row)).toEqual(['a,b\n']);
});

test('a profile that becomes too large by what takes the place of commas is told', () => {
	const { row, columns } = rowOf([','.repeat(30_000)]);
	expect(() => {
		checkSize(row, columns);
	}).not.toThrow();
	expect(() => {
		applyBreakRules(row, new BreakRules('replace', ' und '), columns);
	}).toThrow('are 150004 bytes large');
});

test('what was changed is counted by attribute, each value once', () => {
	const findings = new Findings();
	const { columns } = rowOf(['x', 'y']);
	for (const values of [['a,b,c', 'd\ne,f'], ['g,h'], ['i']]) {
		checked(values, new BreakRules('replace')).row.tellFindings(findings, columns);
	}
	expect(findings.changed.withCommas).toEqual([
		{ name: 'tier', count: 2 },
		{ name: 'notes', count: 1 },
	]);
	expect(findings.changed.withLineEnds).toEqual([{ name: 'notes', count: 1 }]);
	expect(findings.total).toBe(0);
});

test.each(['a,b', 'a\nb', 'a\u0085b'])('an attribute can’t have the name %j', (name) => {
	expect(() => new AttributeColumns('thirdPartyId').numberOf(name)).toThrow(
		/^The name of the attribute ".*" holds a (comma|line end), which no name in a batch may have$/,
	);
});
