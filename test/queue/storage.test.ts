import path from 'node:path';
import { asInBatch, customersToCsv, demoCustomers } from '../../examples/demoCustomers';
import { compareProfiles } from '../n8n/demo/compareProfiles';
import { startQueueN8n, type QueueN8n } from './queueN8n';
import {
	bulkOfFile,
	bulkOfItems,
	ended,
	HOOK,
	itemsOf,
	postFile,
	postItems,
	publishHooked,
	SEND,
} from './workflows';

const ROWS = 300;

let n8n: QueueN8n;

beforeAll(async () => {
	n8n = await startQueueN8n();
});

afterAll(async () => {
	await n8n.stop();
});

/** The profiles that the emulator holds whose IDs begin so. */
function heldProfiles(prefix: string): Map<string, Record<string, string>> {
	const ids = n8n.emulator.ids('thirdPartyId').filter((id) => id.startsWith(prefix));
	return new Map(ids.map((id) => [id, Object.fromEntries(n8n.emulator.profile('thirdPartyId', id) ?? [])]));
}

/** Customers as the columns of a file whose IDs begin so, and as the profiles that come of it. */
function customers(prefix: string) {
	const rows = demoCustomers(ROWS).map((row) => ({ ...row, customerId: `${prefix}${row.customerId}` }));
	const profiles = rows.map(({ customerId, ...cells }) => {
		const values = Object.entries(cells).filter(([, value]) => value !== '');
		return [customerId, Object.fromEntries(values.map(([name, value]) => [name, asInBatch(value)]))] as const;
	});
	return { csv: customersToCsv(rows), profiles: new Map(profiles) };
}

describe.each([
	{ mode: 'filesystem', why: 'in one folder that all share' },
	{ mode: 'database', why: 'the default of queue mode' },
])('with files in mode $mode, $why', ({ mode }) => {
	beforeAll(async () => {
		// The compose file has the first.
		if (mode !== 'filesystem') await n8n.restart(() => ({ N8N_DEFAULT_BINARY_DATA_MODE: mode }));
	});

	test('a file that the webhook process took in is sent by a worker, value for value', async () => {
		const { csv, profiles } = customers(`${mode}-file-`);
		const hook = await publishHooked(n8n, { parameters: bulkOfFile, takesFile: true });
		expect((await postFile(hook.url, csv)).status).toBe(200);

		const { id, execution } = await ended(n8n, hook);
		expect(execution.json(SEND)).toMatchObject([{ status: 'submitted', rows: ROWS }]);
		expect(execution.items(HOOK)[0]?.binary?.data?.id).toMatch(new RegExp(`^${mode}`));
		expect(n8n.workerOf(id)).toBeDefined();
		expect(compareProfiles(profiles, heldProfiles(`${mode}-file-`)).different).toEqual([]);
	});

	test('items that the webhook process took in are sent by a worker, value for value', async () => {
		const items = itemsOf(250, `${mode}-item-`);
		const hook = await publishHooked(n8n, { parameters: bulkOfItems(100) });
		expect((await postItems(hook.url, items)).status).toBe(200);

		const { id, execution } = await ended(n8n, hook);
		expect(execution.json(SEND).map(({ rows }) => rows)).toEqual([100, 100, 50]);
		expect(n8n.workerOf(id)).toBeDefined();
		const sent = new Map(items.map(({ id: profile, tier }) => [profile, { tier }]));
		expect(compareProfiles(sent, heldProfiles(`${mode}-item-`)).different).toEqual([]);
	});
});

test('a file that is in a folder of another process is told in words, and nothing is sent', async () => {
	await n8n.restart((name) => ({ N8N_STORAGE_PATH: path.join(n8n.storage, name) }));
	const { batches } = n8n.emulator.counts;
	const hook = await publishHooked(n8n, { parameters: bulkOfFile, takesFile: true });
	await postFile(hook.url, customers('elsewhere-').csv);

	const { execution } = await ended(n8n, hook);
	expect(execution.status).toBe('error');
	expect(execution.error).toBe('n8n does not find the file any more');
	expect(execution.text).toContain('in a folder that all workers share (N8N_STORAGE_PATH)');
	expect(n8n.emulator.counts.batches).toBe(batches);
});
