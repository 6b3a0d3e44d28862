import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readAllFields, readAssignments, readSelectedFields } from '../../profiles/attributes';
import type {
	Attribute,
	AttributeReader,
	Fields,
	NestedValues,
	TakeAttribute,
} from '../../profiles/attributes';
import { checkProfileId } from '../../profiles/profileId';
import type { ProfileIdType } from '../../profiles/profileId';
import { Turn } from '../../turn';
import { buildUpdateForm } from '../../profiles/updateForm';
import { isTool } from '../asTool';
import type { Failure } from '../failure';
import { readAttributesMode, readExcludedFields, readNestedValues } from '../fields';
import { plainText, readParameter, rowsIn } from '../parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from '../plainExpression';
import type { PlainParameter } from '../plainExpression';

/** An update that is ready to be sent. */
export interface ReadyUpdate {
	readonly id: string;
	/** The encoded form body. */
	readonly form: string;
	/** How many attributes it has. */
	readonly attributes: number;
	/** How many values are empty and not sent. */
	readonly emptyValues: number;
}

/** An update that is ready, or why it can't be. */
export type Prepared = ReadyUpdate | { readonly invalid: Failure };

/**
 * Turns each input item into an update, before any is sent. Expressions of 10,000 items take seconds, so n8n's other
 * work gets its turns in between.
 *
 * @throws the signal's reason once the execution is stopped
 */
export async function prepareUpdates(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): Promise<Prepared[]> {
	const prepare = preparation(context, options, idType);
	const prepared: Prepared[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	for (const [item, { json }] of context.getInputData().entries()) {
		prepared.push(prepare(json, item));
		if (turn.isOver()) await turn.rest();
	}
	return prepared;
}

/** What makes an update of one item. */
function preparation(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
): ItemReader<Prepared> {
	const readId = parameterReader(context, 'profileId', '');
	const readAttributes = attributesReader(context, options);
	return (json, item) => {
		try {
			const id = checkProfileId(idType, readId(json, item));
			const { given, emptyValues } = readAttributes(json, item);
			const { body, attributes } = buildUpdateForm(idType, id, given);
			return { id, form: body, attributes, emptyValues };
		} catch (error) {
			return { invalid: { error, items: [item] } };
		}
	};
}

/** Something that is read of each item. */
type ItemReader<Value> = (json: Fields, item: number) => Value;

/**
 * A parameter for each item: without the expression engine where that can do nothing for it. What a tool's `$json` is
 * only the engine knows: older agents hand over the model's arguments as the item, and evaluate with their own input.
 */
function parameterReader(context: IExecuteFunctions, name: string, byDefault: string): ItemReader<unknown> {
	const node = context.getNode();
	const plain = isTool(node) ? undefined : plainParameter(node.parameters[name] ?? byDefault);
	const evaluate = (item: number): unknown => readParameter(context, name, item, byDefault);
	if (plain === undefined) return (_, item) => evaluate(item);
	return (json, item) => {
		const value = resolvePlain(plain, json);
		return value === ASK_ENGINE ? evaluate(item) : value;
	};
}

/** The attributes that an item has, and how many of its values are empty. */
interface ItemAttributes {
	readonly given: readonly Attribute[];
	readonly emptyValues: number;
}

function attributesReader(context: IExecuteFunctions, options: IDataObject): ItemReader<ItemAttributes> {
	const readAttributes = readerOf(context, options);
	return (json, item) => {
		const given: Attribute[] = [];
		let emptyValues = 0;
		readAttributes(json, item, (name, value) => {
			if (value === '') emptyValues++;
			else given.push([name, value]);
		});
		return { given, emptyValues };
	};
}

/** Hands over the attributes of one item. */
type ItemAttributeReader = (json: Fields, item: number, take: TakeAttribute) => void;

/** How the attributes of an item are found, by the chosen mode. */
function readerOf(context: IExecuteFunctions, options: IDataObject): ItemAttributeReader {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context)) {
		case 'define':
			return assignmentsReader(context, nestedValues);
		case 'all': {
			const read = readAllFields(nestedValues, readExcludedFields(context, options));
			return (json, _, take) => {
				read(json, take);
			};
		}
		case 'selected': {
			const readFields = parameterReader(context, 'fields', '');
			let known: { readonly fields: string; readonly read: AttributeReader } | undefined;
			return (json, item, take) => {
				const fields = plainText(readFields(json, item));
				if (known?.fields !== fields) known = { fields, read: readSelectedFields(fields, nestedValues) };
				known.read(json, take);
			};
		}
	}
}

function assignmentsReader(context: IExecuteFunctions, nestedValues: NestedValues): ItemAttributeReader {
	const evaluate = (item: number) => assignmentsOf(readParameter(context, 'attributes', item, {}));
	const node = context.getNode();
	const plain = isTool(node) ? undefined : plainAssignments(node.parameters.attributes);
	return (json, item, take) => {
		const assignments = plain && resolveAssignments(plain, json);
		readAssignments(assignments ?? evaluate(item), nestedValues, take);
	};
}

/** The assignments for an item; undefined where only the engine can say one of them. */
function resolveAssignments(plain: readonly PlainAssignment[], json: Fields): Assignment[] | undefined {
	const assignments: Assignment[] = [];
	for (const { name, value } of plain) {
		const [resolvedName, resolvedValue] = [resolvePlain(name, json), resolvePlain(value, json)];
		if (resolvedName === ASK_ENGINE || resolvedValue === ASK_ENGINE) return undefined;
		assignments.push({ name: plainText(resolvedName), value: resolvedValue });
	}
	return assignments;
}

interface PlainAssignment {
	readonly name: PlainParameter;
	readonly value: PlainParameter;
}

interface Assignment {
	readonly name: string;
	readonly value: unknown;
}

/** The assignments where none of them needs the engine; undefined where one does. */
function plainAssignments(collection: unknown): PlainAssignment[] | undefined {
	// The whole collection may come from an expression.
	if (typeof collection !== 'object') return undefined;
	const plain = rowsIn(collection, 'assignments').map(({ name, value }) => ({
		name: plainParameter(name),
		value: plainParameter(value),
	}));
	return plain.every(isPlain) ? plain : undefined;
}

function isPlain(assignment: {
	name: PlainParameter | undefined;
	value: PlainParameter | undefined;
}): assignment is PlainAssignment {
	return assignment.name !== undefined && assignment.value !== undefined;
}

function assignmentsOf(collection: unknown): Assignment[] {
	return rowsIn(collection, 'assignments').map(({ name, value }) => ({ name: plainText(name), value }));
}
