import fc from 'fast-check';

import { AttributeColumns } from '../../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import type {
	Attribute,
	AttributeReader,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { BatchLimits } from '../../../../nodes/AdobeTarget/profiles/batches/batchDraft';
import { cutIntoBatches } from '../../../../nodes/AdobeTarget/profiles/batches/cutIntoBatches';
import { itemRows } from '../../../../nodes/AdobeTarget/profiles/rows/itemRows';
import type { InvalidRow } from '../../../../nodes/AdobeTarget/profiles/batches/invalidRows';
import { surveyRows } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import type { DuplicateIds } from '../../../../nodes/AdobeTarget/profiles/batches/survey';
import { plainIds } from '../plainIds';

const ROOMY = { rows: 1_000, bytes: 1_000_000 };

type Row = readonly [id: string, ...attributes: Attribute[]];

/** Cuts rows as a run does, and reads the batches back. */
async function cut(rows: readonly Row[], limits: BatchLimits = ROOMY, duplicateIds: DuplicateIds = 'keep') {
	const columns = new AttributeColumns('thirdPartyId');
	const items = rows.map(([id, ...attributes]) => ({ json: { id, attributes } }));
	const readAttributes: AttributeReader = (json, take) => {
		for (const [name, value] of json.attributes as Attribute[]) take(name, value);
	};
	const source = itemRows(
		items,
		{ idField: 'id', readAttributes: readAttributes },
		{ idType: 'thirdPartyId', columns },
	);
	const survey = await surveyRows(source, duplicateIds, undefined);
	const tally = { merged: 0, invalid: [] as InvalidRow[], skipped: survey.invalid.count };
	const batches = [];
	const cutting = cutIntoBatches({
		source,
		survey,
		idType: 'thirdPartyId',
		columns,
		limits,
		onMerged: (count) => (tally.merged += count),
		onInvalid: (row, count) => {
			tally.invalid.push(row);
			tally.skipped += count;
		},
	});
	for await (const batch of cutting) batches.push({ ...batch, body: batch.body.toString('latin1') });
	return { batches, survey, ...tally };
}

/** What a batch file says, read without the code that wrote it. */
function profilesIn(body: string): Array<{ id: string; attributes: Map<string, string> }> {
	const [header = '', ...lines] = body.split('\n');
	const [key, ...names] = header.split(',').map(decodeURIComponent);
	expect(key).toBe('batch=thirdPartyId');
	return lines.map((line) => {
		const [id = '', ...values] = line.split(',').map(decodeURIComponent);
		expect(values.length).toBeLessThanOrEqual(names.length);
		const attributes = names.map((name, at): Attribute => [name, values[at] ?? '']);
		return { id, attributes: new Map(attributes.filter(([, value]) => value !== '')) };
	});
}

test('takes 64,000 bytes of names and values and refuses one more, counted before encoding', async () => {
	const fits = await cut([['a', ['é', 'x'.repeat(63_998)]]]);
	expect(fits.survey.invalid.count).toBe(0);
	const { survey } = await cut([['a', ['é', 'x'.repeat(63_999)]]]);
	expect(survey.invalid.first[0]?.error.message).toBe(
		'The attributes of this profile are 64001 bytes large; Target keeps at most 64000 per visitor',
	);
});

test('a batch has the header first, short lines, empty cells, LF between lines and none at the end', async () => {
	const { batches } = await cut([
		['123', ['param1', 'value1']],
		['124', ['param1', 'value1'], ['param4', 'value4']],
		['125', ['param2', 'a,b\n']],
		['126'],
	]);
	expect(batches[0]?.body).toBe(
		'batch=thirdPartyId,param1,param4,param2\n123,value1\n124,value1,value4\n125,,,a%2Cb%0A\n126',
	);
});

test('no rows make no batch', async () => {
	expect((await cut([])).batches).toEqual([]);
});

test('a new batch starts at the row limit, with only the columns that its rows use', async () => {
	const rows: Row[] = [
		['a', ['x', '1']],
		['b', ['x', '2']],
		['c', ['y', '3']],
	];
	const { batches } = await cut(rows, { ...ROOMY, rows: 2 });
	expect(batches.map(({ body }) => body)).toEqual([
		'batch=thirdPartyId,x\na,1\nb,2',
		'batch=thirdPartyId,y\nc,3',
	]);
});

test('a batch is filled to the last byte of its limit', async () => {
	const body = 'batch=thirdPartyId,x\na,1\nb,2';
	const rows: Row[] = [
		['a', ['x', '1']],
		['b', ['x', '2']],
	];
	const full = await cut(rows, { ...ROOMY, bytes: body.length });
	expect(full.batches.map((batch) => batch.body)).toEqual([body]);
	expect((await cut(rows, { ...ROOMY, bytes: body.length - 1 })).batches).toHaveLength(2);
});

test('a batch takes a header that outgrows the room left for it', async () => {
	const rows = Array.from({ length: 200 }, (_, index): Row => [
		`c${index}`,
		[`${'n'.repeat(50)}${index}`, 'x'],
	]);
	const { batches } = await cut(rows);
	expect(profilesIn(batches[0]?.body ?? '').map(({ attributes }) => [...attributes])).toEqual(
		rows.map(([, attribute]) => [attribute]),
	);
});

test('rows with one ID become one profile with the last value of each attribute, after those that come once', async () => {
	const { batches, merged } = await cut(
		[
			['twice', ['tier', 'silver'], ['city', 'Bonn']],
			['once', ['tier', 'gold']],
			['twice', ['tier', 'gold'], ['city', '']],
		],
		ROOMY,
		'merge',
	);
	expect(batches.map(({ body }) => body)).toEqual([
		'batch=thirdPartyId,tier,city\nonce,gold\ntwice,gold,Bonn',
	]);
	expect(batches[0]).toMatchObject({ first: { item: 0 }, last: { item: 2 }, items: [1, 0, 2] });
	expect(merged).toBe(1);
});

test('a profile that merging makes too large is left out with its reason, and its rows are counted', async () => {
	const part = (name: string): Row => ['twice', [name, 'x'.repeat(40_000)]];
	const { batches, invalid, skipped, merged } = await cut(
		[part('a'), part('b'), ['once', ['tier', 'gold']]],
		ROOMY,
		'merge',
	);
	expect(batches.map(({ rows }) => rows)).toEqual([1]);
	expect(invalid[0]?.error.message).toMatch(/are 80002 bytes large/);
	expect({ skipped, merged }).toEqual({ skipped: 2, merged: 0 });
});

const attribute = fc.tuple(
	fc.constantFrom('tier', 'city', 'a&b', '__proto__', 'constructor', 'é'),
	fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);
const id = (size: number) => plainIds(fc.string({ unit: 'binary', minLength: 1, maxLength: size }));
const rowsOf = (ids: fc.Arbitrary<string>) =>
	fc.array(
		fc.tuple(ids, fc.array(attribute)).map(([drawn, attributes]): Row => [drawn, ...attributes]),
		{ maxLength: 40 },
	);
const limits = fc.record({
	rows: fc.integer({ min: 1, max: 9 }),
	bytes: fc.integer({ min: 1_000, max: 3_000 }),
});

test('every row lands in exactly one batch, in order, within both limits, and each batch stands alone', async () => {
	await fc.assert(
		fc.asyncProperty(rowsOf(id(8)), limits, async (rows, limit) => {
			const { batches } = await cut(rows, limit);
			const read = batches.flatMap(({ body, rows: count, items }) => {
				expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit.bytes);
				expect(count).toBeLessThanOrEqual(limit.rows);
				const profiles = profilesIn(body);
				expect(profiles).toHaveLength(count);
				return profiles.map((profile, index) => ({ item: items[index], ...profile }));
			});
			expect(read).toEqual(
				rows.map(([drawn, ...attributes], item) => ({ item, id: drawn, attributes: new Map(attributes) })),
			);
		}),
	);
});

test('under merge no ID comes twice in a run, its last values win, and merged + sent = read', async () => {
	const few = fc.constantFrom('a', 'b', 'c', 'd', 'é');
	await fc.assert(
		fc.asyncProperty(rowsOf(few), limits, async (rows, limit) => {
			const { batches, merged } = await cut(rows, limit, 'merge');
			const read = batches.flatMap(({ body }) => profilesIn(body));
			const expected = new Map<string, Map<string, string>>();
			for (const [drawn, ...attributes] of rows) {
				expected.set(drawn, new Map([...(expected.get(drawn) ?? []), ...attributes]));
			}
			expect(read).toHaveLength(expected.size);
			expect(new Map(read.map((profile) => [profile.id, profile.attributes]))).toEqual(expected);
			expect(merged + read.length).toBe(rows.length);
			for (const { body, rows: count } of batches) {
				expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit.bytes);
				expect(count).toBeLessThanOrEqual(limit.rows);
			}
		}),
	);
});
