import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { customersToCsv, demoCustomers } from '../../examples/demoCustomers';
import { startEmulator, type Emulator } from '../emulator';
import { CSV, emulatorCredential, nodeOf, readCsvExample, readExample, WEBHOOK } from './examples';
import { installNode } from './installNode';
import { signIn, type Rest, type WorkflowFile } from './rest';
import { startServer, type Server } from './server';

const TOKEN = '00000000-sample-token-for-the-tests';
const WRONG_TOKEN = '11111111-sample-token-that-is-wrong';

let folder: string;
let emulator: Emulator;
let server: Server;
let rest: Rest;
let credential: { id: string; name: string };

beforeAll(async () => {
	const tarball = process.env.PACKED_NODE;
	if (tarball === undefined)
		throw new Error('These tests are started by "npm run test:n8n", which packs the node.');
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-test-'));
	await installNode(tarball, folder);
	emulator = await startEmulator({ profileToken: TOKEN });
	server = await startServer({ userFolder: folder, port: 0, filesFolder: path.join(folder, 'files') });
	rest = await signIn(server.url);
	credential = await rest.createCredential(emulatorCredential(emulator, TOKEN));
});

afterAll(async () => {
	await server.stop();
	await emulator.close();
	await rm(folder, { recursive: true });
});

describe('the CSV example', () => {
	it('sends each row of the file, and gives an item for the batch', async () => {
		const customers = demoCustomers(300);
		const workflow = await rest.createWorkflow(await csvWorkflow(customersToCsv(customers)));

		const execution = await rest.run(workflow, CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toEqual([
			{
				batch: 1,
				batchId: expect.any(String) as string,
				status: 'submitted',
				rows: 300,
				bytes: expect.any(Number) as number,
				firstItem: 0,
				lastItem: 299,
				attempts: 1,
				statusUrl: expect.stringContaining(emulator.url) as string,
			},
		]);
		for (const { customerId, name, note, company } of customers) {
			const profile = emulator.profile('thirdPartyId', customerId);
			expect(profile?.get('customerName')).toBe(name);
			expect(profile?.get('note')).toBe(note === '' ? undefined : note);
			expect(profile?.get('company')).toBe(company === '' ? undefined : company);
		}
	});

	it('sends the good rows and gives a row without an ID to the error output', async () => {
		const csv = 'customerId,name\nrow-1,One\n,Nobody\nrow-3,Three\n';
		const workflow = withErrorOutput(await csvWorkflow(csv), CSV.bulk);

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toMatchObject([{ status: 'submitted', rows: 2 }]);
		expect(execution.items(CSV.bulk, 1)).toMatchObject([
			{ json: { error: expect.stringMatching(/\bID\b/) as string }, pairedItem: { item: 1 } },
		]);
		expect(emulator.profile('thirdPartyId', 'row-1')?.get('customerName')).toBe('One');
		expect(emulator.profile('thirdPartyId', 'row-3')?.get('customerName')).toBe('Three');
	});

	it('uploads nothing and ends with an error where n8n is set to stop', async () => {
		const before = emulator.counts.batches;
		const workflow = await csvWorkflow('customerId,name\nstop-1,One\n,Nobody\n');

		const execution = await rest.run(await rest.createWorkflow(workflow), CSV.trigger);

		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/\bID\b/);
		expect(emulator.counts.batches).toBe(before);
	});
});

describe('the webhook example', () => {
	it('answers a message with what was submitted, and Target holds it', async () => {
		const message = {
			customerId: 'shop & co, 1%',
			page: 'https://example.com/?a=b&c=d+e#top',
			search: '"größe" 🎧\n100 %',
			cartValue: 19.95,
			newsletter: false,
		};
		emulator.putProfile('thirdPartyId', message.customerId);
		const workflow = await rest.createWorkflow(readExample(WEBHOOK.file, credential));
		await rest.publish(workflow);

		const response = await fetch(`${server.url}/webhook/${WEBHOOK.path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(message),
		});

		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({
			profileId: message.customerId,
			idType: 'thirdPartyId',
			submitted: true,
			attributes: 4,
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
			await csvWorkflow('customerId,name\nkept-profile,One\n', used),
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
	const file = path.join(folder, 'files', `${Math.random().toString(36).slice(2)}.csv`);
	await writeFile(file, csv);
	return readCsvExample(used, file);
}

/** Update Profile for these IDs: the node of the webhook example, after a trigger with an item for each. */
function updateWorkflow(ids: string[], used = credential): WorkflowFile {
	const update = nodeOf(readExample(WEBHOOK.file, used), WEBHOOK.update);
	const trigger = nodeOf(readExample(CSV.file, used), CSV.trigger);
	const parameters: INodeParameters = {
		...update.parameters,
		profileId: '={{ $json.id }}',
		attributes: { assignments: [{ id: '1', name: 'seen', value: '={{ $json.id }}', type: 'string' }] },
	};
	return {
		name: 'Update Profile',
		nodes: [trigger, { ...update, parameters }],
		connections: { [trigger.name]: { main: [[{ node: update.name, type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: ids.map((id) => ({ json: { id } })) },
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
