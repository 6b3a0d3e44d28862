/** Characters of an answer in JSON. More would hold the event loop, and no answer of Adobe's is as long. */
const LONGEST = 1_000_000;

/** Objects and lists within each other; deeper ones could not be written as JSON again. */
const DEEPEST = 100;

/** The fields of an answer in JSON; undefined where it is none, no object, too long or too deep. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	if (text.length > LONGEST || isTooDeep(text)) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
		return { ...parsed };
	} catch {
		return undefined;
	}
}

/** Looks at the text, as parsing what is deep takes long. */
function isTooDeep(text: string): boolean {
	let depth = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (isInString) {
			if (code === BACKSLASH) at++;
			else if (code === QUOTE) isInString = false;
		} else if (code === QUOTE) {
			isInString = true;
		} else if (code === OBJECT || code === LIST) {
			if (++depth > DEEPEST) return true;
		} else if (code === OBJECT_END || code === LIST_END) {
			depth--;
		}
	}
	return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
