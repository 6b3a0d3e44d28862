import { existsSync, readFileSync } from 'node:fs';
import type { INodeTypeDescription } from 'n8n-workflow';
import { inModules } from './installedN8n';
import type { SavedWorkflow } from './rest';

/**
 * What differs between the versions of n8n that tests run in, found out by looking at what is there. All other files of
 * the tests are the same for all of them.
 */

/** The answer of n8n's REST to a request; undefined where this n8n has no such path. */
type AskIfThere = (method: string, path: string) => Promise<unknown>;

/**
 * What a manual run is asked for with. Older n8n want the whole workflow in it; newer ones read it from their database,
 * and pass over what they do not know.
 */
export const runRequest = (workflow: SavedWorkflow, trigger: string): object => ({
	workflowData: workflow,
	triggerToStartFrom: { name: trigger },
});

/**
 * Whether a workflow that was activated is at work. Newer n8n publish in the background, and say how far they are; older
 * ones have done it when they answer.
 */
export async function isPublished(ask: AskIfThere, { id }: SavedWorkflow): Promise<boolean> {
	const answer = await ask('GET', `/workflows/${id}/publication-status`);
	return answer === undefined || (answer as { status: string }).status === 'published';
}

/** Whether an answer about an execution only says that it goes on: 2.20.12 fails as long as nothing of it is saved. */
export const hasNoAnswerYet = ({ status }: Response): boolean => status === 500;

/** The module of n8n that asks a server for news, where this n8n has it: it does not start with one that it does not know. */
export const unwantedModules = (): string =>
	existsSync(inModules('n8n', 'dist', 'modules', 'mcp-registry')) ? 'mcp-registry' : '';

/** The versions of a node type that n8n brings along; none where it has no such node. */
export function versionsOfNode(type: string): number[] {
	const dot = type.lastIndexOf('.');
	return describedIn(type.slice(0, dot))
		.filter(({ name }) => name === type.slice(dot + 1))
		.flatMap(({ version }) => version);
}

/** All node types of a package of n8n, old and new versions of a node apart where they are described so. */
function describedIn(packageName: string): INodeTypeDescription[] {
	const file = inModules(packageName, 'dist', 'types', 'nodes.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[]) : [];
}
