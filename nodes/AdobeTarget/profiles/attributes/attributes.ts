import { attributeName } from './attributeName';
import { ExcludedNames } from './excludedNames';
import { ItemReading } from './itemReading';
import type { NestedValues, TakeAttribute } from './itemReading';
import { ItemFields } from '../fields/itemFields';
import { isPathAsName } from '../fields/lastName';
import { trimmedName } from '../trimmedName';
import { twoFields } from '../fields/twoFields';
import { requireDifferentNames } from './differentNames';
import type { ValueRules } from './valueRules';
import {
	BODY,
	eachFieldOfWebhook,
	eachNamedInWebhook,
	isWebhookItem,
	namesInWebhook,
} from '../fields/webhookItem';
import { joinedName, namesOf, parseFieldList, parseFieldPath } from '../fields/fieldPath';
import type { FieldPath } from '../fields/fieldPath';
import { Findings } from '../findings';

export type { NestedValues, TakeAttribute } from './itemReading';

/** An attribute as Target keeps it: a plain name (no `profile.` before it) and a text that is not empty. */
export type Attribute = readonly [name: string, value: string];

/** The fields of an item by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Picks the attributes of one item. What its owner should know of goes into the findings; the rules say which values
 * count as empty. Throws InvalidProfile when one has no name or can't be read, or when they are far more than a profile
 * can hold; and whatever is thrown by what they are handed to.
 */
export type AttributeReader = (
	json: Fields,
	take: TakeAttribute,
	findings: Findings,
	rules?: ValueRules,
) => void;

/**
 * Every field of an item becomes an attribute, but for some.
 *
 * @param excludeFields comma-separated names of top-level fields (or of attributes, for parts of flattened ones)
 * @param idField the field that holds the ID; it is no attribute
 */
export function allFieldsReader(
	nestedValues: NestedValues,
	excludeFields: string,
	idField?: string,
): AttributeReader {
	const paths = parseFieldList(excludeFields);
	if (idField !== undefined) paths.push(parseFieldPath(idField));
	const names = paths.flatMap(namesOf);
	const excluded = new ExcludedNames(names);
	const excludedParts = names.filter((name) => name.includes('.'));
	const readWebhook = webhookFieldsReader(nestedValues, new ExcludedNames(namesInWebhook(paths)));
	// Items have the same fields in the same order as a rule, so what a field comes to is kept by its place.
	const known: KnownField[] = [];
	const parts = excludedParts.length > 0 ? new ExcludedNames(excludedParts) : undefined;
	const readOther = unambiguousReader(nestedValues, parts, (json, reading) => {
		let place = 0;
		// Takes half the time of a loop over Object.keys(json), or with Object.hasOwn.
		for (const field in json) {
			if (!Object.prototype.hasOwnProperty.call(json, field)) continue;
			let seen = known[place];
			if (seen?.field !== field) known[place] = seen = knownField(field, excluded);
			place++;
			if (seen.attribute === undefined) continue;
			reading.field = field;
			if (seen.isOdd) {
				reading.isRenamed ||= seen.isRenamed;
				reading.hasDots ||= seen.hasDots;
			}
			const value = json[field];
			if (typeof value === 'string') reading.hand(seen.attribute, value);
			else reading.takeField(seen.name, value, field);
		}
	});
	return (json, take, findings, rules) => {
		(isWebhookItem(json) ? readWebhook : readOther)(json, take, findings, rules);
	};
}

/** As {@link allFieldsReader}, of an item of n8n's Webhook node. */
function webhookFieldsReader(nestedValues: NestedValues, excluded: ExcludedNames): AttributeReader {
	const read = unambiguousReader(nestedValues, excluded, (json, reading) => {
		eachFieldOfWebhook(json, (field, value, said) => {
			const { name, attribute, isRenamed, hasDots } = knownField(field, excluded);
			const isInBody = said !== field;
			if (attribute === undefined || (isInBody && excluded.has(BODY))) return;
			// Beside the body, there may be a field of the same name.
			reading.isRenamed ||= isRenamed || !isInBody;
			reading.hasDots ||= hasDots;
			reading.takeField(name, value, said);
		});
	});
	return (json, take, findings, rules) => {
		findings.add('webhookItem');
		read(json, take, findings, rules);
	};
}

/** What is known of a field by its name. */
interface KnownField {
	readonly field: string;
	/** Without what nobody sees around it. */
	readonly name: string;
	/** Undefined where it is excluded. */
	readonly attribute: string | undefined;
	/** Whether its attribute is called otherwise, perhaps as another field is. */
	readonly isRenamed: boolean;
	/** Whether a part of a flattened object may have its name. */
	readonly hasDots: boolean;
	/** Whether either of the two is so, as of few fields. */
	readonly isOdd: boolean;
}

function knownField(field: string, excluded: ExcludedNames): KnownField {
	const name = trimmedName(field);
	const attribute = excluded.has(name) ? undefined : attributeName(name);
	const isRenamed = attribute !== field;
	const hasDots = name.includes('.');
	return { field, name, attribute, isRenamed, hasDots, isOdd: isRenamed || hasDots };
}

/**
 * A reader that refuses an item in which two fields give one attribute different values. Of few items the names allow
 * for that; those are read once more.
 */
function unambiguousReader(
	nestedValues: NestedValues,
	excluded: ExcludedNames | undefined,
	read: (json: Fields, reading: ItemReading) => void,
): AttributeReader {
	return (json, take, findings, rules) => {
		const reading = new ItemReading(nestedValues, take, findings, excluded);
		try {
			read(json, reading);
			if (!reading.mayHaveTwoFields) return;
			const given = new Map<string, { readonly field: string; readonly value: string }>();
			const again = new ItemReading(
				nestedValues,
				(attribute, value) => {
					const { field } = again;
					const first = given.get(attribute);
					// A value that is not sent is in nobody's way.
					if (value === '' || rules?.isEmpty(value) === true || first?.value === value) return;
					if (first !== undefined) throw twoFields(attribute, first.field, field);
					given.set(attribute, { field, value });
				},
				new Findings(),
				excluded,
			);
			read(json, again);
		} catch (error) {
			reading.fail(error);
		}
	};
}

/**
 * The named fields become attributes of the same names; a path such as `address.city` gives the attribute
 * "address.city". In an item of n8n's Webhook node those of its body have the names that they have there, as where all
 * fields are sent. Fields that an item does not have are left out.
 *
 * @param fields comma-separated names or paths
 * @throws InvalidProfile when two of them are of one attribute
 */
export function selectedFieldsReader(fields: string, nestedValues: NestedValues): AttributeReader {
	const mapping = parseFieldList(fields).map((path) => ({ attribute: joinedName(path.keys), path }));
	requireDifferentNames(mapping.map(({ attribute }) => attribute));
	const readOther = mappedFieldsReader(mapping, nestedValues);
	if (!mapping.some(({ path }) => path.keys[0] === BODY)) return readOther;
	const readWebhook = unambiguousReader(nestedValues, undefined, (json, reading) => {
		// Beside the body, there may be a field of the same name.
		reading.isRenamed = true;
		const item = new ItemFields(json);
		for (const { path } of mapping) {
			const value = item.read(path);
			eachNamedInWebhook(path.keys, value, (name, part, said) => {
				reading.takeField(name, part, said);
			});
		}
	});
	return (json, take, findings, rules) => {
		(isWebhookItem(json) ? readWebhook : readOther)(json, take, findings, rules);
	};
}

/** Each attribute takes its value from the field at a path; fields that an item does not have are left out. */
export function mappedFieldsReader(
	mapping: ReadonlyArray<{ attribute: string; path: FieldPath }>,
	nestedValues: NestedValues,
): AttributeReader {
	const hasDots = mapping.some(({ attribute }) => attribute.includes('.'));
	return unambiguousReader(nestedValues, undefined, (json, reading) => {
		reading.hasDots = hasDots;
		const item = new ItemFields(json);
		for (const { attribute, path } of mapping) reading.takeField(attribute, item.read(path));
	});
}

/**
 * Attributes from names and values that the panel gave one by one.
 *
 * @throws InvalidProfile when two of the names are of one attribute; else as {@link AttributeReader}
 */
export function readAssignments(
	assignments: ReadonlyArray<{ name: string; value: unknown }>,
	nestedValues: NestedValues,
	take: TakeAttribute,
	findings: Findings,
	rules?: ValueRules,
): void {
	requireDifferentNames(assignments.map(({ name }) => name));
	findings.add('pathAsName', assignments.filter(({ name }) => isPathAsName(name)).length);
	const read = unambiguousReader(nestedValues, undefined, (_, reading) => {
		reading.hasDots = assignments.some(({ name }) => name.includes('.'));
		for (const { name, value } of assignments) reading.takeField(name, value);
	});
	read({}, take, findings, rules);
}
