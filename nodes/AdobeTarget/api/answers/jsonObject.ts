/** The most characters of an answer in JSON. More would hold the event loop, and no answer of Adobe's is as long. */
const LONGEST = 1_000_000;

/** How deep objects and lists may lie within each other; deeper ones could not be written as JSON again. */
const DEEPEST = 100;

/**
 * The most objects, lists, and colons and commas in them. An attribute of a profile takes six, and no profile has 5,000
 * attributes.
 */
const MOST_PARTS = 40_000;

/** The fields of an answer in JSON; undefined where it is none, no object, too long, too deep or too wide. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	if (text.length > LONGEST || isTooMuch(text)) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
		// A copy of an object with very many fields takes longer than to parse it.
		return parsed as Readonly<Record<string, unknown>>;
	} catch {
		return undefined;
	}
}

/** Looks at the text, as parsing what is deep or wide takes long. */
function isTooMuch(text: string): boolean {
	let depth = 0;
	let parts = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (isInString) {
			if (code === BACKSLASH) at++;
			else if (code === QUOTE) isInString = false;
		} else if (code === QUOTE) {
			isInString = true;
		} else if (code === OBJECT || code === LIST) {
			if (++depth > DEEPEST || ++parts > MOST_PARTS) return true;
		} else if (code === OBJECT_END || code === LIST_END) {
			depth--;
		} else if ((code === COLON || code === COMMA) && ++parts > MOST_PARTS) {
			return true;
		}
	}
	return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
