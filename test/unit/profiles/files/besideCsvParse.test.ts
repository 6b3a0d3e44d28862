import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { withoutBreaks } from '../plainIds';
import { cellTexts, tablesOf } from './drawnTables';
import { readFile } from './readFile';

const RUNS = 1_000;

/** A way to write a table as CSV. */
interface Style {
	readonly delimiter: ',' | ';' | '\t' | '|';
	readonly lineEnd: '\n' | '\r\n' | '\r';
	/** For each cell by turns whether it stands in quotes though it need not. */
	readonly quotes: readonly boolean[];
	readonly byteOrderMark: boolean;
	/** Blank lines before each line by turns. */
	readonly blanks: readonly number[];
	readonly endsWithLineEnd: boolean;
}

const special = fc.constantFrom(
	'"',
	',',
	';',
	'\t',
	'|',
	'\r',
	'\n',
	'\ufeff',
	' ',
	'%',
	'=',
	'-',
	'a',
	'é',
	'😀',
);
const text = cellTexts(special);

/** What is trimmed of a name or an ID is at its ends. */
const between = (start: string, end: string) => text.map((drawn) => `${start}${drawn}${end}`);
const profileId = withoutBreaks(between('c', '.')).map((id) => id.replace(/[+/]/g, '_'));

const headers = fc.uniqueArray(withoutBreaks(between('n', '.')), { minLength: 1, maxLength: 5 });
const table = tablesOf(headers, profileId, text);

const style: fc.Arbitrary<Style> = fc.record({
	delimiter: fc.constantFrom(',', ';', '\t', '|'),
	lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
	quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
	byteOrderMark: fc.boolean(),
	blanks: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
	endsWithLineEnd: fc.boolean(),
});

function write(cells: readonly string[][], style: Style): string {
	let turn = 0;
	const lines = cells.map((row, index) => {
		const written = row.map((cell) => {
			const wanted = style.quotes[turn++ % style.quotes.length] ?? false;
			// A header shows its delimiter only where no other one stands in its names.
			const must = index === 0 ? /[,;\t|\r\n"]/ : /[\r\n"]/;
			if (!wanted && !must.test(cell) && !cell.includes(style.delimiter)) return cell;
			return `"${cell.replaceAll('"', '""')}"`;
		});
		const blanks = style.blanks[index % style.blanks.length] ?? 0;
		return style.lineEnd.repeat(blanks) + written.join(style.delimiter);
	});
	const end = style.endsWithLineEnd ? style.lineEnd : '';
	return `${style.byteOrderMark ? '\ufeff' : ''}${lines.join(style.lineEnd)}${end}`;
}

type Profile = readonly [id: string, attributes: Record<string, string>];

/** The profiles as another parser has them, which is told how the file is written. */
function profilesOf(content: string, { delimiter, lineEnd }: Style): Profile[] {
	const records = parse(content, {
		bom: true,
		delimiter,
		record_delimiter: lineEnd,
		skip_empty_lines: true,
	});
	const [header = [], ...rows] = records;
	const idColumn = header.indexOf('id');
	return rows.map((row) => [
		row[idColumn] ?? '',
		Object.fromEntries(
			header
				.map((name, column): [string, string] => [name, row[column] ?? ''])
				.filter(([name, value]) => name !== 'id' && value !== ''),
		),
	]);
}

test('any valid CSV file gives the same profiles as csv-parse reads in it', async () => {
	const format = csvFormat('id', { mode: 'all', excludeFields: '' });
	await fc.assert(
		fc.asyncProperty(table, style, async ({ names, idColumn, rows }, drawn) => {
			const cells = [['id', names] as const, ...rows].map(([id, others]) =>
				others.toSpliced(idColumn, 0, id),
			);
			const content = write(cells, drawn);
			const found = await readFile(content, format);
			expect(found.map((row) => ('id' in row ? [row.id, row.attributes] : row))).toEqual(
				profilesOf(content, drawn),
			);
		}),
		{ numRuns: RUNS },
	);
}, 300_000);
