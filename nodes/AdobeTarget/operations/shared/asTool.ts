import type { INode } from 'n8n-workflow';

/** Whether the node is a tool of an agent: n8n gives it a type of its own then. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}
