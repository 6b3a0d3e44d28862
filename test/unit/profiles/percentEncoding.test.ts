import fc from 'fast-check';

import { InvalidProfile } from '../../../nodes/AdobeTarget/profiles/invalidProfile';
import { isLonger, percentEncode } from '../../../nodes/AdobeTarget/profiles/percentEncoding';

describe('percentEncode', () => {
	test.each([
		['a comma', 'a,b', 'a%2Cb'],
		['a line end', 'a\r\nb', 'a%0D%0Ab'],
		['what a form reads as more fields', 'a&b=c#d', 'a%26b%3Dc%23d'],
		['a plus and a space, which forms confuse', '1+1 2', '1%2B1%202'],
		['a percent sign', '100%', '100%25'],
		['two-byte text', 'é', '%C3%A9'],
		['an emoji', '😀', '%F0%9F%98%80'],
		['an apostrophe, which Adobe’s page does not name among what may be raw', "O'Brien", 'O%27Brien'],
		['NUL', '\0', '%00'],
	])('encodes %s', (_, text, encoded) => {
		expect(percentEncode(text, 'The ID')).toBe(encoded);
	});

	test('gives ASCII that no cell or form field can break out of, and that decodes to the same text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const encoded = percentEncode(text, 'The ID');
				expect(encoded).toMatch(/^[A-Za-z0-9\-_.!~*()%]*$/);
				expect(decodeURIComponent(encoded)).toBe(text);
			}),
		);
	});

	test.each([
		['\ud83d', 1],
		['ab\ude00c', 3],
		['😀\ud83d', 3],
	])('refuses half a surrogate pair and says where: %j', (text, position) => {
		expect(() => percentEncode(text, 'The attribute', 'tier')).toThrow(InvalidProfile);
		expect(() => percentEncode(text, 'The attribute', 'tier')).toThrow(
			`The attribute "tier" holds a broken character: half of a surrogate pair, at position ${position}`,
		);
	});
});

describe('isLonger', () => {
	/** Whether an encoded text has more characters than so many; others stand around it, as in a row. */
	function isTextLonger(text: string, characters: number): boolean {
		const bytes = Buffer.from(`a%2C${percentEncode(text, 'The value')}%F0%9F%98%80`, 'latin1');
		return isLonger(bytes, 'a%2C'.length, bytes.length - '%F0%9F%98%80'.length, characters);
	}

	test.each([
		['plain letters', 'abc'],
		['escapes of one byte, from the first to the last', '\0,/\x7f'],
		['letters of two bytes, from the first to the last', '\x80é\u07ff'],
		['letters of three bytes, from the first to the last', '\u0800大\ud7ff\ue000\uffff'],
		['an emoji, which counts for two', '😀'],
		['the first and the last of four bytes', '\u{10000}\u{10ffff}'],
		['a mixture', 'Größe 大, 😀!'],
	])('counts as JavaScript does: %s', (_, text) => {
		expect(isTextLonger(text, text.length)).toBe(false);
		expect(isTextLonger(text, text.length - 1)).toBe(true);
	});

	test('says of any text what its length does', () => {
		const letters = fc.constantFrom('a', '0', '%', ',', 'é', '\u07ff', '大', '\uffff', '😀', '\u{10ffff}');
		fc.assert(
			fc.property(fc.string({ unit: letters }), fc.nat({ max: 20 }), (text, characters) => {
				expect(isTextLonger(text, characters)).toBe(text.length > characters);
			}),
		);
	});
});
