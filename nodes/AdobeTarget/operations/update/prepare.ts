import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readAllFields, readAssignments, readSelectedFields } from '../../profiles/attributes';
import type { Attribute, NestedValues } from '../../profiles/attributes';
import { checkProfileId } from '../../profiles/profileId';
import type { ProfileIdType } from '../../profiles/profileId';
import { buildUpdateForm } from '../../profiles/updateForm';
import type { Failure } from '../failure';
import { readAttributesMode, readNestedValues } from '../fields';
import { plainText } from '../parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from '../plainExpression';
import type { PlainParameter } from '../plainExpression';

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
	const readId = parameterReader(context, 'profileId', '');
	const readAttributes = attributesReader(context, options);
	return context.getInputData().map(({ json }, item): Prepared => {
		try {
			const id = checkProfileId(idType, readId(json, item));
			const { body, attributes } = buildUpdateForm(idType, id, readAttributes(json, item));
			return { id, form: body, attributes };
		} catch (error) {
			return { invalid: { error, items: [item] } };
		}
	});
}

/** Something that is read of each item. */
type ItemReader<Value> = (json: object, item: number) => Value;

/** A parameter for each item: without the expression engine where that can do nothing for it. */
function parameterReader(context: IExecuteFunctions, name: string, byDefault: string): ItemReader<unknown> {
	const plain = plainParameter(context.getNode().parameters[name] ?? byDefault);
	const evaluate = (item: number): unknown => context.getNodeParameter(name, item, byDefault);
	if (plain === undefined) return (_, item) => evaluate(item);
	return (json, item) => {
		const value = resolvePlain(plain, json);
		return value === ASK_ENGINE ? evaluate(item) : value;
	};
}

/** How the attributes of an item are found, by the chosen mode. */
function attributesReader(context: IExecuteFunctions, options: IDataObject): ItemReader<Attribute[]> {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context)) {
		case 'define':
			return assignmentsReader(context, nestedValues);
		case 'all':
			return readAllFields(nestedValues, plainText(options.excludeFields));
		case 'selected': {
			const readFields = parameterReader(context, 'fields', '');
			let [known, read] = ['', readSelectedFields('', nestedValues)];
			return (json, item) => {
				const fields = plainText(readFields(json, item));
				if (fields !== known) [known, read] = [fields, readSelectedFields(fields, nestedValues)];
				return read(json);
			};
		}
	}
}

function assignmentsReader(context: IExecuteFunctions, nestedValues: NestedValues): ItemReader<Attribute[]> {
	const evaluate = (item: number) =>
		readAssignments(assignmentsOf(context.getNodeParameter('attributes', item, {})), nestedValues);
	const plain = plainAssignments(context.getNode().parameters.attributes);
	if (plain === undefined) return (_, item) => evaluate(item);
	return (json, item) => {
		const assignments: Assignment[] = [];
		for (const { name, value } of plain) {
			const resolved = [resolvePlain(name, json), resolvePlain(value, json)] as const;
			if (resolved.includes(ASK_ENGINE)) return evaluate(item);
			assignments.push({ name: plainText(resolved[0]), value: resolved[1] });
		}
		return readAssignments(assignments, nestedValues);
	};
}

interface Assignment {
	readonly name: string;
	readonly value: unknown;
}

/** The assignments where none of them needs the engine; undefined where one does. */
function plainAssignments(
	collection: unknown,
): Array<{ name: PlainParameter; value: PlainParameter }> | undefined {
	// The whole collection may come from an expression.
	if (typeof collection !== 'object') return undefined;
	const plain = rawAssignments(collection).map(({ name, value }) => ({
		name: plainParameter(name),
		value: plainParameter(value),
	}));
	return plain.every(isPlain) ? plain : undefined;
}

function isPlain(assignment: {
	name: PlainParameter | undefined;
	value: PlainParameter | undefined;
}): assignment is { name: PlainParameter; value: PlainParameter } {
	return assignment.name !== undefined && assignment.value !== undefined;
}

function assignmentsOf(collection: unknown): Assignment[] {
	return rawAssignments(collection).map(({ name, value }) => ({ name: plainText(name), value }));
}

/** The rows of an assignment collection; none where it was left as it came. */
function rawAssignments(collection: unknown): Array<{ name?: unknown; value?: unknown }> {
	if (typeof collection !== 'object' || collection === null) return [];
	if (!('assignments' in collection) || !Array.isArray(collection.assignments)) return [];
	return collection.assignments as Array<{ name?: unknown; value?: unknown }>;
}
