import fc from 'fast-check';

import { ValueRules } from '../../../../nodes/AdobeTarget/profiles/attributes/valueRules';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import type { Finding } from '../../../../nodes/AdobeTarget/profiles/findings';
import { percentEncode } from '../../../../nodes/AdobeTarget/profiles/percentEncoding';

type Judged = [isSent: boolean, ...found: Finding[]];

/** Whether a value is sent, and what is found in it; by its text, and percent-encoded as rows have it. */
function judged(rules: ValueRules, value: string): { asText: Judged; asBytes: Judged } {
	const [text, encoded] = [new Findings(), new Findings()];
	const isSent = rules.admits(value, text);
	// Within a row, other values stand around it.
	const bytes = Buffer.from(`NULL${percentEncode(value, 'The value')}NULL`, 'latin1');
	const [start, end] = ['NULL'.length, bytes.length - 'NULL'.length];
	const mayBeFound = end > start && rules.concerns(end - start, bytes[start] ?? 0);
	const isSentEncoded = !mayBeFound || rules.admitsEncoded(bytes, start, end, encoded);
	const kinds = (findings: Findings) => [...findings].map(([finding]) => finding);
	return { asText: [isSent, ...kinds(text)], asBytes: [isSentEncoded, ...kinds(encoded)] };
}

const NO_WORDS = new ValueRules();
const WORDS = ['n/a', '-', 'NULL', 'keine Angabe, bitte', 'ü', '😀'];
const SOME_WORDS = new ValueRules(WORDS);

describe('without words in the panel', () => {
	test.each(['NULL', 'null', '\\N'])('%s, a database’s word for nothing, is sent and told', (value) => {
		const told: Judged = [true, 'wordForNothing'];
		expect(judged(NO_WORDS, value)).toEqual({ asText: told, asBytes: told });
		expect(NO_WORDS.isEmpty(value)).toBe(false);
	});

	test.each(['Null', 'nil', 'NULLS', 'nul', '\\n', 'N', 'n/a', 'none', '0', ' NULL'])(
		'%s is a text like others',
		(value) => {
			expect(judged(NO_WORDS, value)).toEqual({ asText: [true], asBytes: [true] });
		},
	);
});

describe('where the panel has words for empty', () => {
	test.each(WORDS)('%s is not sent, and is told', (value) => {
		const told: Judged = [false, 'treatedAsEmpty'];
		expect(judged(SOME_WORDS, value)).toEqual({ asText: told, asBytes: told });
		expect(SOME_WORDS.isEmpty(value)).toBe(true);
	});

	test.each(['N/A', 'n/', '--', 'null', '\\N', 'u', '😁', 'keine Angabe'])(
		'%s is sent, as words are compared letter by letter, and no others count',
		(value) => {
			expect(judged(SOME_WORDS, value)).toEqual({ asText: [true], asBytes: [true] });
			expect(SOME_WORDS.isEmpty(value)).toBe(false);
		},
	);

	test('a word may be longer than what is told of long values', () => {
		const word = 'unknown '.repeat(50);
		const rules = new ValueRules([word]);
		const told: Judged = [false, 'treatedAsEmpty'];
		expect(judged(rules, word)).toEqual({ asText: told, asBytes: told });
		const others: Judged = [true, 'longValue'];
		expect(judged(rules, `${word}.`)).toEqual({ asText: others, asBytes: others });
	});

	test('half a surrogate pair, which no value can hold, is no reason to stop', () => {
		expect(judged(new ValueRules(['\ud83d', '-']), '-').asBytes).toEqual([false, 'treatedAsEmpty']);
	});
});

test.each([
	['x', 256, false],
	['x', 257, true],
	['ü', 256, false],
	['ü', 257, true],
	['大', 256, false],
	['大', 257, true],
	['😀', 128, false],
	['😀', 129, true],
	['%', 256, false],
	['%', 257, true],
])('of a value of %s, %i times, it is told that it is long: %s', (letter, times, isLong) => {
	const told: Judged = isLong ? [true, 'longValue'] : [true];
	expect(judged(NO_WORDS, letter.repeat(times))).toEqual({ asText: told, asBytes: told });
});

test('a value is judged alike by its text and percent-encoded', () => {
	const letters = fc.constantFrom(
		'n',
		'/',
		'a',
		'-',
		'N',
		'U',
		'L',
		'l',
		'u',
		'\\',
		' ',
		'ü',
		'大',
		'😀',
		'%',
	);
	const values = fc.oneof(
		fc.constantFrom(...WORDS, 'NULL', 'null', '\\N'),
		fc.string({ unit: letters, minLength: 1, maxLength: 6 }),
		fc.string({ unit: letters, minLength: 120, maxLength: 260, size: 'max' }),
	);
	fc.assert(
		fc.property(fc.constantFrom(NO_WORDS, SOME_WORDS), values, (rules, value) => {
			const { asText, asBytes } = judged(rules, value);
			expect(asBytes).toEqual(asText);
		}),
	);
});
