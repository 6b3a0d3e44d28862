import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { say } from '../say';
import { nodeError } from './failure';
import { PARAMETERS } from './messages';
import { askN8n, handOn } from './saidByN8n';

/** A field by what the panel and the workflow call it. */
export type NamedParameter = Pick<INodeProperties, 'name' | 'displayName'>;

/** The field of this name among those of a panel or a collection. @throws TypeError where there is none */
export function fieldNamed(fields: readonly INodeProperties[], name: string): INodeProperties {
	const field = fields.find((one) => one.name === name);
	if (field === undefined) throw new TypeError(`The panel has no field "${name}"`);
	return field;
}

/**
 * A parameter as n8n gives it for an item, its expressions evaluated.
 *
 * @param byDefault what it is where the workflow has no such parameter
 * @throws SaidByN8n what n8n threw
 */
export function readParameter(
	context: IExecuteFunctions,
	{ name, displayName }: NamedParameter,
	item: number,
	byDefault?: unknown,
): unknown {
	return askN8n(`the parameter "${displayName}"`, () => context.getNodeParameter(name, item, byDefault));
}

/** What the collection of options is called in a workflow. */
const OPTIONS = 'options';

/**
 * The options of the node, read at the first item: they are the same for a whole run.
 *
 * @param fields the panel's, with the collection among them
 * @throws SaidByN8n what n8n threw, with the option at which it did
 */
export function readOptions(context: IExecuteFunctions, fields: readonly INodeProperties[]): IDataObject {
	try {
		return context.getNodeParameter(OPTIONS, 0, {});
	} catch (error) {
		for (const option of optionsIn(fields)) readOption(context, option, 0);
		return handOn(error, 'the options');
	}
}

/** One of the options as n8n gives it for an item; empty where it comes to nothing. @throws SaidByN8n */
export function readOption(
	context: IExecuteFunctions,
	{ name, displayName }: NamedParameter,
	item: number,
): unknown {
	const path = `${OPTIONS}.${name}`;
	return askN8n(`the option "${displayName}"`, () => context.getNodeParameter(path, item, ''));
}

/** The options that a panel offers; none where it has no such collection. */
export function optionsIn(fields: readonly INodeProperties[]): INodeProperties[] {
	const options = fields.find(({ name }) => name === OPTIONS)?.options ?? [];
	return options.filter((option) => 'displayName' in option && 'type' in option);
}

/** A parameter as the workflow has it, its expressions not evaluated. */
export function rawParameter(context: IExecuteFunctions, { name }: NamedParameter): unknown {
	return context.getNode().parameters[name];
}

/** An option as the workflow has it, its expression not evaluated. */
export function rawOption(context: IExecuteFunctions, { name }: NamedParameter): unknown {
	const options: unknown = context.getNode().parameters[OPTIONS];
	return isRecord(options) ? options[name] : undefined;
}

/** Whether the workflow has an expression in this place. */
export function isExpression(raw: unknown): raw is string {
	return typeof raw === 'string' && raw.startsWith('=');
}

/** What is given for an option: its default only where the workflow does not have it, not where it comes to nothing. */
export function givenOption(options: IDataObject, { name, default: byDefault }: INodeProperties): unknown {
	return Object.hasOwn(options, name) ? options[name] : byDefault;
}

/** A parameter as text: numbers as they are written, anything else that is no text as empty. */
export function readText(context: IExecuteFunctions, field: NamedParameter, item: number): string {
	return plainText(readParameter(context, field, item, ''));
}

/** Text of a value that the panel or an expression gave; empty for what is neither text nor a number, as NaN is none. */
export function plainText(value: unknown): string {
	return typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value))
		? String(value)
		: '';
}

/**
 * Reads a number among the options, which an expression may have given as text.
 *
 * @param field the option as the panel has it: its label, range and default
 * @throws NodeOperationError that names the option, when it is no number or out of its range
 */
export function readNumber(context: IExecuteFunctions, options: IDataObject, field: INodeProperties): number {
	return checkNumber(context, field, givenOption(options, field));
}

/** The number that was given for a field of the panel; as {@link readNumber}. */
export function checkNumber(context: IExecuteFunctions, field: INodeProperties, given: unknown): number {
	const { displayName, typeOptions = {} } = field;
	const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } = typeOptions;
	const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof value === 'number' && value >= minValue && value <= maxValue) return value;
	const range = { option: displayName, least: minValue, most: maxValue };
	throw nodeError(context.getNode(), say(PARAMETERS.noNumber, range));
}

/**
 * Reads a switch among the options. What is neither true nor false is never taken for either: "send nothing" would
 * send.
 *
 * @param field the switch as the panel has it: its label and default
 * @throws NodeOperationError that names the switch
 */
export function readBoolean(
	context: IExecuteFunctions,
	options: IDataObject,
	field: INodeProperties,
): boolean {
	return checkBoolean(context, field, givenOption(options, field));
}

/** Reads a switch of the panel for an item, when earlier items may have been asked for; otherwise as {@link readBoolean}. */
export function readItemBoolean(context: IExecuteFunctions, field: INodeProperties, item: number): boolean {
	const given = readParameter(context, field, item, field.default);
	return checkBoolean(context, field, given, PARAMETERS.noSwitchOfItem);
}

/** The state that was given for a switch of the panel; as {@link readBoolean}. */
export function checkBoolean(
	context: IExecuteFunctions,
	{ displayName }: INodeProperties,
	given: unknown,
	message: typeof PARAMETERS.noSwitch | typeof PARAMETERS.noSwitchOfItem = PARAMETERS.noSwitch,
): boolean {
	const value = booleanOf(given);
	if (value !== undefined) return value;
	throw nodeError(context.getNode(), say(message, { option: displayName }));
}

/** True and false, and their texts in any case; undefined for everything else. */
export function booleanOf(value: unknown): boolean | undefined {
	switch (typeof value === 'string' ? value.toLowerCase() : value) {
		case true:
		case 'true':
			return true;
		case false:
		case 'false':
			return false;
		default:
			return undefined;
	}
}

/** The rows of a collection of the panel, without what an expression may have put among them; none where it is empty. */
export function rowsIn(collection: unknown, name: string): Array<Readonly<Record<string, unknown>>> {
	const rows = isRecord(collection) ? collection[name] : undefined;
	return Array.isArray(rows) ? rows.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

/**
 * Reads a choice among the options.
 *
 * @param field the option as the panel has it: its label, its default and what the choices are called
 * @throws NodeOperationError as {@link checkChoice}
 */
export function readChoice<Choice extends string>(
	context: IExecuteFunctions,
	options: IDataObject,
	field: INodeProperties,
	choices: readonly Choice[],
): Choice {
	return checkChoice(context, field, givenOption(options, field), choices);
}

/** @throws NodeOperationError that names the parameter, when its value is none of the choices */
export function checkChoice<Choice extends string>(
	context: IExecuteFunctions,
	{ displayName, options = [] }: INodeProperties,
	value: unknown,
	choices: readonly Choice[],
): Choice {
	const choice = choices.find((known) => known === value);
	if (choice !== undefined) return choice;
	const labelled = choices.map((known) => {
		const option = options.find((one) => 'value' in one && one.value === known);
		return option === undefined ? known : `${known} (${option.name})`;
	});
	const choiceOf = { parameter: displayName, choices: labelled.join(', ') };
	throw nodeError(context.getNode(), say(PARAMETERS.noChoice, choiceOf));
}
