import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { agentIn } from '../../n8n/agent/agentRun';
import { versionsOfNode } from '../../n8n/server/differences';
import {
	AGENT,
	CSV,
	CSV_URL,
	EXAMPLES,
	LARGE_FILE,
	nodeOf,
	ownWebhook,
	POSTGRES,
	readCsvExample,
	readExample,
	RETRY,
	SHARES,
	WEBHOOK,
} from '../../n8n/examples/examples';
import { importExamples } from '../../n8n/examples/importExamples';
import { PACKAGE_NAME } from '../../n8n/server/installNode';
import { publishLargeFile } from '../../n8n/examples/largeFileExample';
import { startPostgres, type Postgres } from '../../n8n/server/postgres';
import { publishRetry } from '../../n8n/examples/retryExample';
import { call, say } from '../../n8n/agent/scriptedModel';
import { fillCustomers, publishShares } from '../../n8n/examples/sharesExample';
import { post } from '../../n8n/examples/webhook';
import type { Started, Trial } from '../trial';

/** How each example is run, and what has come of it. */
const RUNS: Readonly<Record<string, (trial: Trial) => Promise<void>>> = {
	async [CSV.file]({ n8n, held }) {
		const file = path.join(n8n.folder, 'files', 'example.csv');
		await writeFile(file, 'customerId,name,company,city,interests,campaign,note\nex-1,One,,Łódź,,,\n');
		const workflow = await n8n.rest.createWorkflow(readCsvExample(n8n.credential, file));
		const execution = await n8n.rest.run(workflow, CSV.trigger);
		expect(execution.error).toBeUndefined();
		expect(held('ex-1')).toMatchObject({ customerName: 'One', city: 'Łódź' });
	},

	async [CSV_URL.file]({ n8n }) {
		await withFileAt('customerId,name,city,campaign\nurl-1,One,Łódź,\n', async (url) => {
			const workflow = readExample(CSV_URL.file, n8n.credential);
			nodeOf(workflow, CSV_URL.download).parameters.url = url;
			const saved = await n8n.rest.createWorkflow(workflow);
			const execution = await n8n.rest.run(saved, CSV_URL.trigger);
			expect(execution.error).toBeUndefined();
			expect(execution.json(CSV_URL.bulk)).toMatchObject([{ status: 'preview', rows: 1 }]);
		});
	},

	async [LARGE_FILE.file]({ n8n, held }) {
		const rows = Array.from({ length: 100 }, (_, row) => `large-${row},One,Łódź,`);
		await withFileAt(['customerId,name,city,campaign', ...rows].join('\n'), async (url) => {
			const execution = await n8n.rest.run(await publishLargeFile(n8n, url), LARGE_FILE.trigger);
			expect(execution.error).toBeUndefined();
			expect(execution.json(LARGE_FILE.totals)).toMatchObject([{ sum_rows: 100, sum_sent: 100 }]);
			expect(held('large-99')).toMatchObject({ city: 'Łódź' });
		});
	},

	async [WEBHOOK.file]({ n8n, held }) {
		n8n.emulator.putProfile('thirdPartyId', 'hook-1');
		const workflow = readExample(WEBHOOK.file, n8n.credential);
		const url = ownWebhook(n8n.server, workflow, 'Customer Event');
		await n8n.rest.publish(await n8n.rest.createWorkflow(workflow));
		const answer = await post(url, { customerId: 'hook-1', page: 'https://example.com/?a=b#top' });
		expect(answer.status).toBe(200);
		expect(held('hook-1')).toMatchObject({ lastPage: 'https://example.com/?a=b#top' });
	},

	async [RETRY.file]({ n8n, held }) {
		n8n.emulator.putProfile('thirdPartyId', 'retry-1');
		const retry = await publishRetry(n8n, 'failed updates of the matrix');
		n8n.emulator.answerNext({ status: 400, body: 'Sample refusal' });
		await retry.receive({ customerId: 'retry-1', loyaltyTier: 'gold' });
		expect(held('retry-1')).toEqual({});
		await retry.turn();
		expect(held('retry-1')).toMatchObject({ loyaltyTier: 'gold' });
	},

	async [POSTGRES.file]({ n8n, held }) {
		await withPostgres(async (postgres) => {
			await postgres.execute(
				`CREATE TABLE customers (customer_id text, loyalty_tier text, favourite_store text, newsletter boolean, changed_at timestamptz);
				INSERT INTO customers VALUES ('pg-1', 'gold', 'Łódź & co', NULL, now())`,
			);
			const workflow = readExample(POSTGRES.file, n8n.credential);
			const database = await n8n.rest.createCredential(postgres.credential);
			nodeOf(workflow, POSTGRES.query).credentials = { postgres: database };
			Object.assign(nodeOf(workflow, POSTGRES.wait).parameters, { amount: 1, unit: 'seconds' });
			const execution = await n8n.rest.run(await n8n.rest.createWorkflow(workflow), POSTGRES.trigger);
			expect(execution.error).toBeUndefined();
			expect(execution.json(POSTGRES.done)).toMatchObject([{ status: 'complete', failedUpdates: 0 }]);
			expect(held('pg-1')).toMatchObject({ loyaltyTier: 'gold', favouriteStore: 'Łódź & co' });
		});
	},

	async [SHARES.file]({ n8n }) {
		await withPostgres(async (postgres) => {
			await fillCustomers(postgres, 100);
			const { workflow } = await publishShares(n8n, postgres);
			const execution = await n8n.rest.run(workflow, SHARES.trigger);
			expect(execution.error).toBeUndefined();
			expect(execution.json(SHARES.totals)).toMatchObject([{ sum_rows: 100, sum_sent: 100, sum_batches: 8 }]);
		});
	},

	async [AGENT.file]({ n8n, held }) {
		n8n.emulator.putProfile('thirdPartyId', 'agent-1', { favouriteColour: 'blue' });
		const agent = await agentIn(n8n);
		try {
			await agent.answer(
				[{ customerId: 'agent-1', message: 'Do you have running shoes?' }],
				({ results: [found, noted] }) => {
					if (found === undefined) return call('Get_Profile');
					if (noted === undefined) return call('Update_Profile', { favouriteCategory: 'running shoes' });
					return say('We have.');
				},
			);
			expect(held('agent-1')).toEqual({ favouriteColour: 'blue', favouriteCategory: 'running shoes' });
		} finally {
			await agent.model.close();
		}
	},
};

const NEEDS_POSTGRES: readonly string[] = [POSTGRES.file, SHARES.file];

/** Each example that this n8n has the nodes for, and the import of all of them. */
export function checkExamples(started: Started): void {
	for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'))) {
		const name = `runs the example ${file}`;
		const lacking = whatLacks(file);
		// The words in brackets stand in the table of README.md.
		if (lacking !== undefined) it.skip(`${name} (${lacking})`, () => undefined);
		else {
			it(name, async () => {
				const run = RUNS[file];
				if (run === undefined) throw new Error(`Nothing is known of how to run ${file}.`);
				await run(started());
			});
		}
	}

	it('imports the examples from the command line', async () => {
		const { n8n } = started();
		const names = await importExamples(n8n.folder);
		expect(await n8n.rest.workflowNames()).toEqual(expect.arrayContaining(names));
	});
}

/** Why an example can't be run here; undefined where it can. */
function whatLacks(file: string): string | undefined {
	const { nodes } = readExample(file, { id: '', name: '' });
	const missing = nodes.find(
		({ type, typeVersion }) => !type.startsWith(PACKAGE_NAME) && !versionsOfNode(type).includes(typeVersion),
	);
	if (missing !== undefined) return `has no ${missing.type} ${missing.typeVersion}`;
	const isWithoutDatabase = NEEDS_POSTGRES.includes(file) && process.env.HAS_POSTGRES === undefined;
	return isWithoutDatabase ? 'not tried, as there was no PostgreSQL' : undefined;
}

/** Serves a CSV file for a while. */
async function withFileAt(csv: string, use: (url: string) => Promise<void>): Promise<void> {
	const source = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'text/csv' });
		response.end(csv);
	}).listen(0, '127.0.0.1');
	await once(source, 'listening');
	try {
		await use(`http://127.0.0.1:${(source.address() as AddressInfo).port}/customers.csv`);
	} finally {
		source.close();
	}
}

async function withPostgres(use: (postgres: Postgres) => Promise<void>): Promise<void> {
	const postgres = await startPostgres();
	try {
		await use(postgres);
	} finally {
		await postgres.stop();
	}
}
