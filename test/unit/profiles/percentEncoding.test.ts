import fc from 'fast-check';

import { InvalidProfile } from '../../../nodes/AdobeTarget/profiles/invalidProfile';
import { percentEncode } from '../../../nodes/AdobeTarget/profiles/percentEncoding';

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
