import { Turn } from '../../turn';
import { occurrencesOf } from './occurrences';
import type { Span } from './occurrences';

/** What stands in an answer where a token stood. */
export const TOKEN_MARK = '(token)';

/** A shorter one would be found in any text. Adobe's have 36 characters and more. */
const SHORTEST_TOKEN = 8;

/** An address in XML in JSON is escaped three times. */
const MOST_TIMES_ESCAPED = 3;

/** No answer of Target's has as many; what comes after them is not read. */
const MOST_ESCAPES = 50_000;

/** An answer with more tokens is made of them, and tells nothing. */
const MOST_TOKENS = 1_000;

/** Escapes between two looks at the clock. */
const ESCAPES_BETWEEN_LOOKS = 512;

/**
 * Takes tokens out of a text that came from outside, whichever way it writes them: plain, percent-encoded, by
 * references of XML and HTML, escaped as in JSON, each of these for all or some characters and up to three times over,
 * in upper or lower case, and in Base64, alone or with other text around it (`Bearer …`); in lines where it is long. It
 * takes as long as the text is long.
 *
 * @param tokens of ASCII; those of less than 8 characters are not looked for
 * @returns the text with {@link TOKEN_MARK} in their places, cut where it has more escapes than any answer; the mark
 * alone, where it is made of tokens
 */
export async function withoutTokens(
	text: string,
	tokens: ReadonlyArray<string | undefined>,
): Promise<string> {
	const written = tokens.flatMap((token) => {
		return token !== undefined && token.length >= SHORTEST_TOKEN ? waysToWrite(token) : [];
	});
	if (written.length === 0) return text;
	const turn = new Turn();
	let plain = text;
	for (const one of written) {
		const spans = occurrencesOf(one, plain, MOST_TOKENS + 1);
		if (spans.length > MOST_TOKENS) return TOKEN_MARK;
		plain = withMarks(plain, spans);
		if (turn.isOver()) await turn.rest();
	}
	const found: Span[] = [];
	let layer: Layer = { text: plain, end: plain.length, spanInText: (from, end) => [from, end] };
	for (let times = 0; times < MOST_TIMES_ESCAPED; times++) {
		const next = await unescaped(layer);
		if (next === undefined) break;
		layer = next;
		for (const one of written) {
			for (const [from, end] of occurrencesOf(one, layer.text, MOST_TOKENS + 1)) {
				found.push(layer.spanInText(from, end));
			}
			if (turn.isOver()) await turn.rest();
		}
		if (found.length > MOST_TOKENS) return TOKEN_MARK;
	}
	return withMarks(plain.slice(0, layer.end), found);
}

/** What is looked for. A token that is an ID is as good in other letters. */
function waysToWrite(token: string): string[] {
	return [...new Set([token, token.toLowerCase(), token.toUpperCase(), ...inBase64(token)])];
}

/** The text, once or more often unescaped. */
interface Layer {
	readonly text: string;
	/** How far it was read in the text as it came. */
	readonly end: number;
	/** Where that stands in the text as it came. */
	readonly spanInText: (from: number, end: number) => Span;
}

/**
 * The characters that stand for the token and nothing else, for each of the three places in a group of bytes where it
 * may begin. Up to two on either side stand for some bits of the token, too.
 */
function inBase64(token: string): string[] {
	const plain = [0, 1, 2].map((bytesBefore) => {
		const bits = (bytesBefore + token.length) * 8;
		const encoded = Buffer.from(' '.repeat(bytesBefore) + token, 'latin1').toString('base64');
		return encoded.slice(Math.ceil((bytesBefore * 8) / 6), Math.floor(bits / 6));
	});
	const safeInAddresses = plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
	return [...new Set([...plain, ...safeInAddresses])];
}

/** A line that ends within a token, and begins again with its next character: as mails and certificates have Base64. */
const LINE_END = String.raw`=?(?:\r?\n|(?:\\r)?\\n)`;
const IN_LINES = String.raw`${LINE_END}(?<=[\w+/.~-]{60}${LINE_END})[ \t]{0,20}([!-~])`;

const ESCAPED =
	/%([0-9a-f]{2})|&(?:#x0{0,6}([0-9a-f]{2})(?![0-9a-f])|#0{0,6}(\d{2,3})(?!\d)|(amp|lt|gt|quot|apos));?|\\(?:u([0-9a-f]{4})|(["\\/]))/;

const ESCAPE = new RegExp(`${ESCAPED.source}|${IN_LINES}`, 'gi');

const NAMED = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

function unescapedCharacter([, percent, hex, decimal, name, json, itself, next]: RegExpExecArray): string {
	if (itself !== undefined) return itself;
	if (next !== undefined) return next;
	if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? '';
	const code = decimal === undefined ? Number.parseInt(percent ?? hex ?? json ?? '', 16) : Number(decimal);
	return String.fromCharCode(code);
}

/** @returns undefined where nothing is escaped */
async function unescaped(layer: Layer): Promise<Layer | undefined> {
	const turn = new Turn();
	const escape = new RegExp(ESCAPE);
	const pieces: string[] = [];
	/** Of each escape: where it was, and where its character is now. */
	const was: Span[] = [];
	const is: number[] = [];
	let length = 0;
	let read = 0;
	for (let match = escape.exec(layer.text); match !== null; match = escape.exec(layer.text)) {
		if (is.length === MOST_ESCAPES) break;
		pieces.push(layer.text.slice(read, match.index), unescapedCharacter(match));
		length += match.index - read;
		read = escape.lastIndex;
		was.push([match.index, read]);
		is.push(length++);
		if (is.length % ESCAPES_BETWEEN_LOOKS === 0 && turn.isOver()) await turn.rest();
	}
	if (is.length === 0) return undefined;
	const isCut = is.length === MOST_ESCAPES;
	if (!isCut) pieces.push(layer.text.slice(read));
	const spanOfCharacter = (at: number): Span => {
		const escapeBefore = lastAtMost(is, at);
		const [from, behind] = was[escapeBefore] ?? [0, 0];
		const place = is[escapeBefore];
		if (place === at) return [from, behind];
		const plainFrom = place === undefined ? at : behind + at - place - 1;
		return [plainFrom, plainFrom + 1];
	};
	return {
		text: pieces.join(''),
		end: isCut ? layer.spanInText(read - 1, read)[1] : layer.end,
		spanInText: (from, behind) => layer.spanInText(spanOfCharacter(from)[0], spanOfCharacter(behind - 1)[1]),
	};
}

/** The index of the last of these growing numbers that is at most as large; -1 where none is. */
function lastAtMost(numbers: readonly number[], limit: number): number {
	let [low, high] = [0, numbers.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((numbers[middle] ?? Infinity) <= limit) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Spans may overlap; those behind the end of the text count for nothing. */
function withMarks(text: string, spans: Span[]): string {
	const pieces: string[] = [];
	let end = 0;
	for (const [from, behind] of spans.sort(([a], [b]) => a - b)) {
		if (from >= text.length) break;
		if (from >= end) pieces.push(text.slice(end, from), TOKEN_MARK);
		end = Math.max(end, behind);
	}
	return pieces.join('') + text.slice(end);
}
