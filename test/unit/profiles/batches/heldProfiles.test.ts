import fc from 'fast-check';

import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { HeldProfiles } from '../../../../nodes/AdobeTarget/profiles/batches/heldProfiles';
import { EncodedRow } from '../../../../nodes/AdobeTarget/profiles/rows/encodedRow';

type Cells = ReadonlyArray<readonly [column: number, value: string]>;

function hold(
	held: HeldProfiles,
	hash: number,
	id: string,
	cells: Cells,
	place = { item: 0, file: 0, line: 0 },
) {
	const row = new EncodedRow();
	row.begin(place.item, place.file, place.line);
	row.bytes = Buffer.from(`x${id}${cells.map(([, value]) => value).join('')}`, 'latin1');
	row.idStart = 1;
	row.idEnd = 1 + id.length;
	let at = row.idEnd;
	for (const [column, value] of cells) row.addCell(column, at, (at += value.length));
	return held.add(row, hash);
}

function merged(held: HeldProfiles) {
	return Array.from(held.merged(new AttributeColumns('pcId')), (row) => {
		const { item, file, line, mergedRows, lastMerged, mergedItems, invalid } = row;
		const cells = Array.from({ length: row.cells }, (_, cell): readonly [number, string] => [
			row.columns[cell] ?? -1,
			row.bytes.toString('latin1', row.starts[cell], row.ends[cell]),
		]);
		const id = row.bytes.toString('latin1', row.idStart, row.idEnd);
		const after = { rows: mergedRows, last: lastMerged, items: mergedItems };
		return { id, cells, first: { item, file, line }, after, problem: invalid?.message };
	});
}

test('rows of one ID are merged with the last value of each column, those of another with the same hash apart', () => {
	const held = new HeldProfiles();
	const places = Array.from({ length: 6 }, (_, line) => ({
		item: 7 + line,
		file: 1 + line,
		line: 10 * line,
	}));
	hold(
		held,
		5,
		'a',
		Object.entries({ 3: 'old', 1: 'kept' }).map(([column, value]) => [Number(column), value]),
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
	hold(held, 6, 'c', [[12_345, 'v']], places[4]);
	hold(held, 5, 'a', [[3, 'newest']], places[5]);
	expect(merged(held)).toEqual([
		{
			id: 'a',
			cells: [
				[1, 'kept'],
				[3, 'newest'],
				[2, 'more'],
			],
			first: places[0],
			after: { rows: 2, last: places[5], items: [10, 12] },
			problem: undefined,
		},
		{
			id: 'c',
			cells: [[12_345, 'v']],
			first: places[1],
			after: { rows: 1, last: places[4], items: [11] },
			problem: undefined,
		},
		{
			id: 'b',
			cells: [[3, 'other']],
			first: places[2],
			after: { rows: 0, last: places[2], items: [] },
			problem: undefined,
		},
	]);
});

test('of two values for one column in a row the later is kept', () => {
	const held = new HeldProfiles();
	hold(held, 1, 'a', [
		[1, 'first'],
		[2, 'x'],
		[1, 'second'],
	]);
	expect(merged(held)).toMatchObject([
		{
			id: 'a',
			cells: [
				[1, 'second'],
				[2, 'x'],
			],
		},
	]);
});

test('profiles come out as merging their rows says, in the order in which their IDs first came', () => {
	const value = fc.string({
		unit: fc.constantFrom('a', 'b', '-', '%', '2', 'C'),
		minLength: 1,
		maxLength: 70,
	});
	const cells = fc.uniqueArray(fc.tuple(fc.nat({ max: 200 }), value), { selector: ([column]) => column });
	const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd%20'), cells), { maxLength: 30 });
	fc.assert(
		fc.property(rows, (all) => {
			const held = new HeldProfiles();
			const expected = new Map<string, Map<number, string>>();
			for (const [id, some] of all) {
				hold(held, 1, id, some);
				expected.set(id, new Map([...(expected.get(id) ?? []), ...some]));
			}
			expect(merged(held).map(({ id, cells: found }) => [id, found])).toEqual(
				Array.from(expected, ([id, found]) => [id, [...found]]),
			);
		}),
	);
});

test('a profile that merging makes too large is invalid', () => {
	const held = new HeldProfiles();
	hold(held, 2, 'large', [[1, 'x'.repeat(40_000)]]);
	hold(held, 1, 'a', [[1, 'y'.repeat(64_000)]]);
	hold(held, 2, 'large', [[2, 'x'.repeat(40_000)]]);
	expect(merged(held).map(({ id, problem }) => [id, problem])).toEqual([
		['large', expect.stringMatching(/^The attributes of this profile are 80000 bytes large/)],
		['a', undefined],
	]);
});

test('memory goes with the profiles, not with their rows', () => {
	const held = new HeldProfiles();
	for (let row = 0; row < 60_000; row++) {
		hold(held, row % 5, `id${row % 5}`, [[1, `value ${row % 7}`]], { item: row, file: 0, line: 0 });
	}
	expect(held.size).toBe(5);
	expect(held.bytes).toBeLessThan(1_500);
	// Of each ID ten thousand items are known.
	expect(merged(held).map(({ after }) => [after.rows, after.items.length])).toEqual(
		Array(5).fill([11_999, 10_000]),
	);
});

test('of all profiles together no more than a hundred thousand items are known', () => {
	const held = new HeldProfiles();
	for (let row = 0; row < 150_000; row++)
		hold(held, 1, `id${row % 200}`, [], { item: row, file: 0, line: 0 });
	const known = merged(held).reduce((sum, { after }) => sum + after.items.length, 0);
	expect(known).toBe(100_000);
});

test('a profile that grows far too large is given up: it takes no more memory, and all its rows are counted', () => {
	const held = new HeldProfiles();
	const longest: number[] = [];
	hold(held, 1, 'a', [[1, 'kept']]);
	for (let row = 0; row < 100; row++) {
		const cells: Cells = [[row, 'x'.repeat(60_000)]];
		longest.push(hold(held, 2, 'large', cells, { item: row, file: 0, line: 0 }));
		expect(held.bytes).toBeLessThan(1_000_000);
	}
	expect(Math.max(...longest)).toBeLessThan(1_000_000);
	expect(longest.at(-1)).toBe(0);
	expect(held.bytes).toBeLessThan(1_000);
	expect(merged(held)).toMatchObject([
		{ id: 'a', problem: undefined },
		{
			id: 'large',
			after: { rows: 99, last: { item: 99 } },
			problem:
				'The attributes of this profile are more than 64000 bytes large; Target keeps at most 64000 per visitor',
		},
	]);
});

test('profiles that are let go of take no memory, and others stay', async () => {
	const held = new HeldProfiles();
	for (let id = 0; id < 100; id++)
		for (const item of [1, 2]) hold(held, id, `id${id}`, [[1, 'x']], { item, file: 0, line: 0 });
	const all = held.bytes;
	await held.keepOnly((hash) => hash < 25);
	expect(held.size).toBe(25);
	expect(held.bytes).toBeLessThan(all / 3);
	expect(merged(held).map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, id) => `id${id}`));
	await held.keepOnly(() => false);
	expect(held.bytes).toBe(0);
});

test('to let go of many profiles gives others their turn, and ends when it is stopped', async () => {
	const held = new HeldProfiles();
	for (let id = 0; id < 200_000; id++) hold(held, id, `id${id}`, []);
	let turns = 0;
	const watch = setInterval(() => turns++, 1);
	await held.keepOnly((hash) => hash % 2 === 0);
	clearInterval(watch);
	expect(held.size).toBe(100_000);
	expect(turns).toBeGreaterThan(0);
	await expect(held.keepOnly(() => false, AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
		'stopped',
	);
});
