import type { IDataObject } from 'n8n-workflow';

import { emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

function circular(): IDataObject {
	const odd: IDataObject = { a: 'x' };
	odd.self = odd;
	return odd;
}

function deep(): IDataObject {
	let odd: IDataObject = {};
	for (let level = 0; level < 300; level++) odd = { n: odd };
	return odd;
}

/** The engine at hand gives big integers a toJSON, so that they are texts within lists too. */
const BIG = [{ a: 1n }] as unknown as IDataObject[];

const ITEMS: readonly IDataObject[] = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c1', odd: circular() },
	{ id: 'c2', odd: BIG },
	{ id: 'c3', odd: deep() },
	{ id: 'c4', odd: 'a\ud83d' },
	{ id: 'c5', tier: 'silver' },
];

const REASONS = [
	'The field "odd" is nested too deep, or holds itself',
	'The field "odd" is nested too deep, or holds itself',
	'The attribute "odd" holds a broken character: half of a surrogate pair, at position 2',
];

test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'with %s odd items are errors of their own, and the others are updated',
	async (onError) => {
		const { success, failed } = await runUpdate(emulator(), ITEMS, {}, { onError });
		const errors = [...success, ...failed].filter(({ json }) => json.error !== undefined);
		expect(errors.map(({ json }) => json.error)).toEqual(REASONS);
		expect(emulator().counts.requests).toBe(3);
	},
);

test('bulk skips odd items with their reasons, and sends the others', async () => {
	const options = { invalidRows: 'skip' };
	const { success, failed } = await runBulk(
		emulator(),
		ITEMS,
		{ options },
		{ onError: 'continueErrorOutput' },
	);
	expect(failed.map(({ json }) => json.error)).toEqual(REASONS);
	expect(success.map(({ json }) => json.rows)).toEqual([3]);
	expect(emulator().profile('thirdPartyId', 'c5')?.get('tier')).toBe('silver');
});

test('where errors stop the workflow, odd items are named and nothing is sent', async () => {
	for (const run of [runUpdate, runBulk]) {
		const { error } = await run(emulator(), ITEMS);
		expect(error?.message).toBe('3 of 6 items can’t be sent');
		expect(error?.description).toContain(`Item 1: ${String(REASONS[0])}.`);
	}
	expect(emulator().counts.requests).toBe(0);
});
