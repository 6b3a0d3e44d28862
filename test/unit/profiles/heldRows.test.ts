import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/attributeColumns';
import { EncodedRow } from '../../../nodes/AdobeTarget/profiles/encodedRow';
import { HeldRows } from '../../../nodes/AdobeTarget/profiles/heldRows';

type Cells = ReadonlyArray<readonly [column: number, value: string]>;

function hold(held: HeldRows, hash: number, id: string, cells: Cells, place = { item: 0, file: 0, line: 0 }) {
	const row = new EncodedRow();
	row.begin(place.item, place.file, place.line);
	row.bytes = Buffer.from(`x${id}${cells.map(([, value]) => value).join('')}`, 'latin1');
	row.idStart = 1;
	row.idEnd = 1 + id.length;
	let at = row.idEnd;
	for (const [column, value] of cells) row.addCell(column, at, (at += value.length));
	held.add(row, hash);
}

function merged(held: HeldRows) {
	const found = [];
	for (const row of held.merged(new AttributeColumns('pcId'))) {
		const { item, file, line, mergedFrom, invalid } = row;
		const cells = Array.from({ length: row.cells }, (_, cell): readonly [number, string] => [
			row.columns[cell] ?? -1,
			row.bytes.toString('latin1', row.starts[cell], row.ends[cell]),
		]);
		const id = row.bytes.toString('latin1', row.idStart, row.idEnd);
		found.push({ id, cells, place: { item, file, line }, mergedFrom, problem: invalid?.message });
	}
	return found;
}

test('rows of one ID are merged with the last value of each column, those of another with the same hash apart', () => {
	const held = new HeldRows();
	const places = Array.from({ length: 5 }, (_, line) => ({ item: 7, file: 1 + line, line: 10 * line }));
	hold(
		held,
		5,
		'a',
		[
			[3, 'old'],
			[1, 'kept'],
		],
		places[0],
	);
	hold(held, 6, 'c', [], places[1]);
	hold(held, 5, 'b', [[3, 'other']], places[2]);
	hold(
		held,
		5,
		'a',
		[
			[2, 'more'],
			[3, 'new'],
		],
		places[3],
	);
	hold(held, 6, 'c', [[9, 'v']], places[4]);
	expect(merged(held)).toEqual([
		{
			id: 'a',
			cells: [
				[3, 'new'],
				[1, 'kept'],
				[2, 'more'],
			],
			place: places[0],
			mergedFrom: [places[3]],
			problem: undefined,
		},
		{ id: 'b', cells: [[3, 'other']], place: places[2], mergedFrom: [], problem: undefined },
		{ id: 'c', cells: [[9, 'v']], place: places[1], mergedFrom: [places[4]], problem: undefined },
	]);
});

test('a row that was held alone keeps its cells as they are, two of one column too', () => {
	const held = new HeldRows();
	const cells: Cells = [
		[1, 'first'],
		[1, 'second'],
	];
	hold(held, 1, 'a', cells);
	expect(merged(held)).toMatchObject([{ id: 'a', cells, mergedFrom: [] }]);
});

test('rows of several megabytes are held whole, also one that is larger than a megabyte alone', () => {
	const held = new HeldRows();
	const letters = Array.from('abcdefghijklmnopqrst');
	const value = (letter: string, length = 60_000) => letter.repeat(length);
	for (const letter of letters) hold(held, 1, letter, [[1, value(letter)]]);
	hold(held, 2, 'large', [[1, value('x', 1_100_000)]]);
	for (const letter of letters) hold(held, 1, letter, [[2, letter]]);
	const found = merged(held);
	expect(found.map(({ id }) => id)).toEqual([...letters, 'large']);
	const right = found.filter(({ id, cells: [first, second] }) =>
		id === 'large'
			? first?.[1] === value('x', 1_100_000) && second === undefined
			: first?.[1] === value(id) && second?.[1] === id,
	);
	expect(right).toHaveLength(21);
	expect(found.at(-1)?.problem).toMatch(/^The attributes of this profile are 1100000 bytes large/);
});
