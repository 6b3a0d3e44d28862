import type { IDisplayOptions, INode } from 'n8n-workflow';

/** Whether the node is a tool of an agent: n8n gives it a type of its own then. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

/** For fields that are there where it is one. */
export const AS_TOOL: IDisplayOptions = { show: { '@tool': [true] } };

/** For fields that do nothing, or no good, where the node is one. */
export const NOT_AS_TOOL: IDisplayOptions = { hide: { '@tool': [true] } };
