import { LONGEST_LOOKED_FOR, occurrencesOf } from '../../../../nodes/AdobeTarget/api/sending/occurrences';
import { withoutTokens } from '../../../../nodes/AdobeTarget/api/sending/withoutTokens';

/** As long as a sign-in of Adobe's; no part of it comes twice. */
const LONG = Array.from({ length: 400 }, (_, index) => `${index}.`).join('');

test.each(['b', 'ab', LONG])('a word is found wherever it stands', (word) => {
	const found = occurrencesOf(word, `x${word}${word}y${word}`);
	const { length } = word;
	expect(found).toEqual([
		[1, 1 + length],
		[1 + length, 1 + 2 * length],
		[2 + 2 * length, 2 + 3 * length],
	]);
});

test('of a long word a part counts, as an answer may be cut within it', () => {
	const cut = LONG.slice(0, LONGEST_LOOKED_FOR + 70);
	expect(occurrencesOf(LONG, `ab${cut}`)).toEqual([[2, 2 + cut.length]]);
	expect(occurrencesOf(LONG, `ab${LONG.slice(0, LONGEST_LOOKED_FOR - 1)}`)).toEqual([]);
});

test('no more are looked for than are asked for', () => {
	expect(occurrencesOf('a', 'aaaa', 2)).toHaveLength(2);
});

test.each([
	['plain', (token: string) => token],
	['percent-encoded', (token: string) => token.replaceAll('.', '%2e')],
	['in Base64', (token: string) => Buffer.from(`Bearer ${token}`).toString('base64')],
])('a token, %s, that is longer than is looked for at once is taken out whole', async (_, write) => {
	const rest = await withoutTokens(`<a>${write(LONG)}</a>`, [LONG]);
	expect(rest.length).toBeLessThan(30);
	expect(rest).toContain('(token)');
});

const inLines = (text: string, length: number, between: string) =>
	Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
		text.slice(index * length, (index + 1) * length),
	).join(between);

test.each([
	['in Base64, as in a mail', (header: string) => inLines(base64(header), 76, '\r\n')],
	['in Base64, as in a certificate', (header: string) => inLines(base64(header), 64, '\n')],
	['in Base64, with lines set in', (header: string) => inLines(base64(header), 76, '\n\t  ')],
	['in Base64 in JSON', (header: string) => JSON.stringify(inLines(base64(header), 76, '\r\n'))],
	['in Base64 in XML', (header: string) => inLines(base64(header), 76, '&#10;')],
	['quoted-printable', (header: string) => inLines(header, 75, '=\r\n')],
])('a token that takes several lines is found in them, %s', async (_, write) => {
	const rest = await withoutTokens(`<a>${write(`Bearer ${LONG}`)}</a>`, [LONG]);
	expect(rest.length).toBeLessThan(40);
	expect(rest).toContain('(token)');
});

test('lines of other texts are no escapes, of which an answer may have so many', async () => {
	const rows = '<profile>\n<id>a</id>\n</profile>\n'.repeat(100_000);
	expect(await withoutTokens(rows, [LONG])).toBe(rows);
});

function base64(text: string): string {
	return Buffer.from(text).toString('base64');
}
