import fc from 'fast-check';

import { extendedJsonText, longText } from '../../../nodes/AdobeTarget/profiles/mongoValue';

const ISO = '2026-01-02T03:04:05.678Z';
const MS = Date.parse(ISO);

describe('a value in MongoDB’s extended JSON is its text', () => {
	test.each<[what: string, value: object, text: string]>([
		['an ObjectId', { $oid: '65a0c2f1e4b0a1b2c3d4e5f6' }, '65a0c2f1e4b0a1b2c3d4e5f6'],
		['an integer', { $numberInt: '-7' }, '-7'],
		['a long integer', { $numberLong: '9223372036854775807' }, '9223372036854775807'],
		['a decimal', { $numberDecimal: '12.50' }, '12.50'],
		['a decimal beyond those of JavaScript', { $numberDecimal: '1E+6144' }, '1E+6144'],
		['a double', { $numberDouble: '1.5' }, '1.5'],
		['a double as MongoDB writes a whole one', { $numberDouble: '3.0' }, '3.0'],
		['a large double', { $numberDouble: '1e+300' }, '1e+300'],
		['a UUID', { $uuid: 'c8edabc3-f738-4ca3-b68d-ab92a91478a3' }, 'c8edabc3-f738-4ca3-b68d-ab92a91478a3'],
		['a symbol', { $symbol: 'gold' }, 'gold'],
		['an empty symbol', { $symbol: '' }, ''],
		['a date in the relaxed form', { $date: ISO }, ISO],
		['a date with a time zone', { $date: '2026-01-02T03:04:05+0100' }, '2026-01-02T03:04:05+0100'],
		['a date in the canonical form', { $date: { $numberLong: String(MS) } }, ISO],
		['a date in the form of old tools', { $date: MS }, ISO],
		['the first moment', { $date: { $numberLong: '0' } }, '1970-01-01T00:00:00.000Z'],
		['a birthday before it', { $date: { $numberLong: '-1000' } }, '1969-12-31T23:59:59.000Z'],
		['JavaScript’s last date', { $date: 8.64e15 }, '+275760-09-13T00:00:00.000Z'],
		['JavaScript’s first date', { $date: -8.64e15 }, '-271821-04-20T00:00:00.000Z'],
	])('%s', (_, value, text) => {
		expect(extendedJsonText(value)).toBe(text);
	});

	test.each(['NaN', 'Infinity', '-Infinity'])('a double that is no number is empty: %s', (double) => {
		expect(extendedJsonText({ $numberDouble: double })).toBe('');
	});

	test('a date is the same in all three forms', () => {
		fc.assert(
			fc.property(fc.date({ noInvalidDate: true }), (date) => {
				const ms = date.getTime();
				const forms = [{ $date: { $numberLong: String(ms) } }, { $date: ms }, { $date: date.toISOString() }];
				expect(forms.map(extendedJsonText)).toEqual(forms.map(() => date.toISOString()));
			}),
		);
	});
});

test.each<[what: string, value: object]>([
	['no fields', {}],
	['fields like others', { tier: 'gold' }],
	['a field of its name without the sign', { oid: '65a' }],
	['another field behind it', { $oid: '65a', tier: 'gold' }],
	['another field before it', { tier: 'gold', $oid: '65a' }],
	['two of them', { $numberInt: '7', $numberLong: '7' }],
	['another of MongoDB’s', { $timestamp: { t: 1, i: 2 } }],
	['an ID that is a number', { $oid: 65 }],
	['a long integer that is one of JSON', { $numberLong: 7 }],
	['an integer that is null', { $numberInt: null }],
	['a double that is one of JSON', { $numberDouble: 1.5 }],
	['a date that is nothing', { $date: null }],
	['a date that is a list', { $date: [MS] }],
	['a date that is an object like others', { $date: { ms: MS } }],
	['a date that is true', { $date: true }],
	['a date whose number is none', { $date: { $numberLong: 'soon' } }],
	['a date whose number is empty', { $date: { $numberLong: '' } }],
	['a date whose number is no finite one', { $date: { $numberDouble: 'NaN' } }],
	['a date within a date', { $date: { $date: '2026' } }],
	['a date whose number is NaN', { $date: NaN }],
	['a date after JavaScript’s last', { $date: 8.64e15 + 1 }],
	['a date after it in the canonical form', { $date: { $numberLong: '9223372036854775807' } }],
	['an ID that is inherited', Object.create({ $oid: '65a' }) as object],
])('an object with %s is one like others', (_, value) => {
	expect(extendedJsonText(value)).toBeUndefined();
});

/** A long integer as the package "long" has it, which MongoDB's and protobuf's clients use. */
class Long {
	constructor(
		readonly low: number,
		readonly high: number,
	) {}

	toString(): string {
		return ((BigInt(this.high) << 32n) | BigInt(this.low >>> 0)).toString();
	}
}
Object.defineProperty(Long.prototype, '__isLong__', { value: true });

describe('a long integer in memory', () => {
	test('is its digits', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
				const low = Number(BigInt.asIntN(32, integer));
				const high = Number(BigInt.asIntN(32, integer >> 32n));
				expect(longText(new Long(low, high))).toBe(integer.toString());
			}),
		);
	});

	test.each<[what: string, value: object]>([
		['has gone through JSON', { low: 7, high: 0, unsigned: false }],
		['says that it is none', { __isLong__: false, low: 7, high: 0 }],
		['says it in another way', { __isLong__: 'true', low: 7, high: 0 }],
		['is marked as one, and its text is more than digits', { __isLong__: true, toString: () => '7 items' }],
		['is marked as one, and its text only ends in digits', { __isLong__: true, toString: () => 'item 7' }],
		['is marked as one, and has no digits to tell', { __isLong__: true, low: 7, high: 0 }],
	])('is an object like others where it %s', (_, value) => {
		expect(longText(value)).toBeUndefined();
	});
});
