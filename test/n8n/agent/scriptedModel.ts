import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credential } from '../server/rest';

/** What the model does next: it calls a tool, or says its last words. */
export type Turn = { readonly tool: string; readonly given: object } | { readonly says: string };

/** Calls a tool by its name, with arguments. */
export const call = (tool: string, given: object = {}): Turn => ({ tool, given });

/** Ends the conversation. */
export const say = (says: string): Turn => ({ says });

/** What the model has before it when it is its turn. */
export interface Asked {
	/** What the agent was asked. */
	readonly question: string;
	/** What the tools have answered to this question so far, in order. */
	readonly results: readonly string[];
}

/** A tool as it was offered to the model. */
export interface OfferedTool {
	readonly name: string;
	readonly description: string;
	/** The JSON schema of its arguments. */
	readonly parameters: { readonly properties?: object; readonly required?: readonly string[] };
}

/** A chat model that thinks nothing: it follows a script, and keeps what it was sent. */
export interface ScriptedModel {
	/** How n8n's OpenAI node comes here. */
	readonly credential: Credential;
	/** All that was sent to it, headers and bodies, as text. */
	readonly sent: string[];
	/** The tools that came with the last request. */
	offered(): readonly OfferedTool[];
	/** Gives it the script for what comes next. */
	play(script: (asked: Asked) => Turn): void;
	close(): Promise<void>;
}

/** The parts of OpenAI's chat completions that are used here. */
interface ChatRequest {
	readonly messages: ReadonlyArray<{ readonly role: string; readonly content: string }>;
	readonly tools?: ReadonlyArray<{ readonly function: OfferedTool }>;
}

/** Starts one on this machine, which speaks as OpenAI's chat completions do. */
export async function startScriptedModel(): Promise<ScriptedModel> {
	const sent: string[] = [];
	let offered: readonly OfferedTool[] = [];
	let script: (asked: Asked) => Turn = () => say('I have no script.');
	let turns = 0;

	const server = createServer((request, response) => {
		void answer(request, response);
	});
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await textOf(request);
		sent.push(`${JSON.stringify(request.headers)} ${body}`);
		const { messages, tools = [] } = JSON.parse(body) as ChatRequest;
		offered = tools.map((tool) => tool.function);
		const turn = script({
			question: messages.findLast(({ role }) => role === 'user')?.content ?? '',
			results: messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
		});
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completion(turn, `call-${++turns}`)));
	}
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;

	return {
		credential: {
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'sample-model-key', url: `http://127.0.0.1:${port}/v1` },
		},
		sent,
		offered: () => offered,
		play(next) {
			script = next;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A turn in the form of OpenAI's answers. */
function completion(turn: Turn, id: string): object {
	const isCall = 'tool' in turn;
	const message = isCall
		? {
				content: null,
				tool_calls: [
					{ id, type: 'function', function: { name: turn.tool, arguments: JSON.stringify(turn.given) } },
				],
			}
		: { content: turn.says };
	return {
		id,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [
			{
				index: 0,
				message: { role: 'assistant', ...message },
				finish_reason: isCall ? 'tool_calls' : 'stop',
			},
		],
		usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
	};
}

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}
