import { unreadableField } from './attributes/unreadableField';

/** A field of an item: its name as one key, and the same text read as a path into nested objects. */
export interface FieldPath {
	/** The text as the user wrote it, without white space around it. */
	readonly text: string;
	/** The keys on the way: `address.city`, `address["city"]` and `address['city']` are the same two. */
	readonly keys: readonly string[];
}

/** One step of a path: `["any key"]`, `['any key']`, `[0]`, or plain text up to the next dot or bracket. */
const STEP = /\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\s*\]|([^.[\]]+)/g;

/** Reads one field name or path. */
export function parseFieldPath(text: string): FieldPath {
	const trimmed = text.trim();
	const keys = Array.from(trimmed.matchAll(STEP), ([, double, single, index, plain]) =>
		(double ?? single ?? index ?? plain ?? '').replace(/\\(.)/g, '$1'),
	);
	return { text: trimmed, keys };
}

/**
 * Reads a comma-separated list of field names or paths, as the editor makes it when fields are dragged in.
 * Commas inside brackets belong to a name: `["city, country"]`.
 */
export function parseFieldList(text: string): FieldPath[] {
	const parts = text.match(/(?:\[(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\]]*)\]|[^,])+/g) ?? [];
	return parts.map(parseFieldPath).filter((path) => path.text !== '');
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
