import fc from 'fast-check';

import { harmless, shown } from '../../nodes/AdobeTarget/shown';

describe('a text in which words from outside stand', () => {
	test.each([
		['<img src=x onerror=alert(1)>', '‹img src=x onerror=alert(1)>'],
		['<a href="https://evil.example.com">sign in</a>', '‹a href="https://evil.example.com">sign in‹/a>'],
		['one\nAdobe Target: two', 'one\\nAdobe Target: two'],
		['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
		['bell \u0007, escape \u001b[31m', 'bell \\u0007, escape \\u001b[31m'],
		['line\u2028paragraph\u2029next\u0085', 'line\\u2028paragraph\\u2029next\\u0085'],
		['\u202eright to left', '\\u202eright to left'],
		['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
		['half \ud83d', 'half \\ud83d'],
		['whole 😀 and ü', 'whole 😀 and ü'],
		['a & b "c" \'d\'', 'a & b "c" \'d\''],
	])('%j is shown as %j', (text, expected) => {
		expect(harmless(text)).toBe(expected);
	});

	test('has no tag and no line end left, and is harmless for good', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const once = harmless(text);
				expect(once).not.toMatch(/[<\p{Cc}\p{Zl}\p{Zp}]/u);
				expect(harmless(once)).toBe(once);
			}),
		);
	});
});

describe('a word from outside', () => {
	test('stays whole up to 64 characters', () => {
		expect(shown('x'.repeat(64))).toBe('x'.repeat(64));
		expect(shown('x'.repeat(65))).toBe(`${'x'.repeat(64)}…`);
	});

	test('is not cut within a character', () => {
		expect(shown(`${'x'.repeat(63)}😀 and more`)).toBe(`${'x'.repeat(63)}…`);
	});
});
