import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { allExcluded } from '../../profiles/attributes/attributeChoice';
import { readAllFields, readAssignments, readSelectedFields } from '../../profiles/attributes/attributes';
import type {
	Attribute,
	AttributeReader,
	Fields,
	NestedValues,
	TakeAttribute,
} from '../../profiles/attributes/attributes';
import { ItemFields } from '../../profiles/fields/itemFields';
import { NamedFields } from '../../profiles/fields/namedFields';
import { ValueRules } from '../../profiles/attributes/valueRules';
import { lookerInBody } from '../../profiles/fields/webhookItem';
import { rightOne } from '../../credential/accounts';
import type { AccountOfItem } from '../../credential/accounts';
import { parseFieldList } from '../../profiles/fields/fieldPath';
import { checkProfileId } from '../../profiles/profileId';
import type { ProfileIdType } from '../../profiles/profileId';
import { Findings } from '../../profiles/findings';
import { Turn } from '../../turn';
import { buildUpdateForm } from '../../profiles/attributes/updateForm';
import { isTool } from '../shared/asTool';
import type { Failure } from '../shared/failure';
import { checkNames, noAttributes, requireNames } from '../shared/fieldNames';
import {
	readAttributesMode,
	readExcludedFields,
	readNestedValues,
	readTreatAsEmpty,
	selectedFieldsField,
} from '../shared/fields';
import { nameMeantByAll } from '../shared/nameMeant';
import { fieldNamed, plainText, readParameter, rowsIn } from '../shared/parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from '../shared/plainExpression';
import type { PlainParameter } from '../shared/plainExpression';
import type { Account } from '../../credential/connect';
import { updateProfileFields } from './fields';

const fieldOf = (name: string) => fieldNamed(updateProfileFields, name);

/** An update that is ready to be sent. */
export interface ReadyUpdate {
	readonly id: string;
	/** Where it is sent. */
	readonly account: Account;
	/** The encoded parameters. */
	readonly form: string;
	/** How many attributes it has. */
	readonly attributes: number;
	/** What the owner of the item should know of. */
	readonly findings: Findings;
}

/** An update that is ready, or why the item can't be sent. */
export type Prepared = ReadyUpdate | Failure;

/**
 * Turns each input item into an update, before any is sent. Expressions of 10,000 items take seconds, so n8n's other
 * work gets its turns in between.
 *
 * @param accounts for each item where it is sent
 * @throws the signal's reason once the execution is stopped
 */
export async function prepareUpdates(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
	accounts: readonly AccountOfItem[],
): Promise<Prepared[]> {
	const named = new NamedFields();
	const prepare = preparation(context, options, idType, named);
	const prepared: Prepared[] = [];
	const turn = new Turn(context.getExecutionCancelSignal());
	const items = context.getInputData();
	for (const [item, account] of accounts.entries()) {
		prepared.push(prepare(items[item]?.json ?? {}, item, account));
		if (turn.isOver()) await turn.rest();
	}
	checkNames(context, named);
	return prepared;
}

/** What makes an update of one item. */
function preparation(
	context: IExecuteFunctions,
	options: IDataObject,
	idType: ProfileIdType,
	named: NamedFields,
): (json: Fields, item: number, account: AccountOfItem) => Prepared {
	const readId = parameterReader(context, fieldOf('profileId'), '');
	const readAttributes = attributesReader(context, options, named);
	return (json, item, account) => {
		try {
			const attributesOf = readAttributes(json, item);
			const findings = new Findings();
			const id = checkProfileId(idType, readId(json, item), findings);
			const given = attributesOf(findings);
			const { body, attributes } = buildUpdateForm(idType, id, given);
			return { id, account: rightOne(account), form: body, attributes, findings };
		} catch (error) {
			// Whatever else is wrong with the item, its credential comes first.
			return { error: 'problem' in account ? account.problem : error, items: [item] };
		}
	};
}

/** Something that is read of each item. */
type ItemReader<Value> = (json: Fields, item: number) => Value;

/**
 * A parameter for each item: without the expression engine where that can do nothing for it. What a tool's `$json` is
 * only the engine knows: older agents hand over the model's arguments as the item, and evaluate with their own input.
 */
function parameterReader(
	context: IExecuteFunctions,
	field: INodeProperties,
	byDefault: string,
): ItemReader<unknown> {
	const node = context.getNode();
	const plain = isTool(node) ? undefined : plainParameter(node.parameters[field.name] ?? byDefault);
	const evaluate = (item: number): unknown => readParameter(context, field, item, byDefault);
	if (plain === undefined) return (_, item) => evaluate(item);
	return (json, item) => {
		const value = resolvePlain(plain, json);
		return value === ASK_ENGINE ? evaluate(item) : value;
	};
}

/** What is asked of each item first, whether or not it can be sent; what it gives then reads the attributes to send. */
function attributesReader(
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
		case 'all': {
			const choice = { mode: 'all', ...readExcludedFields(context, options, 'items') } as const;
			const read = readAllFields(nestedValues, allExcluded(choice));
			const watched = named.watchToStay('Exclude Fields', parseFieldList(choice.excludeFields));
			const lookAt = lookerInBody(named.lookerFor(watched));
			return (json) => {
				lookAt(new ItemFields(json));
				return read;
			};
		}
		case 'selected':
			return selectedReader(context, nestedValues, named);
	}
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
		read: readSelectedFields(fields, nestedValues),
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
