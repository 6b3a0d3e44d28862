import { emulatorPerTest, runBulk, runFile } from './emulatedRun';

const emulator = emulatorPerTest();

const ITEMS = [
	{ id: 'c0', tier: 'gold' },
	{ id: '', tier: 'silver' },
	{ id: 'c2', tier: 'bronze' },
];

test('under "Skip Them" and "Stop Workflow", the others are sent, and a hint names the skipped', async () => {
	const { success, error, hints } = await runBulk(emulator(), ITEMS, { options: { invalidRows: 'skip' } });
	expect(error).toBeUndefined();
	expect(success.map(({ json }) => json)).toEqual([
		expect.objectContaining({ rows: 2, status: 'submitted' }),
	]);
	expect(hints).toEqual([
		{
			message:
				'3 items read: 2 profiles submitted in 1 batch, 1 item skipped. Item 1: The third-party ID is missing.',
			type: 'warning',
			location: 'outputPane',
		},
	]);
});

test('the summary names skipped rows', async () => {
	const { success } = await runBulk(emulator(), ITEMS, {
		output: 'summary',
		options: { invalidRows: 'skip' },
	});
	expect(success.map(({ json }) => json)).toEqual([
		{
			batches: 1,
			rows: 3,
			profiles: 2,
			sent: 2,
			skipped: 1,
			merged: 0,
			failed: 0,
			bytes: emulator().requests[0]?.bodyBytes,
			durationMs: expect.any(Number) as number,
			skippedRows: ['Item 1: The third-party ID is missing.'],
		},
	]);
});

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'under "Stop", %s sends nothing, and each item says why',
	async (onError) => {
		const { success, failed, error } = await runBulk(emulator(), ITEMS, {}, { onError });
		expect(error).toBeUndefined();
		expect(emulator().counts.requests).toBe(0);
		const out = onError === 'continueErrorOutput' ? failed : success;
		expect(out.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			['The third-party ID is missing', { item: 1 }],
			['Nothing was sent, as 1 of 3 items can’t be', { item: 0 }],
			['Nothing was sent, as 1 of 3 items can’t be', { item: 2 }],
		]);
	},
);

test('no more than 1,000 skipped rows come out as errors; one more item says how many others there are', async () => {
	const items = [...Array.from({ length: 1_500 }, () => ({ id: '', tier: 'x' })), ...ITEMS.slice(0, 1)];
	const { success, failed } = await runBulk(
		emulator(),
		items,
		{ options: { invalidRows: 'skip' } },
		{ onError: 'continueErrorOutput' },
	);
	expect(success).toHaveLength(1);
	expect(failed).toHaveLength(1_001);
	expect(failed[1_000]?.json.error).toBe('500 items more can’t be sent');
	expect(failed[1_000]?.pairedItem).toEqual(
		Array.from({ length: 500 }, (_, index) => ({ item: 1_000 + index })),
	);
});

test('of skipped rows of a file, what is said of those beyond the first 1,000 belongs to the file’s item', async () => {
	const file = (name: string, rows: number) => ({
		data: { content: Buffer.from(`id,tier\nc1,x\n${',x\n'.repeat(rows)}`), fileName: name },
	});
	const { failed } = await runFile(
		emulator(),
		'',
		{ options: { invalidRows: 'skip', duplicateIds: 'keep' } },
		{ onError: 'continueErrorOutput', files: [file('a.csv', 900), file('b.csv', 900)] },
	);
	expect(failed[1_000]).toMatchObject({
		json: { error: '800 rows more can’t be sent' },
		pairedItem: { item: 1 },
	});
});

test('rows that merging makes too large belong to all their items', async () => {
	const part = (name: string) => ({ id: 'c1', [name]: 'x'.repeat(40_000) });
	const { failed } = await runBulk(
		emulator(),
		[{ id: 'c2', tier: 'gold' }, part('a'), part('b'), part('c')],
		{ options: { invalidRows: 'skip' } },
		{ onError: 'continueErrorOutput' },
	);
	expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
		[expect.stringMatching(/^The attributes of this profile are 120003 bytes large/), { item: 1 }],
		['2 items more can’t be sent', [{ item: 2 }, { item: 3 }]],
	]);
});

test('what concerns a run of many items is said of the first 1,000 and of the rest in one', async () => {
	const items = Array.from({ length: 2_500 }, (_, index) => ({ id: `c${index}`, tier: '' }));
	const { failed } = await runBulk(emulator(), items, {}, { onError: 'continueErrorOutput' });
	expect(failed).toHaveLength(1_001);
	expect(failed[0]?.json.error).toBe('No item has a value for any attribute');
	expect(failed[1_000]?.json.error).toBe(
		'1,500 more items have the same error: No item has a value for any attribute',
	);
	expect(emulator().counts.requests).toBe(0);
});

test('when all rows are invalid and skipped, nothing is sent and all are reported', async () => {
	const { success, error } = await runBulk(emulator(), ITEMS.slice(1, 2), {
		output: 'summary',
		options: { invalidRows: 'skip' },
	});
	expect(error).toBeUndefined();
	expect(success[0]?.json).toMatchObject({ rows: 1, sent: 0, skipped: 1, batches: 0 });
	expect(emulator().counts.requests).toBe(0);
});

test('a profile that merging makes too large ends the run with an error that says what was sent', async () => {
	const part = (name: string) => ({ id: 'c1', [name]: 'x'.repeat(40_000) });
	const { error } = await runBulk(emulator(), [part('a'), part('b'), { id: 'c2', tier: 'gold' }]);
	expect(error?.message).toBe('2 items could not be sent');
	expect(error?.description).toMatch(
		/^Item 0: The attributes of this profile are 80002 bytes large; .* And 1 more\. 3 items read: 1 profile submitted in 1 batch, 2 items skipped\. Submitted as: \S+\.$/,
	);
	expect(emulator().profile('thirdPartyId', 'c2')?.get('tier')).toBe('gold');
});

test('an attribute that is named like the column of the ID makes its item invalid', async () => {
	const { error } = await runBulk(emulator(), [{ id: 'c1', thirdPartyId: 'x' }]);
	expect(error?.message).toBe(
		'An attribute can’t have the name "thirdPartyId", as the column of the ID has it',
	);
	expect(emulator().counts.requests).toBe(0);
});

test.each(['  ', '={{ $json.missing }}'])('an empty ID Field is refused: %j', async (idField) => {
	const { error } = await runBulk(emulator(), ITEMS, { idField });
	expect(error?.message).toBe('The parameter "ID Field" is empty');
	expect(emulator().counts.requests).toBe(0);
});
