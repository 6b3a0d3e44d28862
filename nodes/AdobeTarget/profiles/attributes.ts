import { parseFieldList, parseFieldPath, readField } from './fieldPath';
import type { FieldPath } from './fieldPath';
import { InvalidProfile } from './invalidProfile';

/** An attribute as Target keeps it: a plain name (no `profile.` before it) and a text that is not empty. */
export type Attribute = readonly [name: string, value: string];

/** What becomes of objects and lists: their parts as attributes of their own, their JSON text, or nothing. */
export type NestedValues = 'flatten' | 'json' | 'omit';

/** Picks the attributes of one item. Throws InvalidProfile when an attribute has no name. */
export type AttributeReader = (json: object) => Attribute[];

/**
 * Every field of an item becomes an attribute, but for some.
 *
 * @param excludeFields comma-separated names of top-level fields (or of attributes, for parts of flattened ones)
 * @param idField the field that holds the ID; it is no attribute
 */
export function readAllFields(
	nestedValues: NestedValues,
	excludeFields: string,
	idField?: string,
): AttributeReader {
	const excluded = new Set(parseFieldList(excludeFields).map((path) => path.keys.join('.')));
	if (idField !== undefined) excluded.add(parseFieldPath(idField).keys.join('.'));
	return (json) => {
		const attributes: Attribute[] = [];
		for (const [field, value] of Object.entries(json)) {
			addAttributes(attributes, field, value, nestedValues, excluded);
		}
		return attributes;
	};
}

/**
 * The named fields become attributes of the same names; a path such as `address.city` gives the attribute
 * "address.city". Fields that an item does not have are left out.
 *
 * @param fields comma-separated names or paths
 */
export function readSelectedFields(fields: string, nestedValues: NestedValues): AttributeReader {
	return readMappedFields(
		parseFieldList(fields).map((path) => ({ attribute: path.keys.join('.'), path })),
		nestedValues,
	);
}

/** Each attribute takes its value from the field at a path; fields that an item does not have are left out. */
export function readMappedFields(
	mapping: ReadonlyArray<{ attribute: string; path: FieldPath }>,
	nestedValues: NestedValues,
): AttributeReader {
	return (json) => {
		const attributes: Attribute[] = [];
		for (const { attribute, path } of mapping) {
			addAttributes(attributes, attribute, readField(json, path), nestedValues);
		}
		return attributes;
	};
}

/** Attributes from names and values that the panel gave one by one. */
export function readAssignments(
	assignments: ReadonlyArray<{ name: string; value: unknown }>,
	nestedValues: NestedValues,
): Attribute[] {
	const attributes: Attribute[] = [];
	for (const { name, value } of assignments) addAttributes(attributes, name, value, nestedValues);
	return attributes;
}

/**
 * Adds what one field holds. Empty values are left out: Target ignores them, and they never clear an attribute
 * (bulk profile API page). Names are checked before values, so that a nameless attribute shows on every item.
 */
function addAttributes(
	attributes: Attribute[],
	name: string,
	value: unknown,
	nestedValues: NestedValues,
	excluded?: ReadonlySet<string>,
): void {
	if (excluded?.has(name)) return;
	const attribute = attributeName(name);
	const plain = plainValue(value);
	if (typeof plain !== 'object') {
		if (plain !== '') attributes.push([attribute, plain]);
		return;
	}
	if (nestedValues === 'omit') return;
	if (nestedValues === 'json') {
		attributes.push([attribute, JSON.stringify(plain)]);
	} else if (Array.isArray(plain)) {
		const text = listText(plain);
		if (text !== '') attributes.push([attribute, text]);
	} else {
		for (const [key, part] of Object.entries(plain)) {
			addAttributes(attributes, `${name}.${key}`, part, nestedValues, excluded);
		}
	}
}

/**
 * The name without the `profile.` that Adobe's pages write before it: the single update's form adds it by itself.
 *
 * @throws InvalidProfile when nothing is left of it
 */
export function attributeName(name: string): string {
	const plain = name.startsWith('profile.') ? name.slice('profile.'.length) : name;
	if (plain.trim() === '') {
		throw new InvalidProfile(
			'An attribute has no name',
			'Give each attribute a name, as Target shows it without "profile." before it.',
		);
	}
	return plain;
}

/** A value as text, or the object or list that it is. Dates speak for themselves through `toJSON`. */
function plainValue(value: unknown): string | object {
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			if (value === null) return '';
			return speaksJson(value) ? plainValue(value.toJSON()) : value;
		default:
			return '';
	}
}

/**
 * A list of plain values becomes one text with commas, so that a later, shorter list replaces it whole (an attribute
 * per place would leave the old tail behind, as nothing clears an attribute). A list with objects in it becomes JSON.
 */
function listText(list: readonly unknown[]): string {
	const values = list.map(plainValue);
	const isPlain = values.every((value) => typeof value === 'string');
	return isPlain ? values.join(',') : JSON.stringify(list);
}

function speaksJson(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}
