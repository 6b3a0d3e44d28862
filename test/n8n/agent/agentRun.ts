import type { INode } from 'n8n-workflow';
import { AGENT, nodeOf, readExample } from '../examples/examples';
import type { Execution } from '../server/execution';
import { startN8nWithNode, type N8nWithNode } from '../server/n8nWithNode';
import type { WorkflowFile } from '../server/rest';
import {
	call,
	say,
	startScriptedModel,
	type Asked,
	type OfferedTool,
	type ScriptedModel,
	type Turn,
} from './scriptedModel';

/** What the button beside a tool's Profile ID places there, with which the model defines it. */
export const ID_BY_THE_BUTTON =
	"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Profile_ID', ``, 'string') }}";

/** What stands in for the output of the example's node Customer Message. */
interface Message {
	readonly customerId: string;
	readonly message: string;
}

/** Changes to nodes of the example, by their names. */
type Changes = Readonly<Record<string, (node: INode) => void>>;

/** An n8n with the node, and a model that its agents ask. */
export interface N8nWithAgent {
	readonly n8n: N8nWithNode;
	readonly model: ScriptedModel;
	/** The example with both credentials. */
	example(messages: readonly Message[], changes?: Changes): WorkflowFile;
	/** Runs the example over these messages, with a model that follows the script; it must not fail. */
	answer(messages: readonly Message[], script: (asked: Asked) => Turn, changes?: Changes): Promise<Execution>;
	/** A tool as the model was offered it last, by its name. */
	offered(tool: string): OfferedTool;
	stop(): Promise<void>;
}

/** Starts all of it; the node's credential has this token. */
export async function startN8nWithAgent(profileToken: string): Promise<N8nWithAgent> {
	return await agentIn(await startN8nWithNode({ profileToken }));
}

/** Starts the model, for agents in an n8n that runs. */
export async function agentIn(n8n: N8nWithNode): Promise<N8nWithAgent> {
	const model = await startScriptedModel();
	const credential = await n8n.rest.createCredential(model.credential);

	const example: N8nWithAgent['example'] = (messages, changes = {}) => {
		const workflow = readExample(AGENT.file, n8n.credential);
		nodeOf(workflow, AGENT.model).credentials = { openAiApi: credential };
		for (const [name, change] of Object.entries(changes)) change(nodeOf(workflow, name));
		workflow.pinData = { [AGENT.message]: messages.map((message) => ({ json: { ...message } })) };
		return workflow;
	};

	return {
		n8n,
		model,
		example,
		async answer(messages, script, changes) {
			model.play(script);
			const workflow = await n8n.rest.createWorkflow(example(messages, changes));
			const execution = await n8n.rest.run(workflow, AGENT.trigger);
			expect(execution.error).toBeUndefined();
			return execution;
		},
		offered(tool) {
			const found = model.offered().find(({ name }) => name === tool);
			if (found === undefined) throw new Error(`The model was offered no tool "${tool}".`);
			return found;
		},
		async stop() {
			await n8n.stop();
			await model.close();
		},
	};
}

/** A script: calls a tool once, and then says word for word what the tool has answered. */
export const quoteAnswerOf =
	(tool: string, given: object = {}) =>
	({ results: [result] }: Asked): Turn =>
		result === undefined ? call(tool, given) : say(result);

/** What the agent has said of each message. */
export const said = (execution: Execution): string[] =>
	execution.json(AGENT.agent).map(({ output }) => (typeof output === 'string' ? output : ''));

/** The same, where it quotes the answer of a tool. */
export const quoted = (execution: Execution): unknown[] =>
	said(execution).map((text) => JSON.parse(text) as unknown);

/** Changes parameters of a node. */
export const withParameters =
	(changed: INode['parameters']) =>
	(node: INode): void => {
		Object.assign(node.parameters, changed);
	};
