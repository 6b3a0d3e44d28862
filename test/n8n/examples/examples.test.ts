import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Emulator } from '../../emulator';
import { CSV_URL, LARGE_FILE, nodeOf, ownWebhook, readExample, RETRY, SHARES } from './examples';
import { publishLargeFile } from './largeFileExample';
import { startN8nWithNode, type N8nWithNode } from '../server/n8nWithNode';
import { startPostgres, type Postgres } from '../server/postgres';
import type { Rest, SavedWorkflow, WorkflowFile } from '../server/rest';
import { publishRetry, type Retry } from './retryExample';
import { fillCustomers, KEY, publishShares } from './sharesExample';
import { post } from './webhook';

let n8n: N8nWithNode;
let emulator: Emulator;
let rest: Rest;
let credential: { id: string; name: string };

beforeAll(async () => {
	n8n = await startN8nWithNode();
	({ emulator, rest, credential } = n8n);
});

afterAll(async () => {
	await n8n.stop();
});

/** The attributes that Target holds of a customer. */
function held(customerId: string): Record<string, string> | undefined {
	const profile = emulator.profile('thirdPartyId', customerId);
	return profile && Object.fromEntries(profile);
}

describe('the example of a CSV export from a URL', () => {
	const CSV_TEXT =
		'customerId,name,city,campaign\nurl-1,One,Sampletown,\n,Nobody,,\nurl-2,Two,,a & b\nurl-1,,Łódź,\n';
	const source = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'text/csv' }).end(CSV_TEXT);
	});

	beforeAll(async () => {
		source.listen(0, '127.0.0.1');
		await once(source, 'listening');
	});

	afterAll(() => {
		source.close();
	});

	function readFromSource(): WorkflowFile {
		const workflow = readExample(CSV_URL.file, credential);
		const { port } = source.address() as AddressInfo;
		nodeOf(workflow, CSV_URL.download).parameters.url = `http://127.0.0.1:${port}/customers.csv`;
		return workflow;
	}

	/** The text of an item's file, which n8n keeps in its folder by the file's ID. */
	async function textOf(item?: INodeExecutionData): Promise<string> {
		const [, id = 'none'] = item?.binary?.data?.id?.split(':') ?? [];
		const files = await readdir(n8n.folder, { recursive: true });
		return await readFile(path.join(n8n.folder, files.find((file) => file.endsWith(id)) ?? id), 'utf8');
	}

	it.each([CSV_URL.trigger, CSV_URL.schedule])(
		'sends nothing when it is run from the editor at "%s", and shows the batch file',
		async (trigger) => {
			const before = emulator.counts.requests;

			const execution = await rest.run(await rest.createWorkflow(readFromSource()), trigger);

			expect(execution.error).toBeUndefined();
			const items = execution.items(CSV_URL.bulk);
			expect(items).toMatchObject([
				{
					json: { batch: 1, status: 'preview', rows: 2, firstLine: 2, lastLine: 5 },
					binary: { data: { fileName: 'adobe-target-batch-1.txt', mimeType: 'text/plain' } },
				},
			]);
			expect(await textOf(items[0])).toBe(
				'batch=thirdPartyId,customerName,lastCampaign,city\nurl-2,Two,a%20%26%20b\nurl-1,One,,%C5%81%C3%B3d%C5%BA',
			);
			expect(emulator.counts.requests).toBe(before);
		},
	);

	it('sends the file and accounts for every row once it is published', async () => {
		const workflow = readFromSource();
		// In place of the schedule, as its time does not come.
		const webhook = nodeOf(readExample(RETRY.file, credential), RETRY.webhook);
		Object.assign(nodeOf(workflow, CSV_URL.schedule), {
			type: webhook.type,
			typeVersion: webhook.typeVersion,
			parameters: { ...webhook.parameters, responseMode: 'lastNode' },
		});
		const url = ownWebhook(n8n.server, workflow, CSV_URL.schedule);
		await rest.publish(await rest.createWorkflow(workflow));

		const answer = await post(url, {});

		expect(await answer.json()).toEqual({
			batches: 1,
			rows: 4,
			sent: 2,
			skipped: 1,
			merged: 1,
			notSubmitted: 0,
			retried: 0,
			bytes: expect.any(Number) as number,
			durationMs: expect.any(Number) as number,
			skippedRows: ['Line 3: The third-party ID is missing.'],
		});
		expect(held('url-1')).toEqual({ customerName: 'One', city: 'Łódź' });
		expect(held('url-2')).toEqual({ customerName: 'Two', lastCampaign: 'a & b' });
	});
});

describe('the example that sends failed updates again', () => {
	const MESSAGE = { loyaltyTier: 'gold', favouriteStore: 'Łódź & co', newsletter: false };
	const REFUSAL = { status: 400, body: 'Sample refusal' };

	const published = async (table: string, tries?: number): Promise<Retry> =>
		await publishRetry(n8n, table, tries);

	it('keeps an update that Target did not take, with the reason, and sends it with the next turn', async () => {
		emulator.putProfile('thirdPartyId', 'retry-1');
		const retry = await published('failed one');
		emulator.answerNext(REFUSAL);
		await retry.receive({ customerId: 'retry-1', ...MESSAGE });
		expect(held('retry-1')).toEqual({});

		const turn = await retry.turn();

		expect(turn.json(RETRY.failed)).toMatchObject([
			{
				customerId: 'retry-1',
				error: expect.stringMatching(/^Target refused the request\. .*Sample refusal/) as string,
				tries: 0,
			},
		]);
		expect(turn.json(RETRY.again)).toMatchObject([{ profileId: 'retry-1', submitted: true }]);
		expect(held('retry-1')).toEqual({
			loyaltyTier: 'gold',
			favouriteStore: 'Łódź & co',
			newsletter: 'false',
		});
		expect((await retry.turn()).json(RETRY.failed)).toEqual([]);
	});

	it('sends what went well at once only once', async () => {
		emulator.putProfile('thirdPartyId', 'retry-2');
		const retry = await published('failed two');

		await retry.receive({ customerId: 'retry-2', ...MESSAGE });

		expect(held('retry-2')).toMatchObject({ loyaltyTier: 'gold' });
		expect((await retry.turn()).json(RETRY.failed)).toEqual([]);
	});

	it('sends the newest of the messages of a customer that failed, and none after one that went well', async () => {
		for (const id of ['retry-3', 'retry-4']) emulator.putProfile('thirdPartyId', id);
		const retry = await published('failed three');
		emulator.answerNext(REFUSAL, 3);
		await retry.receive({ customerId: 'retry-3', ...MESSAGE });
		await retry.receive({ customerId: 'retry-4', ...MESSAGE });
		await retry.receive({ customerId: 'retry-3', ...MESSAGE, loyaltyTier: 'silver' });
		await retry.receive({ customerId: 'retry-4', ...MESSAGE, loyaltyTier: 'silver' });

		const turn = await retry.turn();

		expect(turn.json(RETRY.again)).toMatchObject([{ profileId: 'retry-3' }]);
		expect(held('retry-3')).toMatchObject({ loyaltyTier: 'silver' });
		expect(held('retry-4')).toMatchObject({ loyaltyTier: 'silver' });
	});

	it('keeps a message that failed while an older one of the customer was sent again', async () => {
		emulator.putProfile('thirdPartyId', 'retry-5');
		const retry = await published('failed five');
		emulator.answerNext(REFUSAL);
		await retry.receive({ customerId: 'retry-5', ...MESSAGE });

		// The newer message is through before the older one is answered.
		let newerIsThrough: (() => void) | undefined;
		const until = new Promise<void>((resolve) => (newerIsThrough = resolve));
		emulator.answerNext({ fault: 'held', until });
		emulator.answerNext(REFUSAL);
		await retry.turn(async () => {
			await retry.receive({ customerId: 'retry-5', ...MESSAGE, loyaltyTier: 'silver' });
			newerIsThrough?.();
		});
		expect(held('retry-5')).toMatchObject({ loyaltyTier: 'gold' });
		await retry.turn();

		expect(held('retry-5')).toMatchObject({ loyaltyTier: 'silver' });
		expect((await retry.turn()).json(RETRY.failed)).toEqual([]);
	});

	it('leaves a message alone after the tries of a day, and keeps it with its last error', async () => {
		const retry = await published('failed four', 94);
		await retry.receive({ ...MESSAGE });

		const turns = [await retry.turn(), await retry.turn(), await retry.turn()];

		const name = expect.stringMatching(/^no ID, execution \d+$/) as string;
		expect(turns.map((turn) => turn.json(RETRY.failed))).toMatchObject([
			[{ customerId: name, tries: 94 }],
			[{ customerId: name, tries: 95 }],
			[],
		]);
		expect(turns[1]?.json(RETRY.count)).toMatchObject([
			{
				customerId: name,
				message: JSON.stringify(MESSAGE),
				error: expect.stringMatching(/^The third-party ID is missing\. /) as string,
				tries: 96,
			},
		]);
	});
});

describe('the example that hands out shares', () => {
	const CUSTOMERS = 500;
	let postgres: Postgres;

	beforeAll(async () => {
		postgres = await startPostgres();
		await fillCustomers(postgres, CUSTOMERS);
	});

	afterAll(async () => {
		await postgres.stop();
	});

	it('sends every customer in one share, each share in an execution of its own, and gives the totals', async () => {
		const { workflow } = await publishShares(n8n, postgres);
		const before = { ...emulator.counts };

		const execution = await rest.run(workflow, SHARES.trigger);

		expect(execution.error).toBeUndefined();
		expect(execution.json(SHARES.handOut)).toHaveLength(8);
		expect(execution.json(SHARES.totals)).toEqual([
			{
				sum_rows: CUSTOMERS,
				sum_sent: CUSTOMERS,
				sum_merged: 0,
				sum_skipped: 0,
				sum_notSubmitted: 0,
				sum_batches: 8,
			},
		]);
		expect(emulator.counts.batches - before.batches).toBe(8);
		expect(emulator.counts.rows - before.rows).toBe(CUSTOMERS);
		for (let i = 1; i <= CUSTOMERS; i++) {
			expect(held(`Kundin; ${i} "ü"`)).toEqual({
				loyaltyTier: `tier ${i}`,
				favouriteStore: 'Łódź & co',
				newsletter: String(i % 2 === 0),
			});
		}
	});

	it('ends with an error where a share failed, when the others are sent', async () => {
		const { workflow } = await publishShares(n8n, postgres);
		const before = emulator.counts.batches;
		emulator.answerNext({ status: 400 });

		const execution = await rest.run(workflow, SHARES.trigger);

		expect(execution.status).toBe('error');
		expect(emulator.counts.batches - before).toBe(7);
	});

	it('starts no share for who does not know the value of its header', async () => {
		const { url } = await publishShares(n8n, postgres);
		const before = emulator.counts.requests;
		const share = { firstId: 'A', lastId: 'Z' };

		const answers = [await post(url, share), await post(url, share, { [KEY.name]: 'another value' })];

		expect(answers.map(({ status }) => status)).toEqual([403, 403]);
		expect(emulator.counts.requests).toBe(before);
	});
});

describe('the example that sends a large file in shares', () => {
	const ROWS = 3_000;
	const IDS = 2_500;
	const lines = Array.from(
		{ length: ROWS },
		(_, row) => `large-${row % IDS},Name ${row},"Łódź, Süd",campaign ${row}`,
	);
	const CSV_TEXT = ['customerId,name,city,campaign', ...lines, ',Nobody,,'].join('\n');
	let downloads = 0;
	const source = createServer((_, response) => {
		downloads++;
		response.writeHead(200, { 'content-type': 'text/csv' }).end(CSV_TEXT);
	});

	beforeAll(async () => {
		source.listen(0, '127.0.0.1');
		await once(source, 'listening');
	});

	afterAll(() => {
		source.close();
	});

	async function published(): Promise<SavedWorkflow> {
		const { port } = source.address() as AddressInfo;
		return await publishLargeFile(n8n, `http://127.0.0.1:${port}/customers.csv`);
	}

	it('sends every customer of the file once, merged, each share in an execution of its own, and gives the totals', async () => {
		const workflow = await published();
		const before = { ...emulator.counts };

		const execution = await rest.run(workflow, LARGE_FILE.trigger);

		expect(execution.error).toBeUndefined();
		const shares = execution.json(LARGE_FILE.handOut);
		expect(shares).toHaveLength(4);
		expect(downloads).toBe(4);
		for (const { rows, otherShares } of shares) {
			expect(Number(rows)).toBeGreaterThan(500);
			expect(Number(rows) + Number(otherShares)).toBe(ROWS + 1);
		}
		expect(execution.json(LARGE_FILE.totals)).toEqual([
			{
				sum_rows: ROWS + 1,
				sum_sent: IDS,
				sum_merged: ROWS - IDS,
				sum_skipped: 1,
				sum_notSubmitted: 0,
				sum_batches: 4,
			},
		]);
		expect(emulator.counts.batches - before.batches).toBe(4);
		expect(emulator.counts.rows - before.rows).toBe(IDS);
		for (let id = 0; id < IDS; id++) {
			const last = id + IDS < ROWS ? id + IDS : id;
			expect(held(`large-${id}`)).toEqual({
				customerName: `Name ${last}`,
				city: 'Łódź; Süd',
				lastCampaign: `campaign ${last}`,
			});
		}
	});

	it('ends with an error where a share failed, when the others are sent', async () => {
		const workflow = await published();
		const before = emulator.counts.batches;
		emulator.answerNext({ status: 400 });

		const execution = await rest.run(workflow, LARGE_FILE.trigger);

		expect(execution.status).toBe('error');
		expect(emulator.counts.batches - before).toBe(3);
	});
});
