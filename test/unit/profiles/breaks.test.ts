import fc from 'fast-check';

import { breakLength, firstBreak, isComma } from '../../../nodes/AdobeTarget/profiles/breaks';
import { percentEncode } from '../../../nodes/AdobeTarget/profiles/percentEncoding';

/** Commas and line ends, and characters that share bytes with them. */
const CHARACTERS = [
	...[',', '\n', '\v', '\f', '\r', '\u0085', '\u2028', '\u2029'],
	...[
		'\u0084',
		'\u2027',
		'\u202a',
		'\u2128',
		'\u1028',
		'\u3029',
		'✨',
		'•',
		'Å',
		'é',
		'\t',
		'\u000e',
		'+',
		'-',
		'a',
		'😀',
	],
];

/** The breaks of a text, by where they begin in it, encoded, and how long they are. */
function breaksIn(text: string): Array<[at: number, length: number, isComma: boolean]> {
	return [...text.matchAll(/\r\n|[,\n\v\f\r\u0085\u2028\u2029]/g)].map(([found], index, all) => {
		const at = percentEncode(text.slice(0, all[index]?.index), 'The text').length;
		return [at, percentEncode(found, 'The break').length, found === ','];
	});
}

test('commas and line ends, and nothing else, are found in an encoded text', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...CHARACTERS)), (characters) => {
			const text = characters.join('');
			const bytes = Buffer.from(percentEncode(text, 'The text'), 'latin1');
			const found: ReturnType<typeof breaksIn> = [];
			let at = firstBreak(bytes, 0, bytes.length);
			while (at >= 0) {
				const length = breakLength(bytes, at, bytes.length);
				found.push([at, length, isComma(bytes, at)]);
				at = firstBreak(bytes, at + length, bytes.length);
			}
			expect(found).toEqual(breaksIn(text));
		}),
		{ numRuns: 500 },
	);
});

test('what stands behind the end of a text is no part of its breaks', () => {
	const bytes = Buffer.from(percentEncode('\r\n\u2028', 'The text'), 'latin1');
	expect(breakLength(bytes, 0, 3)).toBe(3);
	expect(breakLength(bytes, 6, 12)).toBe(0);
	expect(firstBreak(bytes, 3, bytes.length, 3)).toBe(-1);
});
