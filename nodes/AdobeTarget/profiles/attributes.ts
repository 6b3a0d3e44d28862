import { attributeName } from './attributes/attributeName';
import { ItemReading } from './attributes/itemReading';
import type { NestedValues, TakeAttribute } from './attributes/itemReading';
import { parseFieldList, parseFieldPath, readField } from './fieldPath';
import type { FieldPath } from './fieldPath';

export type { NestedValues, TakeAttribute } from './attributes/itemReading';

/** An attribute as Target keeps it: a plain name (no `profile.` before it) and a text that is not empty. */
export type Attribute = readonly [name: string, value: string];

/** The fields of an item by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Picks the attributes of one item. Throws InvalidProfile when one has no name or can't be read, or when they are far
 * more than a profile can hold; and whatever is thrown by what they are handed to.
 */
export type AttributeReader = (json: Fields, take: TakeAttribute) => void;

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
	const excluded = new Set(parseFieldList(excludeFields).flatMap(namesOf));
	for (const name of idField === undefined ? [] : namesOf(parseFieldPath(idField))) excluded.add(name);
	// Items have the same fields in the same order as a rule, so what a field comes to is kept by its place.
	const known: Array<{ readonly field: string; readonly attribute: string | undefined }> = [];
	return (json, take) => {
		const reading = new ItemReading(nestedValues, take, excluded);
		try {
			let place = 0;
			// Takes half the time of a loop over Object.keys(json), or with Object.hasOwn.
			for (const field in json) {
				if (!Object.prototype.hasOwnProperty.call(json, field)) continue;
				let is = known[place];
				if (is?.field !== field) {
					is = { field, attribute: excluded.has(field) ? undefined : attributeName(field) };
					known[place] = is;
				}
				place++;
				if (is.attribute === undefined) continue;
				reading.field = field;
				const value = json[field];
				if (typeof value === 'string') reading.hand(is.attribute, value);
				else reading.takeField(field, value);
			}
		} catch (error) {
			reading.fail(error);
		}
	};
}

/** What a field may be called: as the user wrote it, or as the path that this is read as. */
function namesOf({ text, keys }: FieldPath): string[] {
	return [text, keys.join('.')];
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
	return (json, take) => {
		const reading = new ItemReading(nestedValues, take);
		try {
			for (const { attribute, path } of mapping) reading.takeField(attribute, readField(json, path));
		} catch (error) {
			reading.fail(error);
		}
	};
}

/** Attributes from names and values that the panel gave one by one. */
export function readAssignments(
	assignments: ReadonlyArray<{ name: string; value: unknown }>,
	nestedValues: NestedValues,
	take: TakeAttribute,
): void {
	const reading = new ItemReading(nestedValues, take);
	try {
		for (const { name, value } of assignments) reading.takeField(name, value);
	} catch (error) {
		reading.fail(error);
	}
}
