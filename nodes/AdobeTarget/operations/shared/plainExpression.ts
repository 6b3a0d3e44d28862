import { unreadableField } from '../../profiles/fields/unreadableField';

/**
 * A parameter that needs no expression engine: a value that is the same for all items, or the path of a field of the
 * item. n8n takes half a millisecond and more to evaluate an expression, for each item.
 */
export type PlainParameter = { readonly value: unknown } | { readonly path: readonly [string, ...string[]] };

/** Characters of an expression that is read here. */
const LONGEST = 10_000;

/** What only the engine can say of an item. */
export const ASK_ENGINE = Symbol('ask the expression engine');

/** One step into `$json`: `.name`, `["any name"]` or `['any name']`, without escapes in it. */
const STEP = /\.([A-Za-z_$][\w$]*)|\[\s*"([^"\\]*)"\s*\]|\[\s*'([^'\\]*)'\s*\]/g;
const EXPRESSION = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\[\s*"[^"\\]*"\s*\]|\[\s*'[^'\\]*'\s*\])+)\s*\}\}$/;

/** Names that the engine guards, or finds on every object. */
const GUARDED = new Set([
	...Object.getOwnPropertyNames(Object.prototype),
	'prototype',
	'caller',
	'callee',
	'arguments',
	'mainModule',
	'binding',
	'_load',
	'getPrototypeOf',
	'prepareStackTrace',
]);

/**
 * Reads a parameter as the workflow has it: `tier`, `={{ $json.tier }}`.
 *
 * @returns undefined for any other expression: the engine has to evaluate it
 */
export function plainParameter(raw: unknown): PlainParameter | undefined {
	if (typeof raw !== 'string') return typeof raw === 'object' && raw !== null ? undefined : { value: raw };
	if (!raw.startsWith('=')) return { value: raw };
	if (raw.length > LONGEST) return undefined;
	const [, steps] = EXPRESSION.exec(raw) ?? [];
	if (steps === undefined) return undefined;
	const [first, ...others] = Array.from(
		steps.matchAll(STEP),
		([, name, double, single]) => name ?? double ?? single ?? '',
	);
	if (first === undefined || [first, ...others].some((key) => GUARDED.has(key))) return undefined;
	return { path: [first, ...others] };
}

/**
 * What the parameter is for an item, exactly as the engine would say.
 *
 * @returns {@link ASK_ENGINE} where the path leads into a text, a list or the like, which have properties of their own
 * @throws InvalidProfile when reading it throws: an item may have getters, or be a Proxy
 */
export function resolvePlain(parameter: PlainParameter, json: object): unknown {
	if ('value' in parameter) return parameter.value;
	try {
		return valueAt(json, parameter.path);
	} catch (error) {
		throw unreadableField(parameter.path.join('.'), error);
	}
}

function valueAt(json: object, path: readonly string[]): unknown {
	let value: unknown = json;
	for (const key of path) {
		if (value === undefined || value === null) return undefined;
		if (!isPlainObject(value)) return ASK_ENGINE;
		value = Object.hasOwn(value, key) ? value[key] : undefined;
	}
	return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
