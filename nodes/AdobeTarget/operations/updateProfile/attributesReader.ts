import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { allExcluded } from '../../profiles/attributes/attributeChoice';
import type { ExcludedFields } from '../../profiles/attributes/attributeChoice';
import { allFieldsReader, readAssignments, selectedFieldsReader } from '../../profiles/attributes/attributes';
import type {
	Attribute,
	AttributeReader,
	Fields,
	NestedValues,
	TakeAttribute,
} from '../../profiles/attributes/attributes';
import { ValueRules } from '../../profiles/attributes/valueRules';
import { parseFieldList } from '../../profiles/fields/fieldPath';
import { ItemFields } from '../../profiles/fields/itemFields';
import type { NamedFields } from '../../profiles/fields/namedFields';
import { lookerInBody } from '../../profiles/fields/webhookItem';
import type { Findings } from '../../profiles/findings';
import { isTool } from '../shared/asTool';
import { noAttributes, requireNames } from '../shared/fieldNames';
import {
	readAttributesMode,
	readExcludedFields,
	readNestedValues,
	readTreatAsEmpty,
	selectedFieldsField,
} from '../shared/fields';
import { nameMeantByAll } from '../shared/nameMeant';
import { fieldNamed, plainText, readParameter, rowsIn } from '../../n8n/parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from '../shared/plainExpression';
import type { PlainParameter } from '../shared/plainExpression';
import { updateProfileFields } from './fields';
import { parameterReader } from './parameterReader';
import type { ItemReader } from './parameterReader';

const fieldOf = (name: string) => fieldNamed(updateProfileFields, name);

/**
 * Reads the attributes of each item, by the chosen mode, in two steps. The first looks at the names of the item's fields,
 * also where the item can't be sent; it gives the second, which reads the attributes to send.
 */
export function attributesReader(
	context: IExecuteFunctions,
	options: IDataObject,
	named: NamedFields,
): ItemReader<(findings: Findings) => readonly Attribute[]> {
	const readerFor = readerOf(context, options, named);
	const rules = new ValueRules(readTreatAsEmpty(context, options));
	return (json, item) => {
		const read = readerFor(json, item);
		return (findings) => {
			const given: Attribute[] = [];
			const take: TakeAttribute = (name, value) => {
				if (value === '') findings.add('emptyValue');
				else if (rules.admits(value, findings)) given.push([name, value]);
			};
			read(json, take, findings, rules);
			return given;
		};
	};
}

/** How the attributes of an item are found, by the chosen mode. */
function readerOf(
	context: IExecuteFunctions,
	options: IDataObject,
	named: NamedFields,
): ItemReader<AttributeReader> {
	const nestedValues = readNestedValues(context, options);
	switch (readAttributesMode(context, fieldOf('attributesMode'))) {
		case 'define':
			return assignmentsReader(context, nestedValues);
		case 'all':
			return allReader(readExcludedFields(context, options, 'items'), nestedValues, named);
		case 'selected':
			return selectedReader(context, nestedValues, named);
	}
}

function allReader(
	excluded: ExcludedFields,
	nestedValues: NestedValues,
	named: NamedFields,
): ItemReader<AttributeReader> {
	const read = allFieldsReader(nestedValues, allExcluded(excluded));
	const watched = named.watchExcluded('Exclude Fields', parseFieldList(excluded.excludeFields));
	const lookAt = lookerInBody(named.lookerFor(watched));
	return (json) => {
		lookAt(new ItemFields(json));
		return read;
	};
}

/** The list of fields may be another for each item; as a rule it is the same for many. */
function selectedReader(
	context: IExecuteFunctions,
	nestedValues: NestedValues,
	named: NamedFields,
): ItemReader<AttributeReader> {
	const name = nameMeantByAll(context, selectedFieldsField);
	const readFields =
		name === undefined ? parameterReader(context, selectedFieldsField, '') : (): unknown => name;
	const readerFor = (fields: string) => ({
		fields,
		read: selectedFieldsReader(fields, nestedValues),
		lookAt: named.lookerFor(named.watch('Fields', parseFieldList(fields))),
	});
	let known: ReturnType<typeof readerFor> | undefined;
	return (json, item) => {
		const fields = requireNames(selectedFieldsField, readFields(json, item));
		if (known?.fields !== fields) known = readerFor(fields);
		known.lookAt(new ItemFields(json));
		return known.read;
	};
}

function assignmentsReader(
	context: IExecuteFunctions,
	nestedValues: NestedValues,
): ItemReader<AttributeReader> {
	const field = fieldOf('attributes');
	const evaluate = (item: number) => assignmentsOf(readParameter(context, field, item, {}));
	const node = context.getNode();
	const given = isTool(node) ? undefined : node.parameters[field.name];
	if (typeof given === 'object' && rowsIn(given, 'assignments').length === 0) throw noAttributes();
	const plain = plainAssignments(given);
	return (_, item) => (json, take, findings, rules) => {
		const assignments = plain && resolveAssignments(plain, json);
		readAssignments(assignments ?? evaluate(item), nestedValues, take, findings, rules);
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
