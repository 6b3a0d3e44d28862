import { setTimeout as delay } from 'node:timers/promises';
import type { IConnections, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';
import { readExecution, type Execution } from './execution';

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

/** A workflow as it is exported. */
export interface WorkflowFile {
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

export type Rest = Awaited<ReturnType<typeof signIn>>;

/**
 * Sets up the owner of an empty n8n, or logs in as the owner, and gives what its editor does over REST, as that user.
 *
 * @param url of the server
 * @param isNew whether n8n is empty
 */
export async function signIn(url: string, isNew = true) {
	let cookie = '';

	async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await waitFor('n8n’s database to be ready', async () => {
			const answer = await fetch(`${url}/rest${path}`, {
				method,
				headers: { 'content-type': 'application/json', cookie },
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			return answer.status === NOT_READY ? undefined : answer;
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
		const [session] = response.headers.getSetCookie();
		if (session !== undefined) cookie = session.split(';')[0] ?? '';
		return (JSON.parse(text) as { data: Answer }).data;
	}

	const { email, password } = OWNER;
	if (isNew) await call('POST', '/owner/setup', OWNER);
	else await call('POST', '/login', { emailOrLdapLoginId: email, password });

	const start = async ({ id }: SavedWorkflow, trigger: string): Promise<string> => {
		const { executionId } = await call<{ executionId: string }>('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	};
	const end = async (executionId: string, waitMs = WAIT_MS): Promise<Execution> =>
		await waitFor(
			`execution ${executionId} to end`,
			async () => {
				const saved = await call<{ status: string; data: string }>('GET', `/executions/${executionId}`);
				return ['new', 'running'].includes(saved.status) ? undefined : readExecution(saved);
			},
			waitMs,
		);

	return {
		async createCredential(credential: Credential): Promise<{ id: string; name: string }> {
			return await call('POST', '/credentials', credential);
		},

		/** What the editor does when a credential is saved. */
		async testCredential(id: string, credential: Credential): Promise<CredentialTestResult> {
			return await call('POST', '/credentials/test', { credentials: { id, ...credential } });
		},

		async createWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
			return await call('POST', '/workflows', workflow);
		},

		/** Publishes a workflow and waits until its triggers and webhooks are at work. */
		async publish({ id, versionId }: SavedWorkflow): Promise<void> {
			await call('POST', `/workflows/${id}/activate`, { versionId });
			await waitFor(`workflow ${id} to be published`, async () => {
				const { status } = await call<{ status: string }>('GET', `/workflows/${id}/publication-status`);
				return status === 'published' ? status : undefined;
			});
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

		/** What the editor's Stop button does. */
		async stop(executionId: string): Promise<void> {
			await call('POST', `/executions/${executionId}/stop`);
		},
	};
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
