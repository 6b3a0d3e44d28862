import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import { allFieldsReader } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { findDuplicates } from '../../../../nodes/AdobeTarget/profiles/batches/duplicateIds';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';
import { itemRows } from '../../../../nodes/AdobeTarget/profiles/rows/itemRows';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import { counted, rowsOf } from '../rows';
import type { Row } from '../rows';

const ROWS: readonly Row[] = [
	['a', ['tier', 'gold']],
	['', ['tier', 'gold']],
	['b'],
	['a', ['tier', 'silver'], ['city', 'Köln']],
	['a+b', ['tier', 'gold']],
	['c', ['tier', 'x']],
	['c', ['tier', 'y']],
	['a', ['tier', 'z']],
];

test('a survey counts rows, invalid ones and those with values, and says which are invalid and why', async () => {
	const survey = await surveyRows(rowsOf(ROWS).source, 'merge', undefined);
	expect(survey).toMatchObject({ books: { rows: 8, invalidRows: 2 }, rowsWithValues: 5 });
	expect(survey.invalid.first).toEqual([
		{ item: 1, file: 0, line: 0, error: expect.any(InvalidProfile) as InvalidProfile },
		{ item: 4, file: 0, line: 0, error: expect.any(InvalidProfile) as InvalidProfile },
	]);
	expect(survey.invalid.first.map(({ error }) => error.message)).toEqual([
		'The third-party ID is missing',
		expect.stringMatching(/^The third-party ID "a\+b"/),
	]);
});

test('an item without the field of the ID is told which field it was looked for in', async () => {
	const { source } = rowsOf([['a', ['tier', 'x']], [undefined]]);
	const { invalid } = await surveyRows(source, 'merge', undefined);
	expect(invalid.first.map(({ item, error }) => [item, error.message, error.advice])).toEqual([
		[
			1,
			'There is no field "id" that could hold the ID',
			expect.stringMatching(/^The fields are "attributes"\. ID Field takes the name .*\.$/),
		],
	]);
});

test('a survey counts the empty values of valid items, and again the same when they are read again', async () => {
	const items = [
		{ id: 'a', tier: '', city: null },
		{ id: '', tier: '' },
		{ id: 'c', tier: 'x' },
	].map((json) => ({ json }));
	const columns = new AttributeColumns('thirdPartyId');
	const source = itemRows(
		items,
		{ idField: 'id', readAttributes: allFieldsReader('flatten', '', 'id') },
		{ idType: 'thirdPartyId', columns },
	);
	for (const reading of ['first', 'second']) {
		const { findings } = await surveyRows(source, 'merge', undefined);
		expect({ reading, emptyValues: findings.count('emptyValue') }).toEqual({ reading, emptyValues: 2 });
	}
});

test.each([
	['merge', 2, 3],
	['stop', 2, 3],
	['keep', 0, undefined],
] as const)('under %s, %d IDs come more than once, of %p', async (duplicateIds, ids, different) => {
	const { repeated, differentIds } = await surveyRows(rowsOf(ROWS).source, duplicateIds, undefined);
	expect({ ids: repeated.size, different: differentIds }).toEqual({ ids, different });
});

test('the size of a row is that of its line in a batch file: ID, values, and a comma or line end for each', async () => {
	const { source } = rowsOf([['', ['tier', 'not counted']], ['c', ['city', 'Köln'], ['tier', 'x']], ['b']]);
	const { bytesPerRow } = await surveyRows(source, 'keep', undefined);
	expect(bytesPerRow).toBeCloseTo('\nc,K%C3%B6ln,x\nb'.length / 2);
});

test('no rows have no size', async () => {
	expect(await surveyRows(rowsOf([]).source, 'merge', undefined)).toMatchObject({
		books: { rows: 0 },
		bytesPerRow: 0,
	});
});

test('ten thousand invalid rows are kept, of the others their range, and all are counted', async () => {
	const { source } = rowsOf(Array.from({ length: 10_203 }, (): Row => ['']));
	const { invalid, books } = await surveyRows(source, 'merge', undefined);
	expect([invalid.first.length, invalid.first.at(-1)?.item]).toEqual([10_000, 9_999]);
	expect(invalid.rest).toMatchObject({ count: 203, first: { item: 10_000 }, last: { item: 10_202 } });
	expect([invalid.count, books.invalidRows]).toEqual([10_203, 10_203]);
});

test('a survey ends with the reason for which it is stopped', async () => {
	const stop = new AbortController();
	stop.abort(new Error('stopped'));
	await expect(surveyRows(rowsOf(ROWS).source, 'merge', stop.signal)).rejects.toThrow('stopped');
});

describe('rows with the ID of an earlier one', () => {
	test('are named with both places, and rows that are invalid are none', async () => {
		const { source } = rowsOf([['', ['x', '1']], ['a', ['x', '\ud83d']], ...ROWS]);
		const survey = await surveyRows(source, 'stop', undefined);
		expect(await findDuplicates(source, survey, 10, undefined)).toEqual({
			count: 3,
			first: [
				{ id: 'a', item: 5, file: 0, line: 0, earlier: { item: 2, file: 0, line: 0 } },
				{ id: 'c', item: 8, file: 0, line: 0, earlier: { item: 7, file: 0, line: 0 } },
				{ id: 'a', item: 9, file: 0, line: 0, earlier: { item: 2, file: 0, line: 0 } },
			],
		});
	});

	test('are counted beyond those that are named', async () => {
		const { source } = rowsOf(ROWS);
		const survey = await surveyRows(source, 'stop', undefined);
		const { count, first } = await findDuplicates(source, survey, 1, undefined);
		expect({ count, ids: first.map(({ id }) => id) }).toEqual({ count: 3, ids: ['a'] });
	});

	test('are none where two IDs only share a hash', async () => {
		const { source } = rowsOf([['a'], ['b']]);
		const survey = await surveyRows(source, 'stop', undefined);
		for (const one of [['a'], ['b']] as const) {
			const { repeated } = await surveyRows(rowsOf([one, one]).source, 'stop', undefined);
			expect(repeated.size).toBe(1);
			expect(await findDuplicates(source, { ...survey, repeated }, 1, undefined)).toEqual({
				count: 0,
				first: [],
			});
		}
	});

	test('are found in shares where there are many, with the same count and the same first ones', async () => {
		const rows = Array.from({ length: 200 }, (_, index): Row => [`c${(index * 7) % 60}`]);
		const { source } = rowsOf(rows);
		const survey = await surveyRows(source, 'stop', undefined);
		const atOnce = await findDuplicates(source, survey, 20, undefined);
		expect(atOnce.first.map(({ item }) => item)).toEqual(
			Array.from({ length: 20 }, (_, index) => 60 + index),
		);
		const read = counted(source);
		expect(await findDuplicates(read, survey, 20, undefined, 9)).toEqual(atOnce);
		expect([atOnce.count, read.readings]).toEqual([140, 7]);
	});

	test('are looked for until stopped', async () => {
		const { source } = rowsOf(ROWS);
		const survey = await surveyRows(source, 'stop', undefined);
		const stop = new AbortController();
		stop.abort(new Error('stopped'));
		await expect(findDuplicates(source, survey, 1, stop.signal)).rejects.toThrow('stopped');
	});
});
