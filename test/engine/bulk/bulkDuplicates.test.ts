import { emulatorPerTest, runBulk, runFile } from '../emulatedRun';

const emulator = emulatorPerTest();

const ITEMS = [
	{ id: 'c1', tier: 'silver', city: 'Bonn' },
	{ id: 'c2', tier: 'bronze' },
	{ id: 'c1', tier: 'gold', city: '' },
];

function held(id: string) {
	return Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
}

test('rows with the same ID are merged by default: the last value of each attribute, empties aside', async () => {
	const { success, hints } = await runBulk(emulator(), ITEMS, { output: 'summary' });
	expect(held('c1')).toEqual({ tier: 'gold', city: 'Bonn' });
	expect(held('c2')).toEqual({ tier: 'bronze' });
	expect(success[0]?.json).toMatchObject({ rows: 3, sent: 2, merged: 1, skipped: 0, notSubmitted: 0 });
	expect(hints[0]?.message).toBe(
		'3 items read: 2 profiles submitted in 1 batch, 1 item merged into others with the same ID.',
	);
});

test('merged rows of one ID stay together in small batches, where keeping them would override', async () => {
	await runBulk(emulator(), ITEMS, { options: { rowsPerBatch: 1 } });
	expect(held('c1')).toEqual({ tier: 'gold', city: 'Bonn' });
	await runBulk(emulator(), ITEMS, { options: { rowsPerBatch: 1, duplicateIds: 'keep', concurrency: 1 } });
	expect(held('c1')).toEqual({ tier: 'gold' });
});

test('a batch with a merged profile names and links all of its items', async () => {
	const { success } = await runBulk(emulator(), ITEMS);
	expect(success[0]?.json).toMatchObject({ rows: 2, firstItem: 0, lastItem: 2 });
	expect(success[0]?.pairedItem).toEqual([{ item: 1 }, { item: 0 }, { item: 2 }]);
});

test('keep sends each row as it is', async () => {
	const { success } = await runBulk(emulator(), ITEMS, { options: { duplicateIds: 'keep' } });
	expect(success[0]?.json).toMatchObject({ rows: 3 });
	expect(emulator().counts.rows).toBe(3);
});

test('stop sends nothing, and names the rows that have an earlier one’s ID', async () => {
	const { error } = await runBulk(emulator(), ITEMS, { options: { duplicateIds: 'stop' } });
	expect(error?.message).toBe('1 item of 3 has an ID that an earlier item has');
	expect(error?.description).toBe(
		'Nothing was sent. Item 2: "c1", as in item 0. Choose "Merge" for Duplicate IDs to make one profile of them.',
	);
	expect(emulator().counts.requests).toBe(0);
});

test('stop lets a run pass whose IDs differ', async () => {
	const { success } = await runBulk(emulator(), ITEMS.slice(0, 2), { options: { duplicateIds: 'stop' } });
	expect(success[0]?.json).toMatchObject({ rows: 2, status: 'submitted' });
});

test('stop names twenty of many', async () => {
	const items = Array.from({ length: 30 }, () => ({ id: 'c1', tier: 'gold' }));
	const { error } = await runBulk(emulator(), items, { options: { duplicateIds: 'stop' } });
	expect(error?.message).toBe('29 items of 30 have an ID that an earlier item has');
	expect(error?.description).toContain('Item 20: "c1", as in item 0. And 9 more.');
});

const FEW = (items: number, different: number) =>
	Array.from({ length: items }, (_, item) => ({ country: `c${item % different}`, tier: `t${item}` }));

const ASKED = /^Only (\d+ different IDs?) in ([\d,]+) items: does "country" hold the IDs of profiles\?/;

test.each([
	['asked', 1_000, 9],
	['not asked', 1_000, 10],
	['not asked', 999, 1],
])('it is %s whether the right field was named where %d items have %d IDs', async (is, items, different) => {
	const { hints } = await runBulk(emulator(), FEW(items, different), { idField: 'country' });
	const asked = hints.filter(({ message }) => ASKED.test(message));
	expect(asked.map(({ type }) => type)).toEqual(is === 'asked' ? ['warning'] : []);
});

test.each(['merge', 'stop', 'keep'])(
	'under %s, a column of a file is asked about too where its IDs are looked at',
	async (mode) => {
		const csv = `id,tier\n${'c1,x\n'.repeat(2_000)}`;
		const { hints, error } = await runFile(emulator(), csv, { options: { duplicateIds: mode } });
		const said = [...hints.map(({ message }) => message), error?.description ?? ''].join(' ');
		const question = 'Only 1 different ID in 2,000 rows: does "id" hold the IDs of profiles?';
		expect(said.includes(question)).toBe(mode !== 'keep');
	},
);

test('the column of a batch file is asked about by its own name', async () => {
	const file = `batch=thirdPartyId,tier\n${'c1,x\n'.repeat(2_000)}`;
	const { hints } = await runFile(emulator(), file, { fileFormat: 'batchFile' });
	expect(hints.some(({ message }) => message.includes('does "thirdPartyId" hold'))).toBe(true);
});
