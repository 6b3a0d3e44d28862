import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { askN8n } from './saidByN8n';

/**
 * A parameter as n8n gives it for an item, its expressions evaluated.
 *
 * @param byDefault what it is where the workflow has no such parameter
 * @throws SaidByN8n what n8n threw
 */
export function readParameter(
	context: IExecuteFunctions,
	name: string,
	item: number,
	byDefault?: unknown,
): unknown {
	return askN8n(() => context.getNodeParameter(name, item, byDefault));
}

/** The options of the node, read at the first item: they are the same for a whole run. */
export function readOptions(context: IExecuteFunctions): IDataObject {
	return askN8n(() => context.getNodeParameter('options', 0, {}));
}

/** A parameter as text: numbers as they are written, anything else that is no text as empty. */
export function readText(context: IExecuteFunctions, name: string, item: number): string {
	return plainText(readParameter(context, name, item, ''));
}

/** Text of a value that the panel or an expression gave; empty for what is neither text nor a number. */
export function plainText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * Reads a number among the options, which an expression may have given as text.
 *
 * @param field the option as the panel has it: its label, range and default
 * @throws NodeOperationError that names the option, when it is no number or out of its range
 */
export function readNumber(context: IExecuteFunctions, options: IDataObject, field: INodeProperties): number {
	return checkNumber(context, field, options[field.name] ?? field.default);
}

/** The number that was given for a field of the panel; as {@link readNumber}. */
export function checkNumber(context: IExecuteFunctions, field: INodeProperties, given: unknown): number {
	const { displayName, typeOptions = {} } = field;
	const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } = typeOptions;
	const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof value === 'number' && value >= minValue && value <= maxValue) return value;
	throw new NodeOperationError(context.getNode(), `The option "${displayName}" must be a number`, {
		description: `It takes ${minValue} to ${maxValue}.`,
	});
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
	const { name, default: byDefault } = field;
	return checkBoolean(context, field, Object.hasOwn(options, name) ? options[name] : byDefault);
}

/** Reads a switch of the panel that stands beside the options, for an item; as {@link readBoolean}. */
export function readItemBoolean(context: IExecuteFunctions, field: INodeProperties, item: number): boolean {
	return checkBoolean(context, field, readParameter(context, field.name, item, field.default));
}

function checkBoolean(context: IExecuteFunctions, { displayName }: INodeProperties, given: unknown): boolean {
	const value = booleanOf(given);
	if (value !== undefined) return value;
	throw new NodeOperationError(context.getNode(), `The option "${displayName}" must be true or false`, {
		description: 'If an expression gives it, check what that comes to. Nothing was sent.',
	});
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
	const rows = isRow(collection) ? collection[name] : undefined;
	return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}

/** @throws NodeOperationError that names the parameter, when its value is none of the choices */
export function checkChoice<Choice extends string>(
	context: IExecuteFunctions,
	name: string,
	value: unknown,
	choices: readonly Choice[],
): Choice {
	const choice = choices.find((known) => known === value);
	if (choice !== undefined) return choice;
	throw new NodeOperationError(context.getNode(), `The parameter "${name}" has a value that it can’t have`, {
		description: `It takes ${choices.join(', ')}. If an expression gives it, check what that comes to.`,
	});
}
