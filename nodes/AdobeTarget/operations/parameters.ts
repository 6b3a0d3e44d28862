import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The options of the node, read at the first item: they are the same for a whole run. */
export function readOptions(context: IExecuteFunctions): IDataObject {
	return context.getNodeParameter('options', 0, {});
}

/** A parameter as text: numbers as they are written, anything else that is no text as empty. */
export function readText(context: IExecuteFunctions, name: string, item: number): string {
	return plainText(context.getNodeParameter(name, item, ''));
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
	const { displayName, name, default: byDefault, typeOptions = {} } = field;
	const { minValue = 0, maxValue = Number.MAX_SAFE_INTEGER } = typeOptions;
	const given = options[name] ?? byDefault;
	const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof value === 'number' && value >= minValue && value <= maxValue) return value;
	throw new NodeOperationError(context.getNode(), `The option "${displayName}" must be a number`, {
		description: `It takes ${minValue} to ${maxValue}.`,
	});
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
