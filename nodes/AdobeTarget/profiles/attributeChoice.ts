import { readAllFields, readMappedFields, readSelectedFields } from './attributes';
import type { AttributeReader, NestedValues } from './attributes';
import { parseFieldPath } from './fieldPath';

/** Which fields of the input, or columns of a file, become attributes; the same for a whole run. */
export type AttributeChoice =
	/** All of them, but for the ID and some; comma-separated names. */
	| { readonly mode: 'all'; readonly excludeFields: string }
	/** Those listed, under their own names; comma-separated names or paths. */
	| { readonly mode: 'selected'; readonly fields: string }
	/** Those mapped, under the names given. */
	| {
			readonly mode: 'define';
			readonly mapping: ReadonlyArray<{ readonly attribute: string; readonly field: string }>;
	  };

/** What picks the chosen attributes of an item. `idField` is no attribute when all fields are. */
export function attributeReader(
	choice: AttributeChoice,
	nestedValues: NestedValues,
	idField: string,
): AttributeReader {
	switch (choice.mode) {
		case 'all':
			return readAllFields(nestedValues, choice.excludeFields, idField);
		case 'selected':
			return readSelectedFields(choice.fields, nestedValues);
		case 'define':
			return readMappedFields(
				choice.mapping.map(({ attribute, field }) => ({ attribute, path: parseFieldPath(field) })),
				nestedValues,
			);
	}
}
