import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor, emulatorPerTest, ON_ERROR } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRun } from '../engine';

const emulator = emulatorPerTest();

async function runGet(
	items: readonly IDataObject[],
	parameters: INodeParameters = {},
	rest: Partial<NodeRun> = {},
) {
	return await runNode({
		parameters: { operation: 'getProfile', profileId: '={{ $json.id }}', ...parameters },
		items,
		credential: credentialFor(emulator()),
		...rest,
	});
}

test.each(['thirdPartyId', 'pcId', 'ecid'] as const)('a profile is found by its %s', async (idType) => {
	emulator().putProfile(idType, '1-2.28_20', { tier: 'gold', city: 'Köln' });
	const { success, error } = await runGet([{ id: '1-2.28_20' }], { idType });
	expect(error).toBeUndefined();
	expect(success).toEqual([
		{
			json: {
				profileId: '1-2.28_20',
				idType,
				modifiedAt: expect.any(String) as string,
				attributes: { tier: 'gold', city: 'Köln' },
			},
			pairedItem: { item: 0 },
		},
	]);
});

test('not simplified, each attribute has its value and when it was set', async () => {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const { success } = await runGet([{ id: 'c1' }], { simplify: false });
	expect(success[0]?.json.profileAttributes).toEqual({
		tier: { value: 'gold', modifiedAt: expect.anything() as unknown },
	});
});

test('an ID that can’t be a part of an address is an error of its item, and the others go on', async () => {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const ids = ['a\ud800', 'c1', '..', 'x'.repeat(3_000)];
	const { success, failed } = await runGet(
		ids.map((id) => ({ id })),
		{},
		{ onError: 'continueErrorOutput' },
	);
	expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	expect(failed.map(({ json }) => json.error)).toEqual([
		'The ID of the profile holds a broken character: half of a surrogate pair, at position 2',
		'The ID of the profile is "..", which can’t be a part of an address',
		'The ID of the profile is 3000 characters long; an address may have 2000 of them',
	]);
	expect(emulator().counts.requests).toBe(1);
});

test('an attribute may have any name', async () => {
	emulator().answerNext({
		status: 200,
		body: '{"profileAttributes":{"__proto__":{"value":"a"},"constructor":{"value":"b"}}}',
	});
	const { success } = await runGet([{ id: 'c1' }]);
	expect(JSON.stringify(success[0]?.json)).toBe(
		'{"profileId":"c1","idType":"thirdPartyId","attributes":{"__proto__":"a","constructor":"b"}}',
	);
});

test.each(ON_ERROR)('a profile that is not there is an error in words (%s)', async (onError) => {
	const { success, failed, error } = await runGet([{ id: 'nobody' }], {}, { onError });
	const message = error?.message ?? failed[0]?.json.error ?? success[0]?.json.error;
	expect(message).toBe('Target has no profile with the ID "nobody"');
	expect(error?.description ?? failed[0]?.json.message ?? success[0]?.json.message).toContain(
		'once Target has processed the batch, which takes less than an hour as a rule, and up to 24 hours;',
	);
});

test('on request it is an empty item', async () => {
	const { success, error } = await runGet([{ id: 'nobody' }], {
		options: { returnEmptyWhenMissing: true },
	});
	expect(error).toBeUndefined();
	expect(success).toEqual([{ json: {}, pairedItem: { item: 0 } }]);
});

test('many are got in the order of the items', async () => {
	const items = Array.from({ length: 50 }, (_, index) => ({ id: `c${index}` }));
	for (const { id } of items) emulator().putProfile('thirdPartyId', id, { number: id });
	const { success } = await runGet(items);
	expect(success.map(({ json }) => (json.attributes as IDataObject).number)).toEqual(
		items.map(({ id }) => id),
	);
	expect(emulator().counts.connections).toBe(10);
});

test('a missing ID is refused, and others are got', async () => {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const { success, failed } = await runGet(
		[{ id: '' }, { id: 'c1' }],
		{},
		{ onError: 'continueErrorOutput' },
	);
	expect(failed[0]?.json.error).toBe('The ID of the profile is missing');
	expect(success).toHaveLength(1);
});

test('a request that fails for a moment is sent again, and a time-out can be set', async () => {
	emulator().putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	emulator().answerNext({ status: 500 });
	const { success } = await runGet([{ id: 'c1' }], { options: { maxRetries: 1, timeoutSeconds: 5 } });
	expect(success[0]?.json.attributes).toEqual({ tier: 'gold' });
	expect(emulator().counts.requests).toBe(2);
});
