import fc from 'fast-check';

import type { Attribute } from '../../../nodes/AdobeTarget/profiles/attributes';
import { cutIntoBatches, encodeRow } from '../../../nodes/AdobeTarget/profiles/batches';
import type { ProfileRow } from '../../../nodes/AdobeTarget/profiles/batches';

const ROOMY = { rows: 1_000, bytes: 1_000_000 };

function cut(rows: readonly ProfileRow[], limits = ROOMY) {
	return [...cutIntoBatches(rows.map(encodeRow), 'thirdPartyId', limits)];
}

function row(item: number, id: string, ...attributes: Attribute[]): ProfileRow {
	return { item, id, attributes };
}

describe('encodeRow', () => {
	test('takes 64,000 bytes of names and values and refuses one more, counted before encoding', () => {
		expect(encodeRow(row(0, 'a', ['é', 'x'.repeat(63_998)])).attributes.size).toBe(1);
		expect(() => encodeRow(row(0, 'a', ['é', 'x'.repeat(63_999)]))).toThrow(
			'The attributes of this profile are 64001 bytes large; Target keeps at most 64000 per visitor',
		);
	});
});

describe('cutIntoBatches', () => {
	test('writes the header first, short lines, empty cells, LF between lines and none at the end', () => {
		const [batch] = cut([
			row(0, '123', ['param1', 'value1']),
			row(1, '124', ['param1', 'value1'], ['param4', 'value4']),
			row(2, '125', ['param2', 'a,b\n']),
			row(3, '126'),
		]);
		expect(batch?.body).toBe(
			'batch=thirdPartyId,param1,param4,param2\n123,value1\n124,value1,value4\n125,,,a%2Cb%0A\n126',
		);
	});

	test('gives no batch for no rows', () => {
		expect(cut([])).toEqual([]);
	});

	test('starts a new batch at the row limit, with only the columns that its rows use', () => {
		const batches = cut([row(0, 'a', ['x', '1']), row(1, 'b', ['x', '2']), row(2, 'c', ['y', '3'])], {
			...ROOMY,
			rows: 2,
		});
		expect(batches.map((batch) => batch.body)).toEqual([
			'batch=thirdPartyId,x\na,1\nb,2',
			'batch=thirdPartyId,y\nc,3',
		]);
	});

	test('fills a batch to the last byte of its limit', () => {
		const body = 'batch=thirdPartyId,x\na,1\nb,2';
		const rows = [row(0, 'a', ['x', '1']), row(1, 'b', ['x', '2'])];
		expect(cut(rows, { ...ROOMY, bytes: body.length }).map((batch) => batch.body)).toEqual([body]);
		expect(cut(rows, { ...ROOMY, bytes: body.length - 1 })).toHaveLength(2);
	});

	test('puts every row into exactly one batch, in order, within both limits, and each batch stands alone', () => {
		const attribute = fc.tuple(
			fc.constantFrom('tier', 'city', 'a,b', '__proto__', 'é'),
			fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
		);
		const rows = fc.array(
			fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }), fc.array(attribute)),
			{
				maxLength: 40,
			},
		);
		const limits = fc.record({
			rows: fc.integer({ min: 1, max: 9 }),
			bytes: fc.integer({ min: 1_000, max: 3_000 }),
		});
		fc.assert(
			fc.property(rows, limits, (drawn, limit) => {
				const batches = cut(
					drawn.map(([id, attributes], item) => row(item, id, ...attributes)),
					limit,
				);
				const read = batches.flatMap(({ body, items, columns }) => {
					expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit.bytes);
					expect(items.length).toBeLessThanOrEqual(limit.rows);
					const [header = '', ...lines] = body.split('\n');
					const [key, ...names] = header.split(',').map(decodeURIComponent);
					expect(key).toBe('batch=thirdPartyId');
					expect(names).toHaveLength(columns);
					expect(lines).toHaveLength(items.length);
					return lines.map((line, index) => {
						const [id, ...values] = line.split(',').map(decodeURIComponent);
						expect(values.length).toBeLessThanOrEqual(columns);
						const attributes = names.map((name, at): Attribute => [name, values[at] ?? '']);
						return {
							item: items[index],
							id,
							attributes: new Map(attributes.filter(([, value]) => value !== '')),
						};
					});
				});
				expect(read).toEqual(
					drawn.map(([id, attributes], item) => ({ item, id, attributes: new Map(attributes) })),
				);
			}),
		);
	});
});
