import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { BatchDraft } from '../../../../nodes/AdobeTarget/profiles/batches/batchDraft';
import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';

/** A draft, and what adds a row to it with the names of its columns as they come. */
function begin(bytes: number) {
	const columns = new AttributeColumns('pcId');
	const draft = new BatchDraft('pcId', { rows: 10_000, bytes }, columns, 100);
	const add = (id: string, ...cells: ReadonlyArray<readonly [name: string, value: string]>) => {
		const row = new EncodedRow();
		row.writeId(id);
		for (const [name, value] of cells) row.writeCell(columns.numberOf(name), name, value);
		return draft.add(row);
	};
	return { add, finish: () => draft.finish(1).body.toString('latin1') };
}

test('of two cells with one column the later counts, and only it takes room', () => {
	const body = 'batch=pcId,x,y\n1,new,z';
	for (const [bytes, fits] of [
		[body.length, true],
		[body.length - 1, false],
	] as const) {
		const { add, finish } = begin(bytes);
		expect(add('1', ['x', 'a much longer one'], ['y', 'z'], ['x', 'new'])).toBe(fits);
		if (fits) expect(finish()).toBe(body);
	}
});

test('a batch that becomes much larger than was thought is whole', () => {
	const { add, finish } = begin(10_000_000);
	const rows = Array.from({ length: 100 }, (_, index) => [`${index}`, `${index}`.repeat(25_000)] as const);
	for (const [id, value] of rows) expect(add(id, ['x', value])).toBe(true);
	expect(finish()).toBe(`batch=pcId,x\n${rows.join('\n')}`);
});

test('names that nobody knew when the batch was begun have their place in its header', () => {
	const { add, finish } = begin(1_000_000);
	const names = Array.from({ length: 60 }, (_, index) => `${'n'.repeat(50)}${index}`);
	for (const [index, name] of names.entries()) expect(add(`${index}`, [name, 'v'])).toBe(true);
	expect(finish()).toBe(
		`batch=pcId,${names.join(',')}${names.map((_, index) => `\n${index}${','.repeat(index + 1)}v`).join('')}`,
	);
});
