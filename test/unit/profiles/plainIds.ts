import type { Arbitrary } from 'fast-check';

/** What is taken off at the ends of an ID. */
const EDGES = /^[\s\u180e\u200b-\u200d\u2060\ufeff]+|[\s\u180e\u200b-\u200d\u2060\ufeff]+$/gu;

/** Drawn texts without what neither an ID nor a name in a batch may have: commas and line ends. */
export function withoutBreaks(text: Arbitrary<string>): Arbitrary<string> {
	return text.map((drawn) => drawn.replaceAll(/[,\n\v\f\r\u0085\u2028\u2029]/g, '_'));
}

/** Drawn texts as IDs that stay as they are: without white space around them, and neither formulas nor errors of a spreadsheet. */
export function plainIds(text: Arbitrary<string>): Arbitrary<string> {
	return withoutBreaks(text)
		.map((drawn) => drawn.replace(EDGES, ''))
		.filter((id) => id !== '' && !/[+/]|^[=#]/.test(id));
}
