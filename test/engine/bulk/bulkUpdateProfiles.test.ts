import { emulatorPerTest, runBulk } from '../emulatedRun';

const emulator = emulatorPerTest();

function held(id: string) {
	return Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
}

function paths() {
	return emulator().requests.map(({ url }) => url);
}

test('all items go out as one batch and come out as one item that says submitted, not updated', async () => {
	const items = [
		{ id: 'c1', tier: 'gold, & more', city: '' },
		{ id: 'c2', tier: 'silver', city: 'Köln' },
	];
	const { success, error } = await runBulk(emulator(), items);
	expect(error).toBeUndefined();
	expect(success).toEqual([
		{
			json: {
				batch: 1,
				batchId: expect.stringMatching(/^democlient-/) as string,
				status: 'submitted',
				rows: 2,
				bytes: emulator().requests[0]?.body.length,
				firstItem: 0,
				lastItem: 1,
				attempts: 1,
				statusUrl: expect.stringContaining('batchId=democlient-') as string,
			},
			pairedItem: [{ item: 0 }, { item: 1 }],
		},
	]);
	expect(held('c1')).toEqual({ tier: 'gold; & more' });
	expect(held('c2')).toEqual({ tier: 'silver', city: 'Köln' });
});

test('the status address is given as Target gave it, with its entities read', async () => {
	const { success } = await runBulk(emulator(), [{ id: 'c1', tier: 'gold' }]);
	const { statusUrl } = success[0]?.json ?? {};
	if (typeof statusUrl !== 'string') throw new TypeError('There is no status address');
	expect(statusUrl).not.toContain('&amp;');
	expect((await fetch(statusUrl)).status).toBe(200);
	expect(emulator().counts.statusCalls).toBe(1);
});

test('batches are cut by rows, and each names its range of items', async () => {
	const items = Array.from({ length: 7 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const { success } = await runBulk(emulator(), items, { options: { rowsPerBatch: 3 } });
	expect(success.map(({ json }) => [json.batch, json.rows, json.firstItem, json.lastItem])).toEqual([
		[1, 3, 0, 2],
		[2, 3, 3, 5],
		[3, 1, 6, 6],
	]);
	expect(success[2]?.pairedItem).toEqual({ item: 6 });
	for (const { id } of items) expect(held(id)).toEqual({ tier: 'gold' });
});

test('batches are cut by encoded bytes', async () => {
	const items = Array.from({ length: 50 }, (_, index) => ({ id: `c${index}`, text: 'é'.repeat(15_000) }));
	const { success } = await runBulk(emulator(), items, { options: { maxBatchSizeMb: 1 } });
	expect(success.length).toBeGreaterThan(4);
	for (const { json } of success) expect(json.bytes).toBeLessThanOrEqual(1_000_000);
	expect(emulator().counts.rows).toBe(50);
});

test('an output item is linked to no more than 1,000 of its items', async () => {
	const items = Array.from({ length: 1_500 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const { success } = await runBulk(emulator(), items);
	expect(success[0]?.pairedItem).toHaveLength(1_000);
	expect(success[0]?.json).toMatchObject({ rows: 1_500, firstItem: 0, lastItem: 1_499 });
});

test.each([
	['thirdPartyId', 'auto', '/m2/{code}/v2/profile/batchUpdate'],
	['pcId', 'auto', '/m2/{code}/profile/batchUpdate'],
	['thirdPartyId', 'v1', '/m2/{code}/profile/batchUpdate'],
	['pcId', 'v2', '/m2/{code}/v2/profile/batchUpdate'],
])('%s with API version %s goes to %s', async (idType, apiVersion, path) => {
	await runBulk(emulator(), [{ id: '1-2.28_20', tier: 'gold' }], { idType, options: { apiVersion } });
	expect(paths()).toEqual([path.replace('{code}', emulator().clientCode)]);
});

test('an attribute of the mapping may be named in the editor’s way or plainly', async () => {
	await runBulk(emulator(), [{ id: 'c1', a: 1, b: 2, c: 3 }], {
		attributesMode: 'define',
		attributeMapping: {
			values: [
				{ attribute: { __rl: true, mode: 'name', value: 'typed' }, field: 'a' },
				{ attribute: { __rl: true, mode: 'list', value: 'chosen', cachedResultName: 'x' }, field: 'b' },
				{ attribute: 'plain', field: 'c' },
			],
		},
	});
	expect(held('c1')).toEqual({ typed: '1', chosen: '2', plain: '3' });
});

test('mapped attributes take their values from the named fields', async () => {
	await runBulk(emulator(), [{ user: { id: 'c1' }, a: { b: 7 }, other: 'x' }], {
		idField: 'user.id',
		attributesMode: 'define',
		attributeMapping: { values: [{ attribute: 'points', field: 'a.b' }] },
	});
	expect(held('c1')).toEqual({ points: '7' });
});

test('selected fields are sent, nothing else', async () => {
	await runBulk(emulator(), [{ id: 'c1', tier: 'gold', 'full name': 'Sample', secret: 'x' }], {
		attributesMode: 'selected',
		fields: 'tier, full name',
	});
	expect(held('c1')).toEqual({ tier: 'gold', 'full name': 'Sample' });
});

test('all fields are sent but for the ID and the excluded ones, nested ones as chosen', async () => {
	await runBulk(emulator(), [{ id: 'c1', tier: 'gold', notes: 'x', a: { b: 1 } }], {
		options: { excludeFields: 'notes', nestedValues: 'json' },
	});
	expect(held('c1')).toEqual({ tier: 'gold', a: '{"b":1}' });
});

test('items without a single value are refused before anything is sent', async () => {
	const { error } = await runBulk(emulator(), [{ id: 'c1', tier: '' }, { id: 'c2' }]);
	expect(error?.message).toBe('No item has a value for any attribute');
	expect(emulator().counts.requests).toBe(0);
});

test('a batch that would be all empties is not sent, and named as not submitted', async () => {
	const { success } = await runBulk(
		emulator(),
		[{ id: 'c1' }, { id: 'c2', tier: 'gold' }],
		{ options: { rowsPerBatch: 1 } },
		{ onError: 'continueRegularOutput' },
	);
	expect(success[0]?.json.error).toBe(
		'Batch 1 (1 profile, item 0) was not submitted: None of its profiles has a value for any attribute',
	);
	expect(success[1]?.json).toMatchObject({ batch: 2, status: 'submitted' });
	expect(emulator().counts.batches).toBe(1);
});

test('when a later batch fails, the error says what was submitted before it', async () => {
	const items = Array.from({ length: 3 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const run = runBulk(emulator(), items, { options: { rowsPerBatch: 1, apiVersion: 'v2', concurrency: 1 } });
	emulator().answerNext(
		{ status: 200, body: 'truehttp://127.0.0.1/s?batchId=x-1Batch submitted for processing' },
		1,
	);
	emulator().answerNext({ status: 500, body: '' });
	const { error } = await run;
	expect(error?.message).toContain('Batch 2 (1 profile, item 1) was not submitted');
	expect(error?.description).toContain('1 of 3 profiles, in 1 batch, had been submitted');
	expect(emulator().counts.requests).toBe(2);
});

test.each([
	['rowsPerBatch', 500_000, 'The option "Rows per Batch" must be a number'],
	['rowsPerBatch', -1, 'The option "Rows per Batch" must be a number'],
	['maxBatchSizeMb', 50, 'The option "Max Batch Size (MB)" must be a number'],
	['apiVersion', 'v3', 'The parameter "API Version" has a value that it can’t have'],
])('the option %s refuses %j and sends nothing', async (name, value, message) => {
	const { error } = await runBulk(emulator(), [{ id: 'c1', tier: 'gold' }], { options: { [name]: value } });
	expect(error?.message).toBe(message);
	expect(emulator().counts.requests).toBe(0);
});
