import { runInNewContext } from 'node:vm';

import fc from 'fast-check';

import {
	FILE,
	isRounded,
	NoText,
	plainValue,
	spokenValue,
} from '../../../nodes/AdobeTarget/profiles/plainValue';

/** A value as n8n's Code node gives it, which runs in a realm of its own. */
const fromCodeNode = (code: string): unknown => runInNewContext(`(${code})`);

const ISO = '2026-01-02T00:00:00.000Z';

/** As luxon's DateTime: n8n's `$now` is one. */
class DateTime {
	readonly ts = Date.parse(ISO);

	toJSON(): string {
		return new Date(this.ts).toISOString();
	}
}

class Hidden {
	readonly #value = 'x';

	read(): string {
		return this.#value;
	}
}

class Money {
	amount = 5;
}

/** As where a class is made by a call: it has no name. */
const Nameless = (() =>
	class {
		readonly #value = 'x';

		read(): string {
			return this.#value;
		}
	})();

describe('what is a text', () => {
	test.each<[what: string, value: unknown, text: string]>([
		['a text', 'gold', 'gold'],
		['an empty text', '', ''],
		['white space', ' \n', ' \n'],
		['a number', -7.5, '-7.5'],
		['a large number', 1e21, '1e+21'],
		['a big integer', 12_345_678_901_234_567_890n, '12345678901234567890'],
		['true', true, 'true'],
		['false', false, 'false'],
		['a date', new Date(ISO), ISO],
		['a date of the Code node', fromCodeNode(`new Date('${ISO}')`), ISO],
		['what has a toJSON', new DateTime(), ISO],
		['an address', new URL('https://example.com/a?b=c'), 'https://example.com/a?b=c'],
		['a boxed text', Object('gold'), 'gold'],
		['a boxed number', Object(7), '7'],
		['a boxed big integer', Object(7n), '7'],
		['a boxed truth', Object(false), 'false'],
		['a boxed text of the Code node', fromCodeNode('new String("gold")'), 'gold'],
		['an ID of MongoDB', { $oid: '65a' }, '65a'],
		['what has a toJSON that gives one', { toJSON: () => ({ $numberDecimal: '1.10' }) }, '1.10'],
	])('%s', (_, value, text) => {
		expect(plainValue(value)).toBe(text);
	});

	test.each<[what: string, value: unknown]>([
		['nothing', undefined],
		['null', null],
		['NaN', NaN],
		['infinity', Infinity],
		['minus infinity', -Infinity],
		['a boxed NaN', Object(NaN)],
		['an invalid date', new Date(NaN)],
		['a function', () => 'x'],
		['a symbol', Symbol('x')],
		['what has a toJSON that gives nothing', { toJSON: () => undefined }],
	])('%s is an empty text', (_, value) => {
		expect(plainValue(value)).toBe('');
	});

	test('each text is itself, and each number what JSON writes', () => {
		fc.assert(
			fc.property(fc.string(), fc.double({ noDefaultInfinity: true }), (text, number) => {
				expect(plainValue(text)).toBe(text);
				expect(plainValue(number)).toBe(Number.isNaN(number) ? '' : JSON.stringify(number));
			}),
		);
	});
});

describe('what has parts', () => {
	test.each<[what: string, value: object]>([
		['a list', ['a', 1]],
		['an empty list', []],
		['a list of the Code node', fromCodeNode('["a"]') as object],
		['an object', { tier: 'gold' }],
		['an empty object', {}],
		['an object of the Code node', fromCodeNode('{ tier: "gold" }') as object],
		['an empty object of the Code node', fromCodeNode('{}') as object],
		['an object without a prototype', Object.create(null) as object],
		['an object of a class that shows its fields', new Money()],
		['an object with a field "toJSON"', { toJSON: 'x' }],
		['an object with a type and data', { type: 'Point', data: [1, 2] }],
		['an object of the type Buffer without data', { type: 'Buffer' }],
		['an object of the type Buffer whose data is a text', { type: 'Buffer', data: 'abc' }],
		['an object of the type Buffer with another field', { type: 'Buffer', data: [1], size: 1 }],
		['a file in a list of Google Drive', { id: '1AbC', name: 'a.pdf', mimeType: 'application/pdf' }],
		['a file in a list whose ID is a number', { id: 7, mimeType: 'image/png' }],
		['an object with data', { data: 'aGk=', name: 'a.txt' }],
		['an object with an ID that has a colon', { id: 'urn:x:1' }],
		['an object whose mimeType is no text', { mimeType: null, data: 'aGk=', id: 'a:b' }],
		['a message with parts', { mimeType: 'multipart/mixed', data: { size: 1 } }],
	])('%s is itself', (_, value) => {
		expect(plainValue(value)).toBe(value);
	});

	test('what a toJSON gives is not asked for another', () => {
		const inner = { toJSON: () => 'inner', tier: 'gold' };
		expect(plainValue({ toJSON: () => inner })).toBe(inner);
		expect(spokenValue(inner)).toBe(inner);
	});

	test('lists of JSON, and objects whose names stand for nothing else, are themselves', () => {
		const parts = fc.oneof(
			fc.array(fc.jsonValue()),
			fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue()),
		);
		fc.assert(
			fc.property(parts, (value) => {
				expect(plainValue(value)).toBe(value);
			}),
		);
	});
});

test.each<[where: string, file: object]>([
	['in itself', { data: 'aGk=', mimeType: 'text/plain', fileName: 'a.txt', fileExtension: 'txt' }],
	['on the disk', { data: 'filesystem-v2', mimeType: 'text/plain', id: 'filesystem-v2:workflows/1/a' }],
	['elsewhere, as it is named alone', { mimeType: 'image/png', id: 's3:workflows/1/a' }],
])('a file of n8n that has its bytes %s is one', (_, file) => {
	expect(plainValue(file)).toBe(FILE);
});

describe('what has neither a text nor parts is told by its kind', () => {
	test.each<[kind: string, value: unknown]>([
		['Buffer', Buffer.from([1])],
		['Buffer', JSON.parse(JSON.stringify(Buffer.from([1])))],
		['Buffer', { type: 'Buffer', data: [] }],
		['Uint8Array', new Uint8Array(2)],
		['DataView', new DataView(new ArrayBuffer(1))],
		['ArrayBuffer', new ArrayBuffer(1)],
		['SharedArrayBuffer', new SharedArrayBuffer(1)],
		['Map', new Map([['a', 1]])],
		['Set', new Set(['a'])],
		['RegExp', /a/],
		['Promise', Promise.resolve('x')],
		['TypeError', new TypeError('x')],
		['Error', Object.assign(new Error('x'), { code: 'E_X' })],
		['URLSearchParams', new URLSearchParams('a=1')],
		['Hidden', new Hidden()],
		['object', new Nameless()],
		['Map', fromCodeNode('new Map()')],
		['Uint8Array', fromCodeNode('new Uint8Array(1)')],
		['RangeError', fromCodeNode('new RangeError("x")')],
	])('%s', (kind, value) => {
		expect(plainValue(value)).toEqual(new NoText(kind));
		expect(spokenValue(value)).toEqual(new NoText(kind));
		expect(plainValue({ toJSON: () => value })).toEqual(new NoText(kind));
	});
});

test.each<[value: unknown, rounded: boolean]>([
	[2 ** 53 - 1, false],
	[2 ** 53, true],
	[-(2 ** 53 - 1), false],
	[-(2 ** 53), true],
	[1e300, true],
	[0.1, false],
	[NaN, false],
	[Infinity, false],
	[-Infinity, false],
	['9007199254740993', false],
	[9_007_199_254_740_993n, false],
])('of %p it is %p that it may have been rounded where it was read', (value, rounded) => {
	expect(isRounded(value)).toBe(rounded);
});
