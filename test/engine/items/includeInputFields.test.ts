import { emulatorPerTest, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const ITEMS = [
	{ id: 'c0', tier: 'gold', message: 'hello', address: { city: 'Bern' } },
	{ id: '', tier: 'silver', message: 'hello', address: { city: 'Bern' } },
];
const FILES = ITEMS.map(() => ({ photo: { content: Buffer.from('a'), fileName: 'photo.png' } }));

test.each([false, true])('the input’s fields and files are kept, with a preview %p', async (previewOnly) => {
	const options = { excludeFields: 'id', includeInputFields: true, previewOnly };
	const { success, failed } = await runUpdate(
		emulator(),
		ITEMS,
		{ options },
		{ files: FILES, onError: 'continueErrorOutput' },
	);
	expect(success).toHaveLength(1);
	expect(success[0]?.json).toMatchObject({
		id: 'c0',
		tier: 'gold',
		address: { city: 'Bern' },
		profileId: 'c0',
		submitted: !previewOnly,
		message: previewOnly ? 'hello' : (expect.stringContaining('submitted') as string),
	});
	expect(success[0]?.binary?.photo?.fileName).toBe('photo.png');
	expect(success[0]?.pairedItem).toEqual({ item: 0 });
	expect(failed.map(({ json }) => json.error)).toEqual(['The third-party ID is missing']);
});

test('an error is an error all the same where On Error continues', async () => {
	const options = { excludeFields: 'id', includeInputFields: true };
	const { success } = await runUpdate(emulator(), ITEMS, { options }, { onError: 'continueRegularOutput' });
	expect(Object.keys(success[1]?.json ?? {})).toEqual(['error', 'message']);
});

test('without it, there are the node’s own fields alone', async () => {
	const { success } = await runUpdate(emulator(), ITEMS.slice(0, 1), {}, { files: FILES.slice(0, 1) });
	expect(Object.keys(success[0]?.json ?? {})).toEqual([
		'profileId',
		'idType',
		'submitted',
		'attributesSent',
		'message',
	]);
	expect(success[0]?.binary).toBeUndefined();
});
