import type { INodeExecutionData } from 'n8n-workflow';

import type { NodeRunResult } from '../engine';

/**
 * Where items would come out of JSON as something else than they went in: `undefined`, NaN, what a class has made, holes
 * in lists. An n8n that hands items on as JSON loses such things.
 *
 * @returns the places, e.g. `success[0].json.rows`, with what stands there
 */
export function notPlain({ success, failed }: Pick<NodeRunResult, 'success' | 'failed'>): string[] {
	return [...inItems('success', success), ...inItems('failed', failed)];
}

function inItems(output: string, items: readonly INodeExecutionData[]): string[] {
	return items.flatMap(({ json, binary = {}, pairedItem = {} }, index) => [
		...inValue(`${output}[${index}].json`, json),
		...inValue(`${output}[${index}].binary`, binary),
		...inValue(`${output}[${index}].pairedItem`, pairedItem),
	]);
}

function inValue(place: string, value: unknown): string[] {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
	if (typeof value === 'number')
		return Number.isFinite(value) && !Object.is(value, -0) ? [] : [`${place} is ${value}`];
	if (typeof value !== 'object') return [`${place} is ${typeof value}`];
	if (Array.isArray(value)) {
		const isFull = Object.keys(value).length === value.length;
		return [
			...(isFull ? [] : [`${place} has holes, or more than its entries`]),
			...value.flatMap((entry, index) => inValue(`${place}[${index}]`, entry)),
		];
	}
	const maker = makerOf(value);
	if (maker !== undefined) return [`${place} is ${maker}`];
	return Reflect.ownKeys(value).flatMap((key) => {
		if (typeof key === 'symbol') return [`${place} has a symbol`];
		const property = Object.getOwnPropertyDescriptor(value, key) ?? {};
		if (property.enumerable !== true || !('value' in property))
			return [`${place}.${key} is hidden or computed`];
		return inValue(`${place}.${key}`, property.value);
	});
}

/** What has made an object that is none of the plain ones. */
function makerOf(value: object): string | undefined {
	const prototype: unknown = Object.getPrototypeOf(value);
	if (prototype === null || Object.getPrototypeOf(prototype) === null) {
		return 'toJSON' in value ? 'something that writes its own JSON' : undefined;
	}
	return `made by ${value.constructor.name}`;
}
