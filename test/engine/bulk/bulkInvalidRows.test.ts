import type { OnError } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

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
			sent: 2,
			skipped: 1,
			merged: 0,
			notSubmitted: 0,
			retried: 0,
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

test('no more than 10,000 skipped rows come out as errors; one more item names the range of the others', async () => {
	const items = [...Array.from({ length: 10_500 }, () => ({ id: '', tier: 'x' })), ...ITEMS.slice(0, 1)];
	const { success, failed } = await runBulk(
		emulator(),
		items,
		{ options: { invalidRows: 'skip' } },
		{ onError: 'continueErrorOutput' },
	);
	expect(success).toHaveLength(1);
	expect(failed).toHaveLength(10_001);
	// No fields of an item, which n8n adds by the link.
	expect(failed[10_000]).toEqual({
		json: {
			error: '500 more items can’t be sent (items 10000 to 10499)',
			message:
				'n8n takes long over many error items, so a run gives no more than 10,000. To get the others, take this range out of the node’s input: n8n’s Filter node does so by {{ $itemIndex }}.',
		},
		pairedItem: [],
	});
});

test('skipped rows of a file have the fields of no item, and those beyond 10,000 are named by their lines', async () => {
	const file = (name: string, rows: number) => ({
		data: { content: Buffer.from(`id,tier\nc1,x\n${',x\n'.repeat(rows)}`), fileName: name },
	});
	const { failed } = await runFile(
		emulator(),
		'',
		{ options: { invalidRows: 'skip', duplicateIds: 'keep' } },
		{ onError: 'continueErrorOutput', files: [file('a.csv', 5_400), file('b.csv', 5_400)] },
	);
	expect(failed).toHaveLength(10_001);
	expect(failed.filter(({ json }) => Object.keys(json).length > 2)).toEqual([]);
	expect(failed[9_999]?.json.error).toBe('Line 4602 of b.csv: The third-party ID is missing');
	expect(failed[10_000]).toEqual({
		json: {
			error: '800 more rows can’t be sent (lines 4603 to 5402 of b.csv)',
			message:
				'n8n takes long over many error items, so a run gives no more than 10,000. Mend the cause of the first ones; it is often the same for all.',
		},
		pairedItem: [],
	});
});

describe('rows that merging makes too large', () => {
	const part = (name: string) => ({ id: 'c1', [name]: 'x'.repeat(40_000) });
	const skip = { options: { invalidRows: 'skip' } };

	test('are each an error of their items', async () => {
		const items = [{ id: 'c2', tier: 'gold' }, part('a'), part('b'), part('c')];
		const { failed } = await runBulk(emulator(), items, skip, { onError: 'continueErrorOutput' });
		const tooLarge = expect.stringMatching(
			/^The attributes of this profile are 120003 bytes large/,
		) as string;
		expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[tooLarge, { item: 1 }],
			[tooLarge, { item: 2 }],
			[tooLarge, { item: 3 }],
		]);
	});

	test('are one error of the first line and the others with its ID in a file', async () => {
		const csv = `id,a,b\nc2,x,y\nc1,${'x'.repeat(40_000)},\nc1,,${'x'.repeat(40_000)}\n`;
		const { failed, hints } = await runFile(emulator(), csv, skip, { onError: 'continueErrorOutput' });
		expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[
				expect.stringMatching(/^Line 3 and 1 more row with its ID: The attributes of this profile are 80002/),
				[],
			],
		]);
		expect(hints[0]?.message).toMatch(/2 rows skipped\. Line 3 and 1 more row with its ID: [^.]*\.$/);
	});
});

test('what concerns a run of many items is said of the first 10,000 and of the rest in one', async () => {
	const items = Array.from({ length: 11_500 }, (_, index) => ({ id: `c${index}`, tier: '' }));
	const { failed } = await runBulk(emulator(), items, {}, { onError: 'continueErrorOutput' });
	expect(failed).toHaveLength(10_001);
	expect(failed[0]?.json).toMatchObject({ id: 'c0', error: 'No item has a value for any attribute' });
	expect(Object.keys(failed[10_000]?.json ?? {})).toEqual(['error', 'message']);
	expect(failed[10_000]?.json.error).toBe(
		'1,500 more items have the same error: No item has a value for any attribute',
	);
	expect(emulator().counts.requests).toBe(0);
});

test.each([
	[
		'some of which are',
		4_000,
		7_000,
		6_000,
		'1,000 more items have the same error: Nothing was sent, as 4000 ',
	],
	[
		'nearly all of which are',
		10_200,
		300,
		0,
		'300 more items have the same error: Nothing was sent, as 10200 ',
	],
])(
	'under "Stop", of many items, %s invalid, 10,000 have an error of their own, and the others are counted',
	async (_, bad, good, named, last) => {
		const items = [
			...Array.from({ length: good }, (__, index) => ({ id: `c${index}`, tier: 'x' })),
			...Array.from({ length: bad }, () => ({ id: '', tier: 'x' })),
		];
		const { failed } = await runBulk(emulator(), items, {}, { onError: 'continueErrorOutput' });
		const own = failed.filter(({ json }) => 'id' in json);
		expect(own).toHaveLength(10_000);
		expect(own.filter(({ json }) => json.id !== '')).toHaveLength(named);
		const others = failed.flatMap(({ json }) => ('id' in json ? [] : [textOf(json.error)]));
		expect(others.at(-1)?.slice(0, last.length)).toBe(last);
		const counts = others.map((text) => Number(/^[\d,]+/.exec(text)?.[0].replace(',', '')));
		expect(counts.reduce((sum, count) => sum + count, own.length)).toBe(items.length);
	},
);

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
		/^Item 0: The attributes of this profile are 80002 bytes large; [^.]*\. Item 1: The attributes [^.]*\. Send fewer or shorter attributes for this profile\. 3 items read: 1 profile submitted in 1 batch, 2 items skipped\. Submitted as: \S+\.$/,
	);
	expect(emulator().profile('thirdPartyId', 'c2')?.get('tier')).toBe('gold');
});

test('in a preview, such an error says that nothing was sent', async () => {
	const part = (name: string) => ({ id: 'c1', [name]: 'x'.repeat(40_000) });
	const items = [part('a'), part('b'), { id: 'c2', tier: 'gold' }];
	const { error } = await runBulk(emulator(), items, { options: { previewOnly: true } });
	expect(error?.message).toBe('2 items could not be sent');
	expect(error?.description).toMatch(
		/ 3 items read: 1 profile would go out in 1 batch, 2 items skipped\. Preview Only is on, so nothing was sent\.$/,
	);
	expect(emulator().counts.requests).toBe(0);
});

test('an attribute that is named like the column of the ID makes its item invalid', async () => {
	const { error } = await runBulk(emulator(), [{ id: 'c1', thirdPartyId: 'x' }]);
	expect(error?.message).toBe(
		'An attribute can’t have the name "thirdPartyId", as the column of the ID has it',
	);
	expect(emulator().counts.requests).toBe(0);
});

test.each(['  ', '={{ undefined }}'])('an empty ID Field is refused: %j', async (idField) => {
	const { error } = await runBulk(emulator(), ITEMS, { idField });
	expect(error?.message).toBe('The parameter "ID Field" is empty');
	expect(emulator().counts.requests).toBe(0);
});

/** IDs that can't be, in a row of each source. */
const NO_IDS = ['', ' ', 'null', 'a+b'];

/** Each source with such an ID in its second row of three, and what the ID's place is called. */
const SOURCES = {
	items: {
		place: 'the field "customer_id"',
		run: (id: string, onError: OnError) =>
			runBulk(
				emulator(),
				['c1', id, 'c3'].map((customer_id) => ({ customer_id, tier: 'gold' })),
				{ idField: 'customer_id' },
				{ onError },
			),
	},
	'a CSV file': {
		place: 'the column "customer_id"',
		run: (id: string, onError: OnError) =>
			runFile(
				emulator(),
				`customer_id,tier\nc1,gold\n${id},gold\nc3,gold\n`,
				{ idField: 'customer_id' },
				{ onError },
			),
	},
	'a batch file': {
		place: 'the column "thirdPartyId"',
		run: (id: string, onError: OnError) =>
			runFile(
				emulator(),
				`batch=thirdPartyId,tier\nc1,gold\n${encodeURIComponent(id)},gold\nc3,gold\n`,
				{ fileFormat: 'batchFile' },
				{ onError },
			),
	},
};

describe.each(Object.entries(SOURCES))('of %s', (_, { place, run }) => {
	test.each(NO_IDS.flatMap((id) => ON_ERROR.map((onError) => [id, onError] as const)))(
		'the ID %j that stops a run is told with its place, and with the option that sends the others (%s)',
		async (id, onError) => {
			const { success, failed, error } = await run(id, onError);
			const named = [...success, ...failed].find(({ json }) => /third-party ID/.test(json.error as string));
			const told = (error?.description ?? named?.json.message) as string;
			expect(told).toContain(`The ID is taken from ${place}.`);
			expect(told.split('choose "Skip Them" for Invalid Rows to send the others')).toHaveLength(2);
			expect(emulator().counts.requests).toBe(0);
		},
	);
});
