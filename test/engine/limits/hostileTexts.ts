/** Characters of each text. */
export const MILLION = 1_000_000;

/** What the texts are made of, again and again: what expressions that backtrack, parsers and encoders stumble over. */
const PIECES = [
	'/',
	' ',
	'["',
	'a,',
	'%',
	'<',
	'&amp;',
	'\n',
	'.',
	'..a',
	'"',
	'\\',
	'\u{1F600}',
	'\uD800',
	'profile.',
	'*.',
] as const;

/** Different characters of three bytes each: what keeps one thing per character, or per pair of them. */
const DIFFERENT = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('');

/** What an expression looks for at the ends of a text, and takes long for where it stands within it. */
const WITHIN = ['/', ' '] as const;

/** A text, by what it is made of. */
export type HostileText = readonly [what: string, text: string];

/** Texts of so many characters. */
export function hostileTexts(characters: number): HostileText[] {
	const filled = (piece: string, length = characters) =>
		piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
	return [
		...PIECES.map((piece) => [JSON.stringify(piece), flat(filled(piece))] as const),
		...WITHIN.map(
			(piece) => [`${JSON.stringify(piece)} within`, flat(`a${filled(piece, characters - 2)}b`)] as const,
		),
		['different characters', flat(filled(DIFFERENT))],
	];
}

/** In one piece, as what comes from outside is: a text that was put together becomes so when it is first looked at. */
function flat(text: string): string {
	return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** So many characters show already what is worse than linear, without holding up the test for hours. */
export const FIRST_LOOK = 40_000;

/** What costs most for each character: to encode, as nothing comes out longer, and to keep. */
const COSTLY = [JSON.stringify('\u{1F600}'), 'different characters'];

/** Some texts of a million characters. */
export const WHOLE_TEXTS: readonly HostileText[] = hostileTexts(MILLION).filter(([what]) => isCostly(what));

/** Those, and the others with as many as show what is worse than linear. */
export const HOSTILE_TEXTS: readonly HostileText[] = [
	...WHOLE_TEXTS,
	...hostileTexts(FIRST_LOOK).filter(([what]) => !isCostly(what)),
];

function isCostly(what: string): boolean {
	return COSTLY.includes(what);
}
