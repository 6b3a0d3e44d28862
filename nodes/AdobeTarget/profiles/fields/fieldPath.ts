import { trimmedName } from '../trimmedName';
import { unreadableField } from './unreadableField';
import { InvalidProfile } from '../invalidProfile';
import { MESSAGES } from './messages';
import { say } from '../../say';

/** A field of an item: its name as one key, and the same text read as a path into nested objects. */
export interface FieldPath {
	/** The text as the user wrote it, without what nobody sees around it. */
	readonly text: string;
	/** The keys on the way: `address.city`, `address["city"]` and `address['city']` are the same two. */
	readonly keys: readonly string[];
}

/** What a field may be called, names being trimmed: as the user wrote it, or as the path that this is read as. */
export function namesOf({ text, keys }: FieldPath): [text: string, joined: string] {
	return [text, joinedName(keys)];
}

/** The name of a part of an object, as its attribute has it: `address.city`, without what nobody sees around the keys. */
export function joinedName(keys: readonly string[]): string {
	return keys.map(trimmedName).join('.');
}

/** One step of a path: `["any key"]`, `['any key']`, `[0]`, or plain text up to the next dot or bracket. */
const STEP = /\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\s*\]|([^.[\]]+)/g;

/** Characters of a field name, a path, or a list of them: some thousand names. */
const LONGEST = 20_000;

/**
 * Reads one field name or path. What is no path from its start to its end, such as "Cust. No." or "price [EUR]", is a
 * name with these very characters: as a path it would lose some of them, and come under another name.
 *
 * @throws InvalidProfile when it is too long
 */
export function parseFieldPath(text: string): FieldPath {
	checkLength(text.length);
	const trimmed = trimmedName(text);
	// As most names are, and a list may have thousands of them.
	if (!/[.[\]]/.test(trimmed)) return { text: trimmed, keys: trimmed === '' ? [] : [trimmed] };
	const keys: string[] = [];
	let end = 0;
	STEP.lastIndex = 0;
	// A loop takes half the time of matchAll.
	for (let step = STEP.exec(trimmed); step !== null; step = STEP.exec(trimmed)) {
		const [whole, double, single, index, plain] = step;
		if (end > 0 && trimmed[end] === '.') end++;
		if (step.index !== end) break;
		end += whole.length;
		keys.push(plain ?? index ?? (double ?? single ?? '').replace(/\\(.)/g, '$1'));
	}
	if (end < trimmed.length) return { text: trimmed, keys: [trimmed] };
	return { text: trimmed, keys };
}

/** Any name as a step of a path, which {@link parseFieldPath} reads as this very name. */
export function inBrackets(name: string): string {
	return `["${name.replace(/["\\]/g, '\\$&')}"]`;
}

/**
 * Reads a comma-separated list of field names or paths, as the editor makes it when fields are dragged in.
 * Commas inside brackets belong to a name: `["city, country"]`. Takes as long as the text is long.
 *
 * @throws InvalidProfile when it is too long
 */
export function parseFieldList(text: string): FieldPath[] {
	checkLength(text.length);
	const lastBracket = text.lastIndexOf(']');
	const parts: string[] = [];
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '[' && at < lastBracket) {
			at = endOfBrackets(text, at);
		} else if (text[at] === ',') {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
	}
	parts.push(text.slice(start));
	return parts.map(parseFieldPath).filter((path) => path.text !== '');
}

/**
 * Checks how long a field name, a path, or a list of them is.
 *
 * @throws InvalidProfile when it is too long
 */
export function checkLength(characters: number): void {
	if (characters <= LONGEST) return;
	throw new InvalidProfile(...say(MESSAGES.listTooLong, { length: characters, most: LONGEST }));
}

/** The bracket that closes one: the first, but for those within a name in quotes. */
function endOfBrackets(text: string, open: number): number {
	const quote = text[open + 1];
	if (quote === '"' || quote === "'") {
		for (let at = open + 2; at < text.length; at++) {
			if (text[at] === '\\') at++;
			else if (text[at] === quote) {
				if (text[at + 1] === ']') return at + 1;
				break;
			}
		}
	}
	return text.indexOf(']', open);
}

/**
 * The value at a path, or undefined where there is none. A field that is named exactly like the whole text wins over
 * the nested reading, so that a column "address.city" of a table is found. Only own properties count: an item has no
 * field "constructor" unless it was given one.
 *
 * @throws InvalidProfile when reading it throws: an item may have getters, or be a Proxy
 */
export function readField(json: object, path: FieldPath): unknown {
	try {
		return valueAt(json, path);
	} catch (error) {
		throw unreadableField(path.text, error);
	}
}

function valueAt(json: object, path: FieldPath): unknown {
	const whole = ownValue(json, path.text);
	if (whole !== undefined) return whole;
	let value: unknown = json;
	for (const key of path.keys) value = ownValue(value, key);
	return value === json ? undefined : value;
}

function ownValue(holder: unknown, key: string): unknown {
	if (typeof holder !== 'object' || holder === null) return undefined;
	return Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
}
