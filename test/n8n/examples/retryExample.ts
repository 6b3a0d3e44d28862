import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { leaveTurnsToTests, nodeOf, ownWebhook, readExample, RETRY } from './examples';
import type { Execution } from '../server/execution';
import type { N8nWithNode } from '../server/n8nWithNode';
import type { WorkflowFile } from '../server/rest';
import { post } from './webhook';

/** The example that sends failed updates again, at work. */
export interface Retry {
	/** Posts a message, and comes back when the workflow is through with it. */
	receive(message: IDataObject): Promise<void>;
	/** What the schedule does every 15 minutes; `meanwhile` begins when its first request has come. */
	turn(meanwhile?: () => Promise<void>): Promise<Execution>;
}

/** The example, set up and published, with a table of its own; its first entry there has so many tries. */
export async function publishRetry(n8n: N8nWithNode, table: string, tries = 0): Promise<Retry> {
	const { emulator, rest } = n8n;
	const workflow = readExample(RETRY.file, n8n.credential);
	const url = ownWebhook(n8n.server, workflow, RETRY.webhook);
	// The example answers before it has sent anything.
	Object.assign(nodeOf(workflow, RETRY.webhook).parameters, {
		responseMode: 'lastNode',
		responseData: 'noData',
	});
	leaveTurnsToTests(workflow);
	const tableName = nodeOf(workflow, RETRY.create).parameters.tableName as string;
	const { columns } = nodeOf(workflow, RETRY.keep).parameters as { columns: { value: IDataObject } };
	columns.value.tries = tries;
	const text = JSON.stringify(workflow).replaceAll(tableName, table);
	const saved = await rest.createWorkflow(JSON.parse(text) as WorkflowFile);
	const setUp = await rest.run(saved, RETRY.setUp);
	expect(setUp.error).toBeUndefined();
	await rest.publish(saved);
	return {
		async receive(message) {
			expect((await post(url, message)).status).toBe(200);
		},
		async turn(meanwhile) {
			const { requests } = emulator.counts;
			const id = await rest.start(saved, RETRY.schedule);
			if (meanwhile) {
				while (emulator.counts.requests === requests) await delay(10);
				await meanwhile();
			}
			const execution = await rest.end(id);
			expect(execution.error).toBeUndefined();
			return execution;
		},
	};
}
