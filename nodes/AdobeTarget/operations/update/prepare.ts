import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readAllFields, readAssignments, readSelectedFields } from '../../profiles/attributes';
import type { Attribute } from '../../profiles/attributes';
import { checkProfileId } from '../../profiles/profileId';
import type { ProfileIdType } from '../../profiles/profileId';
import { buildUpdateForm } from '../../profiles/updateForm';
import type { Failure } from '../failure';
import { readAttributesMode, readNestedValues } from '../fields';
import { plainText, readText } from '../parameters';

/** An update that is ready to be sent. */
export interface ReadyUpdate {
	readonly id: string;
	/** The encoded form body. */
	readonly form: string;
	/** How many attributes it has. */
	readonly attributes: number;
}

/** An update that is ready, or why it can't be. */
export type Prepared = ReadyUpdate | { readonly invalid: Failure };

/** Turns each input item into an update, before any is sent. */
export function prepareUpdates(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): Prepared[] {
	const readAttributes = attributesOfItem(context, options);
	return context.getInputData().map(({ json }, item): Prepared => {
		try {
			const id = checkProfileId(idType, context.getNodeParameter('profileId', item, ''));
			const { body, attributes } = buildUpdateForm(idType, id, readAttributes(json, item));
			return { id, form: body, attributes };
		} catch (error) {
			return { invalid: { error, items: [item] } };
		}
	});
}

/** How the attributes of an item are found, by the chosen mode. */
function attributesOfItem(
	context: IExecuteFunctions,
	options: IDataObject,
): (json: object, item: number) => Attribute[] {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context)) {
		case 'define':
			return (_, item) =>
				readAssignments(assignmentsOf(context.getNodeParameter('attributes', item, {})), nestedValues);
		case 'all':
			return readAllFields(nestedValues, plainText(options.excludeFields));
		case 'selected':
			return (json, item) => readSelectedFields(readText(context, 'fields', item), nestedValues)(json);
	}
}

/** The rows of an assignment collection; none where it was left as it came. */
function assignmentsOf(collection: unknown): Array<{ name: string; value: unknown }> {
	if (typeof collection !== 'object' || collection === null) return [];
	if (!('assignments' in collection) || !Array.isArray(collection.assignments)) return [];
	return collection.assignments.map((assignment: { name?: unknown; value?: unknown }) => ({
		name: plainText(assignment.name),
		value: assignment.value,
	}));
}
