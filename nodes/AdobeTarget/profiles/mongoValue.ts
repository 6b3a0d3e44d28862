/** The one key of an object of MongoDB's extended JSON whose value is a text. */
const TEXT_KEYS = new Set(['$oid', '$numberInt', '$numberLong', '$numberDecimal', '$uuid', '$symbol']);

/** All of them. To look for each takes less time than to list the keys of an object, which may have very many. */
const KEYS = [...TEXT_KEYS, '$numberDouble', '$date'];

const DIGITS = /^-?\d+$/;

/** JavaScript's dates end there. */
const LATEST_MS = 8.64e15;

/**
 * The text of a value in MongoDB's extended JSON: `{ "$oid": "…" }`, `{ "$numberLong": "…" }`,
 * `{ "$date": { "$numberLong": "…" } }`.
 *
 * @returns undefined where it is an object like others
 */
export function extendedJsonText(value: object): string | undefined {
	const key = KEYS.find((one) => one in value);
	if (key === undefined) return undefined;
	const [only, another] = Object.keys(value);
	if (only !== key || another !== undefined) return undefined;
	const inner: unknown = Reflect.get(value, key);
	if (TEXT_KEYS.has(key)) return typeof inner === 'string' ? inner : undefined;
	if (key === '$numberDouble') return doubleText(inner);
	return key === '$date' ? dateText(inner) : undefined;
}

/** The digits of a long integer of MongoDB or protobuf; in memory it is two halves, which are no attributes. */
export function longText(value: object): string | undefined {
	if (!('__isLong__' in value) || value.__isLong__ !== true) return undefined;
	// oxlint-disable-next-line typescript/no-base-to-string -- a long integer has a toString of its own
	const text = String(value);
	// One that has lost its class, as where its fields were copied, has no digits to tell.
	return DIGITS.test(text) ? text : undefined;
}

/** What is no number counts as empty, like JavaScript's own. */
function doubleText(inner: unknown): string | undefined {
	if (typeof inner !== 'string') return undefined;
	return Number.isFinite(Number(inner)) ? inner : '';
}

function dateText(inner: unknown): string | undefined {
	if (typeof inner === 'string') return inner;
	const isLong = typeof inner === 'object' && inner !== null && '$numberLong' in inner;
	const long = isLong ? extendedJsonText(inner) : undefined;
	// Nothing in place of digits is no moment; as a number it would be the first one.
	const ms = long !== undefined && DIGITS.test(long) ? Number(long) : inner;
	if (typeof ms !== 'number' || !(Math.abs(ms) <= LATEST_MS)) return undefined;
	return new Date(ms).toISOString();
}
