import type { SavedWorkflow, WorkflowFile } from '../server/rest';
import { leaveTurnsToTests, nodeOf, ownWebhook, readExample, SHARES } from './examples';
import type { N8nWithNode } from '../server/n8nWithNode';
import type { Postgres } from '../server/postgres';

/** What the webhook of the example wants in a header of each request. */
export const KEY = { name: 'x-sample-key', value: 'sample-value' };

/** The example that hands out shares, published; its webhook is at this URL. */
export interface Shares {
	readonly workflow: SavedWorkflow;
	readonly url: string;
}

/** Fills a table with customers, whose IDs and stores have to be encoded. */
export async function fillCustomers(postgres: Postgres, customers: number): Promise<void> {
	await postgres.execute(
		`CREATE TABLE customers (customer_id text, loyalty_tier text, favourite_store text, newsletter boolean);
		INSERT INTO customers SELECT 'Kundin; ' || i || E' "ü"', 'tier ' || i, 'Łódź & co', i % 2 = 0
		FROM generate_series(1, ${customers}) AS i`,
	);
}

/**
 * Lets an example hand out shares to its own webhook, which takes them from who knows the value of a header, when a test
 * asks for it.
 *
 * @param server the process that takes webhooks
 * @returns where the webhook listens
 */
export async function handOutByWebhook(
	{ rest, server }: Pick<N8nWithNode, 'rest'> & { readonly server: { readonly url: string } },
	workflow: WorkflowFile,
	{ handOut, share }: { readonly handOut: string; readonly share: string },
): Promise<string> {
	const header = await rest.createCredential({ name: 'Header Auth', type: 'httpHeaderAuth', data: KEY });
	const url = ownWebhook(server, workflow, share);
	leaveTurnsToTests(workflow);
	nodeOf(workflow, handOut).parameters.url = url;
	for (const name of [handOut, share]) nodeOf(workflow, name).credentials = { httpHeaderAuth: header };
	return url;
}

/** Gives the example its credentials, for this database, and publishes it. */
export async function publishShares(n8n: N8nWithNode, postgres: Postgres): Promise<Shares> {
	const { rest } = n8n;
	const database = await rest.createCredential(postgres.credential);
	const workflow = readExample(SHARES.file, n8n.credential);
	const url = await handOutByWebhook(n8n, workflow, SHARES);
	for (const name of [SHARES.cut, SHARES.query]) nodeOf(workflow, name).credentials = { postgres: database };
	const saved = await rest.createWorkflow(workflow);
	await rest.publish(saved);
	return { workflow: saved, url };
}
