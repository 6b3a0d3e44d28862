import { allFieldsReader, mappedFieldsReader, selectedFieldsReader } from './attributes';
import type { AttributeReader, NestedValues } from './attributes';
import { isPathAsName, lastName } from '../fields/lastName';
import { parseFieldPath } from '../fields/fieldPath';

/** Fields that are not sent where all others are; comma-separated names. */
export interface ExcludedFields {
	readonly excludeFields: string;
	/** Names that may be meant as well: fields that are called so are not sent, and need not be there. */
	readonly mayBeExcluded?: string;
}

/** Which fields of the input, or columns of a file, become attributes; the same for a whole run. */
export type AttributeChoice =
	/** All of them, but for the ID and some. */
	| ({ readonly mode: 'all' } & ExcludedFields)
	/** Those listed, under their own names; comma-separated names or paths. */
	| { readonly mode: 'selected'; readonly fields: string }
	/** Those mapped, under the names given, or where there is none under the field's own. */
	| { readonly mode: 'define'; readonly mapping: readonly MappedAttribute[] };

/** An attribute of the mapping. */
export interface MappedAttribute {
	/** Undefined: as the column is called, or as the last part of the field's path. */
	readonly attribute: string | undefined;
	readonly field: string;
}

/** All names that keep a field from being sent. */
export function allExcluded({ excludeFields, mayBeExcluded = '' }: ExcludedFields): string {
	return mayBeExcluded === '' ? excludeFields : `${excludeFields},${mayBeExcluded}`;
}

/** What picks the chosen attributes of an item. `idField` is no attribute when all fields are. */
export function attributeReader(
	choice: AttributeChoice,
	nestedValues: NestedValues,
	idField: string,
): AttributeReader {
	switch (choice.mode) {
		case 'all':
			return allFieldsReader(nestedValues, allExcluded(choice), idField);
		case 'selected':
			return selectedFieldsReader(choice.fields, nestedValues);
		case 'define':
			return mappingReader(choice.mapping, nestedValues);
	}
}

function mappingReader(mapping: readonly MappedAttribute[], nestedValues: NestedValues): AttributeReader {
	const named = mapping.map(({ attribute, field }) => {
		const path = parseFieldPath(field);
		return { attribute: attribute ?? lastName(path), path };
	});
	const read = mappedFieldsReader(named, nestedValues);
	const pathsAsNames = named.filter(({ attribute }) => isPathAsName(attribute)).length;
	return (json, take, findings, rules) => {
		findings.add('pathAsName', pathsAsNames);
		read(json, take, findings, rules);
	};
}
