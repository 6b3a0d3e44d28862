import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const GOOD = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c2', tier: 'silver' },
];

const OPERATIONS = { 'Update Profile': runUpdate, 'Bulk Update Profiles': runBulk } as const;

/** Items that can't be sent, by the words that their error must have. */
const INVALID: ReadonlyArray<
	readonly [what: string, item: IDataObject, message: RegExp, only?: keyof typeof OPERATIONS]
> = [
	['no ID', { tier: 'x' }, /^The third-party ID is missing$/, 'Update Profile'],
	[
		'no field of the ID',
		{ tier: 'x' },
		/^There is no field "id" that could hold the ID$/,
		'Bulk Update Profiles',
	],
	['an empty ID', { id: '', tier: 'x' }, /^The third-party ID is missing$/],
	['an ID with +', { id: 'a+b', tier: 'x' }, /^The third-party ID "a\+b" holds a "\+" or "\/"/],
	['an ID with /', { id: 'a/b', tier: 'x' }, /^The third-party ID "a\/b" holds a "\+" or "\/"/],
	[
		'half an emoji in a value',
		{ id: 'c1', tier: 'a\ud83d' },
		/^The attribute "tier" holds a broken character/,
	],
	['half an emoji in a name', { id: 'c1', 'a\ud83d': 'x' }, /^An attribute name holds a broken character/],
	['half an emoji in the ID', { id: 'c\ud83d', tier: 'x' }, /^The ID holds a broken character/],
	['an empty attribute name', { id: 'c1', '': 'x' }, /^An attribute has no name$/],
	[
		'a form over 60 KB',
		{ id: 'c1', tier: 'x'.repeat(60_000) },
		/^The update is 600\d\d bytes large/,
		'Update Profile',
	],
	['no value at all', { id: 'c1', tier: '' }, /^No attribute of this item has a value$/, 'Update Profile'],
	[
		'a row over 64 KB',
		{ id: 'c1', tier: 'x'.repeat(64_000) },
		/^The attributes of this profile are 64004 bytes large/,
		'Bulk Update Profiles',
	],
];

const CASES = INVALID.flatMap(([what, item, message, only]) =>
	(['Update Profile', 'Bulk Update Profiles'] as const)
		.filter((operation) => only === undefined || only === operation)
		.flatMap((operation) => ON_ERROR.map((onError) => ({ what, item, message, operation, onError }))),
);

test.each(CASES)(
	'$operation, $onError: an item with $what',
	async ({ item, message, operation, onError }) => {
		for (const { id } of GOOD) emulator().putProfile('thirdPartyId', id);
		const items = [GOOD[0] ?? {}, item, GOOD[1] ?? {}];
		const options: INodeParameters =
			operation === 'Update Profile'
				? { excludeFields: 'id' }
				: { invalidRows: onError === 'stopWorkflow' ? 'stop' : 'skip' };
		const { success, failed, error } = await OPERATIONS[operation](
			emulator(),
			items,
			{ options },
			{ onError },
		);

		if (onError === 'stopWorkflow') {
			// As part of another workflow the error has no number beside it.
			expect(error?.message).toMatch(/^Item 1: /);
			expect(error?.message.slice('Item 1: '.length)).toMatch(message);
			expect(error?.description).toMatch(/ Nothing was sent\.$/);
			expect(error?.context.itemIndex).toBe(1);
			expect(emulator().counts.requests).toBe(0);
			return;
		}
		expect(error).toBeUndefined();
		const errors = (onError === 'continueErrorOutput' ? failed : success).filter(({ json }) => json.error);
		expect(errors).toHaveLength(1);
		expect(errors[0]?.json.error).toMatch(message);
		expect(errors[0]?.json.message).toMatch(/\w/);
		expect(errors[0]?.pairedItem).toEqual({ item: 1 });
		if (onError === 'continueErrorOutput') {
			expect(success.every(({ json }) => json.error === undefined)).toBe(true);
			// n8n adds the fields of the input item, so that it can be mended and sent again.
			expect(errors[0]?.json).toMatchObject(item);
		}
		for (const { id, tier } of GOOD) {
			expect(Object.fromEntries(emulator().profile('thirdPartyId', id) ?? [])).toEqual({ tier });
		}
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: many invalid items stop the workflow by one error that names twenty',
	async (_, run) => {
		const items = [...GOOD, ...Array.from({ length: 25 }, () => ({ id: '', tier: 'x' }))];
		const { error } = await run(emulator(), items);
		expect(error?.message).toBe('25 of 27 items can’t be sent');
		expect(error?.description).toMatch(
			/^Nothing was sent\. Item 2: The third-party ID is missing\. .*Item 21: The third-party ID is missing\. And 5 more\. Every profile needs an ID\. .* to send the others\.$/,
		);
		expect(emulator().counts.requests).toBe(0);
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: a wrong credential becomes the error of every item, and none is called a success',
	async (_, run) => {
		const credential = { clientCode: 'evil.example.com/', authentication: 'none' };
		const { success, failed, error } = await run(
			emulator(),
			GOOD,
			{},
			{ credential, onError: 'continueErrorOutput' },
		);
		expect(error).toBeUndefined();
		expect(success).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual(
			GOOD.map(() => 'The client code in the credential is not valid'),
		);
	},
);

test.each(Object.entries(OPERATIONS))(
	'%s: a wrong credential stops the workflow with advice',
	async (_, run) => {
		const credential = { clientCode: 'a b', authentication: 'none' };
		const { error } = await run(emulator(), GOOD, {}, { credential });
		expect(error?.message).toBe('The client code in the credential is not valid');
		expect(error?.description).toContain('Administration > Implementation');
	},
);
