import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { asInBatch, customersToCsv, demoCustomers } from '../../../examples/demoCustomers';
import { startEmulator, type Emulator } from '../../emulator';
import {
	CSV,
	emulatorCredential,
	nodeOf,
	POSTGRES,
	readCsvExample,
	readExample,
	WEBHOOK,
} from '../examples/examples';
import { startN8nWithNode, type N8nWithNode } from '../server/n8nWithNode';
import { startPostgres, type Postgres } from '../server/postgres';
import type { Rest, WorkflowFile } from '../server/rest';

const TOKEN = '00000000-sample-token-for-the-tests';
const WRONG_TOKEN = '11111111-sample-token-that-is-wrong';

let n8n: N8nWithNode;
let folder: string;
let emulator: Emulator;
let rest: Rest;
let credential: { id: string; name: string };

beforeAll(async () => {
	n8n = await startN8nWithNode({ profileToken: TOKEN });
	({ folder, emulator, rest, credential } = n8n);
});

afterAll(async () => {
	await n8n.stop();
});

describe('the CSV example', () => {
	it('sends each row of the file, and gives an item for the batch', async () => {
		const customers = demoCustomers(300);
		const csv = customersToCsv(customers);
		const workflow = await rest.createWorkflow(await csvWorkflow(csv));

		const execution = await rest.run(workflow, CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toEqual([
			{
				batch: 1,
				batchId: expect.any(String) as string,
				status: 'submitted',
				rows: 300,
				bytes: expect.any(Number) as number,
				firstLine: 2,
				lastLine: csv.slice(0, csv.indexOf('customer-00300')).split('\n').length,
				attempts: 1,
				statusUrl: expect.stringContaining(emulator.url) as string,
			},
		]);
		for (const { customerId, name, note, company } of customers) {
			const profile = emulator.profile('thirdPartyId', customerId);
			expect(profile?.get('customerName')).toBe(asInBatch(name));
			expect(profile?.get('note')).toBe(note === '' ? undefined : asInBatch(note));
			expect(profile?.get('company')).toBe(company === '' ? undefined : asInBatch(company));
		}
	});

	it('sends the good rows and gives a row without an ID to the error output, where rows may be skipped', async () => {
		const workflow = withErrorOutput(await csvWorkflow(csvOf('row-1', '', 'row-3')), CSV.bulk);
		nodeOf(workflow, CSV.bulk).parameters.options = { invalidRows: 'skip' };

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toMatchObject([{ status: 'submitted', rows: 2 }]);
		expect(execution.items(CSV.bulk, 1)).toMatchObject([
			{ json: { error: expect.stringMatching(/^Line 3: .*\bID\b/) as string }, pairedItem: [] },
		]);
		expect(emulator.profile('thirdPartyId', 'row-1')?.get('customerName')).toBe('Name of row-1');
		expect(emulator.profile('thirdPartyId', 'row-3')?.get('customerName')).toBe('Name of row-3');
	});

	it('uploads nothing and ends with an error where n8n is set to stop', async () => {
		const before = emulator.counts.batches;
		const workflow = await csvWorkflow(csvOf('stop-1', ''));

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/\bID\b/);
		expect(emulator.counts.batches).toBe(before);
	});

	it('uploads nothing where n8n is set to continue either, unless rows may be skipped', async () => {
		const before = emulator.counts.batches;
		const workflow = withErrorOutput(await csvWorkflow(csvOf('continue-1', '')), CSV.bulk);

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toEqual([]);
		expect(execution.json(CSV.bulk, 1)).toMatchObject([
			{ error: expect.stringMatching(/^Line 3: .*\bID\b/) as string },
			{ error: expect.stringMatching(/^Nothing was sent, as 1 of 2 rows/) as string },
		]);
		expect(emulator.counts.batches).toBe(before);
	});

	it('gives the counts once Target has processed the batch, where that is waited for', async () => {
		emulator.failRowsOf('thirdPartyId', 'wait-2');
		const workflow = await csvWorkflow(csvOf('wait-1', 'wait-2', 'wait-3'));
		Object.assign(nodeOf(workflow, CSV.bulk).parameters, { waitForProcessing: true, maxWaitMinutes: 1 });

		// The status is asked for a minute after the upload.
		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger, 150_000);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toMatchObject([
			{
				status: 'complete',
				rows: 3,
				consumedCount: 3,
				successfulUpdates: 2,
				profilesNotFound: 0,
				failedUpdates: 1,
				failedProfiles: ['wait-2'],
			},
		]);
	});
});

describe('the Postgres example', () => {
	let postgres: Postgres;
	let database: { id: string; name: string };

	beforeAll(async () => {
		postgres = await startPostgres();
		database = await rest.createCredential(postgres.credential);
		await postgres.execute(
			'CREATE TABLE customers (customer_id text, loyalty_tier text, favourite_store text, newsletter boolean, changed_at timestamptz)',
		);
	});

	afterAll(async () => {
		await postgres.stop();
	});

	/** The example for a table with these rows, with a pause of so many seconds where it has minutes. */
	async function workflowFor(rows: string[], seconds: number, used = credential): Promise<WorkflowFile> {
		await postgres.execute(`TRUNCATE customers; INSERT INTO customers VALUES ${rows.join(', ')}`);
		const workflow = readExample(POSTGRES.file, used);
		nodeOf(workflow, POSTGRES.query).credentials = { postgres: database };
		Object.assign(nodeOf(workflow, POSTGRES.wait).parameters, { amount: seconds, unit: 'seconds' });
		return workflow;
	}

	it.each([POSTGRES.trigger, POSTGRES.schedule])(
		'sends what has changed, and asks until Target is done, when "%s" runs it',
		async (trigger) => {
			const workflow = await workflowFor(
				[
					"('pg-1', 'gold', 'Sampletown', true, now() - interval '1 hour')",
					"('pg-2', 'gold', 'Łódź & co', NULL, now() - interval '30 hours')",
					"('pg-old', 'gold', 'Sampletown', true, now() - interval '50 hours')",
				],
				1,
			);

			const execution = await rest.run(await rest.createWorkflow(workflow), trigger);

			expect(execution.error).toBeUndefined();
			expect(execution.json(POSTGRES.bulk)).toMatchObject([{ rows: 2, firstItem: 0, lastItem: 1 }]);
			expect(execution.json(POSTGRES.status)).toMatchObject([
				{ status: 'incomplete', batchSize: 2 },
				{ status: 'complete', batchSize: 2, successfulUpdates: 2, failedUpdates: 0 },
			]);
			expect(execution.json(POSTGRES.done)).toMatchObject([{ status: 'complete' }]);
			expect(execution.json(POSTGRES.alert)).toEqual([]);
			expect(Object.fromEntries(emulator.profile('thirdPartyId', 'pg-1') ?? [])).toEqual({
				loyaltyTier: 'gold',
				favouriteStore: 'Sampletown',
				newsletter: 'true',
			});
			expect(Object.fromEntries(emulator.profile('thirdPartyId', 'pg-2') ?? [])).toEqual({
				loyaltyTier: 'gold',
				favouriteStore: 'Łódź & co',
			});
			expect(emulator.profile('thirdPartyId', 'pg-old')).toBeUndefined();
		},
	);

	it('alerts of the batch with a row that failed, and of no other', async () => {
		emulator.failRowsOf('thirdPartyId', 'pg-failing');
		const workflow = await workflowFor(
			["('pg-failing', 'gold', NULL, NULL, now())", "('pg-fine', 'gold', NULL, NULL, now())"],
			0,
		);
		nodeOf(workflow, POSTGRES.bulk).parameters.options = { rowsPerBatch: 1 };

		const execution = await rest.run(await rest.createWorkflow(workflow), POSTGRES.trigger);

		expect(execution.error).toBeUndefined();
		const [failing, fine] = execution.json(POSTGRES.bulk);
		expect(execution.json(POSTGRES.done)).toMatchObject([{ batchId: fine?.batchId, failedUpdates: 0 }]);
		expect(execution.json(POSTGRES.alert)).toMatchObject([
			{
				batchId: failing?.batchId,
				alert: expect.stringMatching(/ is complete\. Failed updates: 1$/) as string,
				failedProfiles: ['pg-failing'],
			},
		]);
	});

	it('alerts of a batch that is stuck, and does not ask again', async () => {
		const workflow = await workflowFor(["('pg-stuck', 'gold', NULL, NULL, now())"], 0);
		const upload = { fault: 'latency', ms: 0 } as const;
		const status =
			'<response><batchId>sample</batchId><status>stuck</status><batchSize>1</batchSize></response>';
		emulator.answerNext(upload);
		emulator.answerNext({ status: 200, body: status });

		const execution = await rest.run(await rest.createWorkflow(workflow), POSTGRES.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(POSTGRES.status)).toMatchObject([{ status: 'stuck' }]);
		expect(execution.json(POSTGRES.alert)).toMatchObject([
			{ alert: expect.stringMatching(/ is stuck\. Failed updates: unknown$/) as string },
		]);
	});

	it('alerts after twelve rounds of a batch that Target does not process', async () => {
		const slow = await startEmulator({ clientCode: 'slowclient', processingMs: 3_600_000 });
		try {
			const used = await rest.createCredential(emulatorCredential(slow));
			const workflow = await workflowFor(["('pg-slow', 'gold', NULL, NULL, now())"], 0, used);

			const execution = await rest.run(await rest.createWorkflow(workflow), POSTGRES.trigger);

			expect(execution.error).toBeUndefined();
			expect(execution.json(POSTGRES.status)).toHaveLength(12);
			expect(execution.json(POSTGRES.done)).toEqual([]);
			expect(execution.json(POSTGRES.alert)).toMatchObject([
				{
					status: 'incomplete',
					alert: expect.stringMatching(/ is incomplete\. Failed updates: unknown$/) as string,
				},
			]);
		} finally {
			await slow.close();
		}
	});

	it('alerts of a batch whose status cannot be read', async () => {
		const workflow = await workflowFor(["('pg-unread', 'gold', NULL, NULL, now())"], 0);
		nodeOf(workflow, POSTGRES.status).parameters.batch = '={{ $json.notThere }}';

		const execution = await rest.run(await rest.createWorkflow(workflow), POSTGRES.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(POSTGRES.alert)).toMatchObject([
			{ alert: expect.stringMatching(/could not be read\. There is no batch/) as string },
		]);
	});
});

describe('Get Bulk Update Status', () => {
	it('takes the batch ID as well as the status URL', async () => {
		const submitted = await rest.run(
			await rest.createWorkflow(await csvWorkflow(csvOf('status-1'))),
			CSV.trigger,
		);
		const [batch] = submitted.json(CSV.bulk);

		const execution = await rest.run(
			await rest.createWorkflow(statusWorkflow([batch?.batchId, batch?.statusUrl])),
			CSV.trigger,
		);

		expect(execution.error).toBeUndefined();
		expect(execution.json(POSTGRES.status)).toEqual([
			{
				batchId: batch?.batchId,
				status: 'incomplete',
				batchSize: 1,
				statusUrl: expect.stringContaining('/profile/batchStatus?batchId=democlient-') as string,
			},
			{
				batchId: batch?.batchId,
				status: 'complete',
				batchSize: 1,
				statusUrl: batch?.statusUrl,
				consumedCount: 1,
				successfulUpdates: 1,
				profilesNotFound: 0,
				failedUpdates: 0,
			},
		]);
	});

	it('asks no foreign host, and says why', async () => {
		const foreign = 'https://target.example.com/m2/democlient/profile/batchStatus?batchId=democlient-1';

		const execution = await rest.run(
			await rest.createWorkflow(statusWorkflow([foreign, 'democlient-1'])),
			CSV.trigger,
		);

		expect(execution.error).toBeUndefined();
		expect(execution.json(POSTGRES.status, 1)).toEqual([
			{
				batch: foreign,
				error: 'The status URL is not on a host of Target',
				message: expect.stringContaining('tt.omtrdc.net') as string,
			},
		]);
		expect(execution.items(POSTGRES.status)).toMatchObject([
			{ json: { batchId: 'democlient-1', status: 'unknown' }, pairedItem: { item: 1 } },
		]);
	});
});

describe('the webhook example', () => {
	it('answers a message with what was submitted, and Target holds it', async () => {
		const message = {
			customerId: 'shop & co; 1%',
			page: 'https://example.com/?a=b&c=d+e#top',
			search: '"größe" 🎧\n100 %',
			cartValue: 19.95,
			newsletter: false,
		};
		emulator.putProfile('thirdPartyId', message.customerId);
		const workflow = await rest.createWorkflow(readExample(WEBHOOK.file, credential));
		await rest.publish(workflow);

		const response = await fetch(`${n8n.server.url}/webhook/${WEBHOOK.path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(message),
		});

		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({
			profileId: message.customerId,
			idType: 'thirdPartyId',
			submitted: true,
			attributesSent: 4,
			message: expect.any(String) as string,
		});
		expect(Object.fromEntries(emulator.profile('thirdPartyId', message.customerId) ?? [])).toEqual({
			lastPage: message.page,
			lastSearch: message.search,
			cartValue: '19.95',
			newsletter: 'false',
		});
	});
});

describe('Update Profile', () => {
	it('gives bad items to the error output, each with its reason, and sends the others', async () => {
		for (const id of ['one', 'four']) emulator.putProfile('thirdPartyId', id);
		const ids = ['one', '', 'with+plus', 'four'];
		const workflow = withErrorOutput(updateWorkflow(ids), WEBHOOK.update);

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.items(WEBHOOK.update)).toMatchObject([
			{ json: { profileId: 'one', submitted: true }, pairedItem: { item: 0 } },
			{ json: { profileId: 'four', submitted: true }, pairedItem: { item: 3 } },
		]);
		expect(execution.items(WEBHOOK.update, 1)).toMatchObject([
			{ json: { error: expect.stringMatching(/\bID\b/) as string }, pairedItem: { item: 1 } },
			{ json: { error: expect.stringContaining('+') as string }, pairedItem: { item: 2 } },
		]);
		expect(emulator.profile('thirdPartyId', 'four')?.get('seen')).toBe('four');
	});
});

describe('the credential', () => {
	it('passes its test when all of it is right', async () => {
		const result = await rest.testCredential(credential.id, emulatorCredential(emulator, TOKEN));

		expect(result.status).toBe('OK');
	});

	it('fails its test with a token that Target refuses, and does not repeat it', async () => {
		const result = await rest.testCredential(credential.id, emulatorCredential(emulator, WRONG_TOKEN));

		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/token/i);
		expect(result.message).not.toContain(WRONG_TOKEN);
	});

	it('fails its test with an edge where nothing answers, and names the setting', async () => {
		const nowhere = { ...emulator, clientCode: emulator.clientCode, url: 'http://127.0.0.1:1' };

		const result = await rest.testCredential(credential.id, emulatorCredential(nowhere, TOKEN));

		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/edge|reach|connect/i);
	});
});

it('keeps no profile token, right or wrong, in anything that n8n saves', async () => {
	emulator.putProfile('thirdPartyId', 'kept-profile');
	const wrong = await rest.createCredential(emulatorCredential(emulator, WRONG_TOKEN));
	const runs = [];
	for (const used of [credential, wrong]) {
		for (const workflow of [
			updateWorkflow(['kept-profile'], used),
			await csvWorkflow(csvOf('kept-profile'), used),
		]) {
			runs.push(await rest.run(await rest.createWorkflow(workflow), CSV.trigger));
		}
	}

	expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'error', 'error']);
	// The search finds what is kept: the profile's ID is.
	expect(await filesWith('kept-profile')).not.toEqual([]);
	for (const token of [TOKEN, WRONG_TOKEN]) {
		expect(runs.filter(({ text }) => text.includes(token))).toEqual([]);
		expect(await filesWith(token)).toEqual([]);
	}
});

async function csvWorkflow(csv: string, used = credential): Promise<WorkflowFile> {
	return readCsvExample(used, await fileOf(csv));
}

/** A new file that n8n may read, with this text. */
async function fileOf(text: string): Promise<string> {
	const file = path.join(folder, 'files', `${Math.random().toString(36).slice(2)}.csv`);
	await writeFile(file, text);
	return file;
}

/** A row for each ID, with all columns that the CSV example names. */
function csvOf(...ids: string[]): string {
	const rows = ids.map((id) => `${id},Name of ${id},,,,,`);
	return ['customerId,name,company,city,interests,campaign,note', ...rows, ''].join('\n');
}

/** Get Bulk Update Status for these batches: the node of the Postgres example, after a trigger with an item for each. */
function statusWorkflow(batches: unknown[]): WorkflowFile {
	const status = nodeOf(readExample(POSTGRES.file, credential), POSTGRES.status);
	const parameters = { ...status.parameters, batch: '={{ $json.batch }}' };
	return workflowOf({ ...status, parameters }, batches.map((batch) => ({ batch })) as IDataObject[]);
}

/** Update Profile for these IDs: the node of the webhook example, after a trigger with an item for each. */
function updateWorkflow(ids: string[], used = credential): WorkflowFile {
	const update = nodeOf(readExample(WEBHOOK.file, used), WEBHOOK.update);
	const parameters: INodeParameters = {
		...update.parameters,
		profileId: '={{ $json.id }}',
		attributes: { assignments: [{ id: '1', name: 'seen', value: '={{ $json.id }}', type: 'string' }] },
	};
	return workflowOf(
		{ ...update, parameters },
		ids.map((id) => ({ id })),
	);
}

/** A node after a trigger that gives it these items. */
function workflowOf(node: INode, items: IDataObject[]): WorkflowFile {
	const trigger = nodeOf(readExample(CSV.file, credential), CSV.trigger);
	return {
		name: node.name,
		nodes: [trigger, node],
		connections: { [trigger.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: items.map((json) => ({ json })) },
	};
}

/** Sets a node to On Error: Continue (using error output). */
function withErrorOutput(workflow: WorkflowFile, node: string): WorkflowFile {
	nodeOf(workflow, node).onError = 'continueErrorOutput';
	return workflow;
}

/** The files in n8n's folder that hold a text: the database and its log among them. */
async function filesWith(text: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name));
	const holding: string[] = [];
	for (const file of files) {
		if ((await readFile(file)).includes(text)) holding.push(file);
	}
	return holding;
}
