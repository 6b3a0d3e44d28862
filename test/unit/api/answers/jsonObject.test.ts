import fc from 'fast-check';

import { parseObject } from '../../../../nodes/AdobeTarget/api/answers/jsonObject';

describe('an answer in JSON', () => {
	test('is read as JSON.parse reads it, where it is an object', () => {
		const objects = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 4 }));
		fc.assert(
			fc.property(objects, fc.constantFrom(0, 2), (value, indent) => {
				const text = JSON.stringify(value, undefined, indent);
				expect(parseObject(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	test.each<[what: string, text: string]>([
		['nothing', ''],
		['null', 'null'],
		['a text', '"x"'],
		['a number', '7'],
		['a list', '[{"a":1}]'],
		['a page', '<html></html>'],
		['cut', '{"a":1,"b":'],
		['two objects', '{"a":1}{"b":2}'],
	])('is none where it is %s', (_, text) => {
		expect(parseObject(text)).toBeUndefined();
	});

	test.each<[what: string, value: object]>([
		['brackets', { a: '['.repeat(200) + '{'.repeat(200), b: 1 }],
		['quotes before brackets', { a: `"${'['.repeat(200)}` }],
		['backslashes before a quote', { a: '\\', b: `\\"${'{'.repeat(200)}` }],
		['very many commas', { a: ',:'.repeat(50_000) }],
	])('may have %s in its texts', (_, value) => {
		expect(parseObject(JSON.stringify(value))).toEqual(value);
	});

	test('may be a hundred levels deep, and no deeper', () => {
		const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
		expect(parseObject(nested(100))).toEqual(JSON.parse(nested(100)));
		expect(parseObject(nested(101))).toBeUndefined();
		const side = `{"a":[${Array.from({ length: 200 }, () => '[]').join()}]}`;
		expect(parseObject(side)).toEqual(JSON.parse(side));
	});

	test('may have a million characters, and no more', () => {
		const long = (characters: number) => `{"a":"${'x'.repeat(characters - '{"a":""}'.length)}"}`;
		expect(parseObject(long(1_000_000))).toBeDefined();
		expect(parseObject(long(1_000_001))).toBeUndefined();
	});

	test('may have 40,000 parts, and no more', () => {
		// The object, its colon, the list, and what stands between the entries.
		const wide = (parts: number) => `{"a":[${'1,'.repeat(parts - 3)}1]}`;
		expect(parseObject(wide(40_000))).toBeDefined();
		expect(parseObject(wide(40_001))).toBeUndefined();
	});
});
