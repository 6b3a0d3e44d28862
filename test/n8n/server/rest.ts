import { setTimeout as delay } from 'node:timers/promises';
import type {
	IConnections,
	ICredentialType,
	INode,
	INodeListSearchResult,
	INodeTypeDescription,
	IPinData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { hasNoAnswerYet, isPublished, runRequest } from './differences';
import { readExecution, type Execution, type SavedExecution } from './execution';

/** The one user of the n8n that is started here. The password looks like the sample that it is. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'SamplePassword1',
	firstName: 'Sample',
	lastName: 'Owner',
};

const WAIT_MS = 120_000;

/** What n8n answers, and does nothing else, while its database keeps it waiting. */
const NOT_READY = 503;
const NOT_THERE = 404;

/** A workflow as it is exported. */
export interface WorkflowFile {
	id?: string;
	versionId?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** Items that stand in for the output of a node, by its name. */
	pinData?: IPinData;
}

export interface SavedWorkflow {
	readonly id: string;
	readonly versionId: string;
}

export interface Credential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** What n8n says after it tried a credential. */
export interface CredentialTestResult {
	readonly status: 'OK' | 'Error';
	readonly message: string;
}

/** Who signs in. */
export interface Login {
	readonly email: string;
	readonly password: string;
}

/** What the editor asks with when a list of names is opened. */
interface ListSearch {
	readonly path: string;
	readonly methodName: string;
	readonly nodeTypeAndVersion: { readonly name: string; readonly version: number };
	readonly currentNodeParameters: object;
	readonly credentials: object;
	readonly filter?: string;
}

export type Rest = Awaited<ReturnType<typeof signIn>>;

/**
 * Sets up the owner of an empty n8n, or logs in, and gives what its editor does over REST, as that user.
 *
 * @param url of the server
 * @param isNew whether n8n is empty
 * @param login of a user of an n8n that is not empty
 */
export async function signIn(url: string, isNew = true, login: Login = OWNER) {
	let cookie = '';

	/** A file that the editor loads when it starts. */
	async function typeFile<Type>(name: string): Promise<Type[]> {
		const response = await fetch(`${url}/types/${name}.json`, { headers: { cookie } });
		return (await response.json()) as Type[];
	}

	async function send(method: string, path: string, body?: unknown): Promise<Response> {
		return await waitFor('n8n’s database to be ready', async () => {
			const answer = await fetch(`${url}/rest${path}`, {
				method,
				headers: { 'content-type': 'application/json', cookie },
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			return answer.status === NOT_READY ? undefined : answer;
		});
	}

	async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await send(method, path, body);
		const [session] = response.headers.getSetCookie();
		if (session !== undefined) cookie = session.split(';')[0] ?? '';
		return await dataOf<Answer>(response, `${method} ${path}`);
	}

	const { email, password } = login;
	if (isNew) await call('POST', '/owner/setup', OWNER);
	else await call('POST', '/login', { emailOrLdapLoginId: email, password });

	const askIfThere = async (method: string, path: string): Promise<unknown> => {
		const response = await send(method, path);
		return response.status === NOT_THERE ? undefined : await dataOf(response, `${method} ${path}`);
	};

	const start = async (workflow: SavedWorkflow, trigger: string): Promise<string> => {
		const path = `/workflows/${workflow.id}/run`;
		const answer = await call<{ executionId: string }>('POST', path, runRequest(workflow, trigger));
		return answer.executionId;
	};
	const end = async (executionId: string, waitMs = WAIT_MS): Promise<Execution> =>
		await waitFor(
			`execution ${executionId} to end`,
			async () => {
				const path = `/executions/${executionId}`;
				const response = await send('GET', path);
				return hasNoAnswerYet(response)
					? undefined
					: readExecution(await dataOf<SavedExecution>(response, `GET ${path}`));
			},
			waitMs,
		);

	const deleteCredential = async (id: string): Promise<void> => {
		await call('DELETE', `/credentials/${id}`);
	};

	return {
		async createCredential(credential: Credential): Promise<{ id: string; name: string }> {
			return await call('POST', '/credentials', credential);
		},

		/** Deletes all credentials. */
		async deleteCredentials(): Promise<void> {
			for (const { id } of await call<Array<{ id: string }>>('GET', '/credentials')) {
				await deleteCredential(id);
			}
		},

		deleteCredential,

		/** Whether n8n has loaded a type of node. It answers an error for one that it does not know. */
		async hasNode(name: string): Promise<boolean> {
			const nodeInfos = [{ name, version: 1 }];
			const found = await call<unknown[]>('POST', '/node-types', { nodeInfos }).catch(() => []);
			return found.length > 0;
		},

		/** What the editor does when a credential is saved. */
		async testCredential(id: string, credential: Credential): Promise<CredentialTestResult> {
			return await call('POST', '/credentials/test', { credentials: { id, ...credential } });
		},

		async createWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
			// Older n8n do not fill in what the editor sends anyway.
			return await call('POST', '/workflows', { active: false, ...workflow });
		},

		/** Ends what a workflow waits for, and deletes it with its executions. */
		async deleteWorkflow(id: string): Promise<void> {
			await call('POST', `/workflows/${id}/archive`, {});
			await waitFor(`workflow ${id} to be deleted`, async () => {
				try {
					await call('DELETE', `/workflows/${id}`);
					return true;
				} catch (error) {
					// n8n is still at ending its triggers.
					if (error instanceof Error && error.message.startsWith('n8n answered 409 ')) return undefined;
					throw error;
				}
			});
		},

		/** Publishes a workflow and waits until its triggers and webhooks are at work. */
		async publish(workflow: SavedWorkflow): Promise<void> {
			const { id, versionId } = workflow;
			await call('POST', `/workflows/${id}/activate`, { versionId });
			await waitFor(
				`workflow ${id} to be published`,
				async () => (await isPublished(askIfThere, workflow)) || undefined,
			);
		},

		/** The names of all workflows. */
		async workflowNames(): Promise<string[]> {
			return (await call<Array<{ name: string }>>('GET', '/workflows')).map(({ name }) => name);
		},

		/** The nodes as the editor gets them described, to make its panels from. */
		async nodeTypes(): Promise<INodeTypeDescription[]> {
			return await typeFile('nodes');
		},

		/** The types of credentials, described in the same way. */
		async credentialTypes(): Promise<ICredentialType[]> {
			return await typeFile('credentials');
		},

		/** What a field of a node offers in its list, for what is typed in its search. */
		async listOf(search: ListSearch): Promise<INodeListSearchResult> {
			return await call('POST', '/dynamic-node-parameters/resource-locator-results', search);
		},

		/** Runs a workflow as the editor's button does, from one of its triggers, and waits for its end. */
		async run(workflow: SavedWorkflow, trigger: string, waitMs = WAIT_MS): Promise<Execution> {
			return await end(await start(workflow, trigger), waitMs);
		},

		/** Starts a workflow like {@link run}, and gives the ID of its execution while that goes on. */
		start,

		/** Waits until an execution has ended, however it did. */
		end,

		/** Waits until nothing is executed, without asking for what came of it: that may be large. */
		async untilIdle(): Promise<void> {
			await waitFor('n8n to be idle', async () => {
				const filter = encodeURIComponent(JSON.stringify({ status: ['new', 'running'] }));
				const { results } = await call<{ results: unknown[] }>('GET', `/executions?filter=${filter}`);
				return results.length === 0 ? true : undefined;
			});
		},

		/** The IDs of a workflow's executions, the newest first. */
		async executionsOf({ id }: SavedWorkflow): Promise<string[]> {
			const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
			const { results } = await call<{ results: Array<{ id: string }> }>(
				'GET',
				`/executions?filter=${filter}`,
			);
			// One that ends meanwhile may be named twice, and those that run stand before the others.
			const ids = new Set(results.map((execution) => Number(execution.id)));
			return [...ids].sort((a, b) => b - a).map(String);
		},

		/** What the editor's Stop button does. */
		async stop(executionId: string): Promise<void> {
			await call('POST', `/executions/${executionId}/stop`);
		},
	};
}

/**
 * What n8n has answered.
 *
 * @throws Error with the answer, where it is no success
 */
async function dataOf<Answer>(response: Response, request: string): Promise<Answer> {
	const text = await response.text();
	if (!response.ok) throw new Error(`n8n answered ${response.status} to ${request}: ${text}`);
	return (JSON.parse(text) as { data: Answer }).data;
}

async function waitFor<Result>(
	what: string,
	look: () => Promise<Result | undefined>,
	waitMs = WAIT_MS,
): Promise<Result> {
	const deadline = Date.now() + waitMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
		await delay(100);
	}
}
