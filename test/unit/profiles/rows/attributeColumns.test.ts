import {
	AttributeColumns,
	MOST_ATTRIBUTES,
} from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { allFieldsReader } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { Fields } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { TooManyAttributes } from '../../../../nodes/AdobeTarget/profiles/attributes/tooManyAttributes';
import { csvFormat } from '../../../../nodes/AdobeTarget/profiles/files/formats/csvFormat';
import { itemRows } from '../../../../nodes/AdobeTarget/profiles/rows/itemRows';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import { readFile } from '../files/readFile';

/** Surveys so many items, made as they are read. */
async function survey(count: number, item: (index: number) => Fields) {
	const columns = new AttributeColumns('pcId');
	const items = Array.from({ length: count }, (_, index) => ({ json: item(index) }));
	const source = itemRows(
		items,
		{ idField: 'id', readAttributes: allFieldsReader('flatten', '', 'id') },
		{ idType: 'pcId', columns },
	);
	return { columns, ...(await surveyRows(source, 'merge', undefined)) };
}

const orders = (item: number): Fields => ({
	id: `c${item}`,
	orders: Object.fromEntries([0, 1, 2, 3].map((order) => [`order-${item * 4 + order}`, 'paid'])),
});

test('other attributes in every item end a run, which names some of them', async () => {
	await expect(survey(MOST_ATTRIBUTES, orders)).rejects.toThrow(
		new TooManyAttributes(
			'The input has more than 10000 different attributes, such as "orders.order-10001", "orders.order-10002", "orders.order-10003"',
		),
	);
	expect(await survey(MOST_ATTRIBUTES / 4, orders)).toMatchObject({ books: { invalidRows: 0 } });
});

test('names that are large together end a run, cut where they are quoted', async () => {
	const large = (item: number) => ({ id: `c${item}`, [`${'x'.repeat(30_000)}${item}`]: '1' });
	await expect(survey(40, large)).rejects.toThrow(
		/^The names of all attributes are more than 1000000 bytes large, such as ("x{64}…"(, )?){3}$/,
	);
});

test('a header with more columns than a run may have attributes is refused, but for what is not sent', async () => {
	const names = Array.from({ length: MOST_ATTRIBUTES + 1 }, (_, column) => `n${column}`);
	const file = `id,${names.join(',')}\n1,${names.join(',')}`;
	const all = csvFormat('id', { mode: 'all', excludeFields: '' });
	await expect(readFile(file, all)).rejects.toThrow(TooManyAttributes);
	const few = csvFormat('id', { mode: 'selected', fields: 'n7' });
	expect(await readFile(file, few)).toEqual([{ line: 2, id: '1', attributes: { n7: 'n7' } }]);
});

test('the attributes of invalid items count for nothing, and are not kept', async () => {
	const { books, columns } = await survey(100, (item) => ({
		...(item % 2 === 0 ? { id: `c${item}` } : { id: 'x'.repeat(300) }),
		tier: 'gold',
		...(item % 2 === 1 && { [`only ${item}`]: 'x'.repeat(10) }),
	}));
	expect(books).toMatchObject({ rows: 100, invalidRows: 50 });
	expect(columns.bytesOfAllNames).toBe('tier'.length);
	const many = await survey(40, (item) => ({
		id: `c${item}`,
		...Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`${item % 2 ? item : 0} ${n}`, 'x'])),
		...(item % 2 === 1 && { broken: '\ud83d' }),
	}));
	expect(many.books).toMatchObject({ rows: 40, invalidRows: 20 });
});

test('names that were forgotten get a number like any other when they come again', () => {
	const columns = new AttributeColumns('pcId');
	expect(columns.keptNumberOf('a')).toBe(0);
	expect([columns.numberOf('b'), columns.numberOf('c')]).toEqual([1, 2]);
	columns.forget();
	expect(columns.bytesOfAllNames).toBe(1);
	expect([columns.numberOf('c'), columns.numberOf('a'), columns.numberOf('b')]).toEqual([1, 0, 2]);
	expect([1, 2].map((column) => columns.encodedName(column))).toEqual(['c', 'b']);
	columns.forget();
	expect(columns.keptNumberOf('d')).toBe(1);
});
