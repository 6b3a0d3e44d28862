import { Readable } from 'node:stream';

import { BinaryDataService } from 'n8n-core';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

test('a preview gives the batch files as binary data with their counts, and sends nothing', async () => {
	const items = [
		{ id: 'c0', tier: 'gold, & more' },
		{ id: 'c1', tier: 'silver' },
		{ id: 'c2', tier: 'bronze' },
	];
	const { success, error } = await runBulk(emulator(), items, {
		options: { previewOnly: true, rowsPerBatch: 2 },
	});
	expect(error).toBeUndefined();
	expect(success.map(({ json }) => json)).toEqual([
		{ batch: 1, status: 'preview', rows: 2, bytes: 57, firstItem: 0, lastItem: 1 },
		{ batch: 2, status: 'preview', rows: 1, bytes: 33, firstItem: 2, lastItem: 2 },
	]);
	const [first] = success;
	expect(first?.binary?.data).toMatchObject({ fileName: 'adobe-target-batch-1.txt', mimeType: 'text/plain' });
	expect(Buffer.from(first?.binary?.data?.data ?? '', 'base64').toString('latin1')).toBe(
		'batch=thirdPartyId,tier\nc0,gold%3B%20%26%20more\nc1,silver',
	);
	expect(emulator().counts.connections).toBe(0);
});

test.each([
	['Update Profile', runUpdate, 'Preview Only is on, so nothing was sent.'],
	[
		'Bulk Update Profiles',
		runBulk,
		'1 item read: 1 profile would go out in 1 batch. Preview Only is on, so nothing was sent.',
	],
])('a preview of %s is a warning, so that nobody takes it for a run that sends', async (_, run, message) => {
	const { hints } = await run(emulator(), [{ id: 'c0', tier: 'gold' }], {
		options: { previewOnly: true, excludeFields: '' },
	});
	expect(hints).toEqual([expect.objectContaining({ type: 'warning', message })]);
	const sent = await run(emulator(), [{ id: 'c0', tier: 'gold' }]);
	expect(sent.hints.filter(({ type }) => type === 'warning')).toEqual([]);
});

test.each(ON_ERROR)(
	'where n8n does not take a batch file, the input file is closed (%s)',
	async (onError) => {
		const opened: Readable[] = [];
		jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
			// The beginning of a file is read whole.
			const beginning = `id,tier\n${['a', 'b', 'c'].map((id) => `${id},${'x'.repeat(30_000)}\n`).join('')}`;
			const file = Readable.from([Buffer.from(beginning), Buffer.from('d,4\n')]);
			opened.push(file);
			return Promise.resolve(file);
		});
		const options = { previewOnly: true, rowsPerBatch: 1 };
		const rest = { binaryMode: 'storage', onError } as const;
		// oxlint-disable-next-line typescript/unbound-method -- it is called with the service that it belongs to
		const { store } = BinaryDataService.prototype;
		jest.spyOn(BinaryDataService.prototype, 'store').mockImplementation(function (
			this: BinaryDataService,
			...file
		) {
			const [, , { fileName }] = file;
			if (fileName === 'adobe-target-batch-2.txt') return Promise.reject(new Error('the disk is full'));
			return store.apply(this, file);
		});
		const { success, failed, error } = await runFile(emulator(), '', { options }, rest);
		jest.restoreAllMocks();
		const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
		expect(told).toBe('the disk is full');
		expect(opened.map(({ destroyed }) => destroyed)).toEqual(opened.map(() => true));
	},
);

test('stopped while n8n does not take a batch file, the preview ends, and the input file is closed', async () => {
	const opened: Readable[] = [];
	jest.spyOn(BinaryDataService.prototype, 'getAsStream').mockImplementation(() => {
		const rows = Array.from({ length: 4 }, (_, row) => Buffer.from(`c${row},${'x'.repeat(30_000)}\n`));
		const file = Readable.from([Buffer.from('id,tier\n'), ...rows]);
		opened.push(file);
		return Promise.resolve(file);
	});
	let cancel: (() => void) | undefined;
	// oxlint-disable-next-line typescript/unbound-method -- it is called with the service that it belongs to
	const { store } = BinaryDataService.prototype;
	jest.spyOn(BinaryDataService.prototype, 'store').mockImplementation(function (
		this: BinaryDataService,
		...file
	) {
		const [, , { fileName }] = file;
		if (fileName?.startsWith('adobe-target-batch') !== true) return store.apply(this, file);
		setImmediate(() => cancel?.());
		return new Promise(() => undefined);
	});
	const { saved } = await runFile(
		emulator(),
		'',
		{ options: { previewOnly: true, rowsPerBatch: 1 } },
		{
			binaryMode: 'storage',
			onError: 'continueRegularOutput',
			onStarted: (stop) => {
				cancel = stop;
			},
		},
	);
	jest.restoreAllMocks();
	expect(saved.status).toBe('canceled');
	expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true]);
}, 10_000);
