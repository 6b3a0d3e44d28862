import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	NodeParameterValueType,
} from 'n8n-workflow';

/** A field with the way to it, e.g. `options.concurrency`. */
export type FoundField = readonly [path: string, field: INodeProperties];

/**
 * The fields that hold a value: a notice has none, and a collection only that of its fields. What only a tool of an agent
 * has is tested with an agent.
 */
export function fieldsIn(properties: readonly INodeProperties[], before = ''): FoundField[] {
	return properties.flatMap((field): FoundField[] => {
		const path = `${before}${field.name}`;
		if (field.type === 'notice' || field.displayOptions?.show?.['@tool'] !== undefined) return [];
		if (field.type === 'collection') return fieldsIn(field.options as INodeProperties[], `${path}.`);
		if (field.type !== 'fixedCollection') return [[path, field]];
		return (field.options as INodePropertyCollection[]).flatMap(({ name, values }) =>
			fieldsIn(values, `${path}.${name}.`),
		);
	});
}

/** The parameters with one more: at the top, in a collection, or in the first row of a fixed collection. */
export function withField(
	parameters: INodeParameters,
	path: string,
	value: NodeParameterValueType,
): INodeParameters {
	const [name = '', group, inRow] = path.split('.');
	const held = parameters[name] as INodeParameters | undefined;
	if (group === undefined) return { ...parameters, [name]: value };
	if (inRow === undefined) return { ...parameters, [name]: { ...held, [group]: value } };
	const [row] = (held?.[group] ?? []) as INodeParameters[];
	return { ...parameters, [name]: { [group]: [{ ...row, [inRow]: value }] } };
}

/** The values that fields have to have so that a field is shown: of each rule the first choice. */
export function shownBy({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, choices]) => [
			name.replace(/^\//, ''),
			choices?.[0] as NodeParameterValueType,
		]),
	);
}
