import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { CSV, nodeOf, readCsvExample } from '../../n8n/examples/examples';
import type { Started } from '../trial';

const customers = (...ids: string[]): IDataObject[] =>
	ids.map((id) => ({ id, store: 'Łódź & co', tier: 'gold' }));
const ATTRIBUTES = { store: 'Łódź & co', tier: 'gold' };
const BULK = { operation: 'bulkUpdateProfiles', idField: 'id', attributesMode: 'all' };

/** Each operation, from items and from a file. */
export function checkOperations(started: Started): void {
	it('Update Profile sends the fields of each item', async () => {
		const { n8n, run, held } = started();
		for (const id of ['single-1', 'single-2']) n8n.emulator.putProfile('thirdPartyId', id);
		const execution = await run(customers('single-1', 'single-2'), {
			operation: 'updateProfile',
			profileId: '={{ $json.id }}',
			attributesMode: 'all',
			options: { excludeFields: 'id' },
		});
		expect(execution.items('Send')).toMatchObject([
			{ json: { profileId: 'single-1', submitted: true, attributesSent: 2 }, pairedItem: { item: 0 } },
			{ json: { profileId: 'single-2', submitted: true, attributesSent: 2 }, pairedItem: { item: 1 } },
		]);
		expect([held('single-1'), held('single-2')]).toEqual([ATTRIBUTES, ATTRIBUTES]);
	});

	it('Bulk Update Profiles sends items as a batch', async () => {
		const { run, held } = started();
		const execution = await run(customers('bulk-1', 'bulk-2', 'bulk-1'), { ...BULK, output: 'summary' });
		expect(execution.json('Send')).toMatchObject([{ batches: 1, rows: 3, sent: 2, merged: 1, skipped: 0 }]);
		expect([held('bulk-1'), held('bulk-2')]).toEqual([ATTRIBUTES, ATTRIBUTES]);
	});

	it('Bulk Update Profiles sends the rows of a file', async () => {
		const { n8n, held } = started();
		const file = path.join(n8n.folder, 'files', 'rows.csv');
		await writeFile(file, 'customerId,store\nfile-1,Łódź & co\nfile-2,Poznań\n');
		const workflow = readCsvExample(n8n.credential, file);
		Object.assign(nodeOf(workflow, CSV.bulk).parameters, { attributesMode: 'all' });
		const execution = await n8n.rest.run(await n8n.rest.createWorkflow(workflow), CSV.trigger);
		expect(execution.error).toBeUndefined();
		expect(execution.json(CSV.bulk)).toMatchObject([{ rows: 2, firstLine: 2, lastLine: 3 }]);
		expect([held('file-1'), held('file-2')]).toEqual([{ store: 'Łódź & co' }, { store: 'Poznań' }]);
	});

	it('Preview Only sends nothing, and gives the batch as a file', async () => {
		const { n8n, run } = started();
		const { requests } = n8n.emulator.counts;
		const execution = await run(customers('preview-1'), { ...BULK, options: { previewOnly: true } });
		expect(execution.items('Send')).toMatchObject([
			{ json: { status: 'preview', rows: 1 }, binary: { data: { mimeType: 'text/plain' } } },
		]);
		expect(n8n.emulator.counts.requests).toBe(requests);
	});

	it('Get Profile gives what Target has', async () => {
		const { n8n, run } = started();
		n8n.emulator.putProfile('thirdPartyId', 'known', { tier: 'gold' });
		const execution = await run([{ id: 'known' }], {
			operation: 'getProfile',
			profileId: '={{ $json.id }}',
		});
		expect(execution.json('Send')).toMatchObject([{ attributes: { tier: 'gold' } }]);
	});

	it('Get Bulk Update Status says what became of a batch', async () => {
		const { run } = started();
		const [batch] = (await run(customers('status-1'), BULK)).json('Send');
		const ask = { operation: 'getBulkUpdateStatus', batch: '={{ $json.statusUrl }}' };
		// Right after the upload, it is not complete.
		await run([{ statusUrl: batch?.statusUrl }], ask);
		const execution = await run([{ statusUrl: batch?.statusUrl }], ask);
		expect(execution.json('Send')).toMatchObject([{ status: 'complete', successfulUpdates: 1 }]);
	});
}
