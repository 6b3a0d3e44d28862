import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Fields } from '../../profiles/attributes/attributes';
import { isTool } from '../shared/asTool';
import { readParameter } from '../../n8n/parameters';
import { ASK_ENGINE, plainParameter, resolvePlain } from '../shared/plainExpression';

/** Something that is read of each item. */
export type ItemReader<Value> = (json: Fields, item: number) => Value;

/**
 * Reads a parameter for each item, without the expression engine where that would say the same. A tool always asks the
 * engine, as only the engine knows what its `$json` is: older agents hand over the model's arguments as the item, and
 * evaluate with their own input.
 */
export function parameterReader(
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
