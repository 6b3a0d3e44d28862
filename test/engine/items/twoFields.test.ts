import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const RUNS = { 'Update Profile': runUpdate, 'Bulk Update Profiles': runBulk } as const;

const sent = () => Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? []);

/** Fields of an item of which two give one attribute, and the words for it. */
const CLASHES: ReadonlyArray<readonly [fields: IDataObject, words: string]> = [
	[
		{ tier: 'A', 'profile.tier': 'B' },
		'The fields "tier" and "profile.tier" both give the attribute "tier" a value',
	],
	[
		{ 'profile.tier': 'A', tier: 'B' },
		'The fields "profile.tier" and "tier" both give the attribute "tier" a value',
	],
	[{ tier: 'A', ' tier': 'B' }, 'The fields "tier" and " tier" both give the attribute "tier" a value'],
	[{ 'tier ': 'A', ' tier': 'B' }, 'The fields "tier " and " tier" both give the attribute "tier" a value'],
	[
		{ 'address.city': 'A', address: { city: 'B' } },
		'The fields "address.city" and "address" both give the attribute "address.city" a value',
	],
	[
		{ address: { city: 'A' }, 'address.city': 'B' },
		'The fields "address" and "address.city" both give the attribute "address.city" a value',
	],
	[
		{ address: { city: 'A' }, 'profile.address': { city: 'B' } },
		'The fields "address" and "profile.address" both give the attribute "address.city" a value',
	],
	[
		{ profile: { tier: 'A' }, tier: 'B' },
		'The fields "profile" and "tier" both give the attribute "tier" a value',
	],
	[{ a: { 'b.c': 'A', b: { c: 'B' } } }, 'The field "a" gives the attribute "a.b.c" two values'],
	[{ a: { b: 'A', ' b': 'B' } }, 'The field "a" gives the attribute "a.b" two values'],
	[
		{ visits: 3, 'profile.visits': 4 },
		'The fields "visits" and "profile.visits" both give the attribute "visits" a value',
	],
];

describe.each(Object.entries(RUNS))('%s', (_, run) => {
	test.each(CLASHES)('of an item with %j one value would be lost: it is not sent', async (fields, words) => {
		emulator().putProfile('thirdPartyId', 'c0');
		const items = [
			{ id: 'c0', level: 'x' },
			{ id: 'c1', ...fields },
		];
		const options = { excludeFields: 'id', invalidRows: 'skip' };
		const stopped = await run(emulator(), items, { options: { excludeFields: 'id' } });
		expect(stopped.error?.message).toBe(`Item 1: ${words}`);
		expect(stopped.error?.description).toMatch(/Nothing was sent\.$/);
		expect(emulator().counts.requests).toBe(0);
		const { failed } = await run(emulator(), items, { options }, { onError: 'continueErrorOutput' });
		expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([[words, { item: 1 }]]);
		expect(Object.fromEntries(emulator().profile('thirdPartyId', 'c0') ?? [])).toEqual({ level: 'x' });
	});

	test.each<[string, IDataObject, IDataObject, INodeParameters?]>([
		['an empty value is not sent', { tier: '', 'profile.tier': 'B' }, { tier: 'B' }],
		['null is not sent', { 'profile.tier': 'A', tier: null }, { tier: 'A' }],
		['both say the same', { tier: 'A', 'profile.tier': 'A' }, { tier: 'A' }],
		[
			'one counts as empty',
			{ tier: 'A', 'profile.tier': 'NULL', address: { city: 'n/a' }, 'address.city': 'B' },
			{ tier: 'A', 'address.city': 'B' },
			{ excludeFields: 'id', treatAsEmpty: 'NULL,n/a' },
		],
		[
			'one is excluded',
			{ tier: 'A', 'profile.tier': 'B' },
			{ tier: 'A' },
			{ excludeFields: 'id, profile.tier' },
		],
		[
			'the other is within what is sent as JSON',
			{ 'address.city': 'A', address: { city: 'B' } },
			{ 'address.city': 'A', address: '{"city":"B"}' },
			{ excludeFields: 'id', nestedValues: 'json' },
		],
		[
			'names only look alike',
			{ 'address.city': 'A', address: { zip: 'B' } },
			{ 'address.city': 'A', 'address.zip': 'B' },
		],
		['case differs', { tier: 'A', Tier: 'B' }, { tier: 'A', Tier: 'B' }],
		['a profile. of its own', { 'profile.tier': 'A', city: 'B' }, { tier: 'A', city: 'B' }],
	])('nothing is in doubt where %s', async (__, fields, attributes, options = { excludeFields: 'id' }) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const { error } = await run(emulator(), [{ id: 'c1', ...fields }], { options });
		expect(error).toBeUndefined();
		expect(sent()).toEqual(attributes);
	});
});

const TWICE: ReadonlyArray<readonly [first: string, second: string]> = [
	['tier', 'tier'],
	['tier', 'profile.tier'],
	['tier', ' tier\u00a0'],
	['profile.tier', '\u200bprofile.tier'],
];

/** Define Below and Selected, for items and files. */
const PANELS: Readonly<
	Record<
		string,
		(first: string, second: string, onError: (typeof ON_ERROR)[number]) => ReturnType<typeof runBulk>
	>
> = {
	'Update Profile, Define Below': (first, second, onError) =>
		runUpdate(
			emulator(),
			[{ id: 'c1' }],
			{
				attributesMode: 'define',
				attributes: {
					assignments: [first, second].map((name, index) => ({
						id: String(index),
						name,
						type: 'string',
						value: String(index),
					})),
				},
				options: {},
			},
			{ onError },
		),
	'Update Profile, Selected': (first, second, onError) =>
		runUpdate(emulator(), [{ id: 'c1', tier: 'A' }], selected(first, second), { onError }),
	'Bulk Update Profiles, Define Below': (first, second, onError) =>
		runBulk(emulator(), [{ id: 'c1', tier: 'A' }], defined(first, second), { onError }),
	'Bulk Update Profiles, Selected': (first, second, onError) =>
		runBulk(emulator(), [{ id: 'c1', tier: 'A' }], selected(first, second), { onError }),
	'a file, Define Below': (first, second, onError) =>
		runFile(emulator(), 'id,tier,other\nc1,A,B\n', defined(first, second), { onError }),
	'a file, Selected': (first, second, onError) =>
		runFile(emulator(), 'id,tier,profile.tier\nc1,A,B\n', selected(first, second), { onError }),
};

const selected = (first: string, second: string): INodeParameters => ({
	attributesMode: 'selected',
	fields: `${first}, ${second}`,
	options: {},
});

const defined = (first: string, second: string): INodeParameters => ({
	attributesMode: 'define',
	attributeMapping: {
		values: [
			{ attribute: first, field: 'tier' },
			{ attribute: { mode: 'name', value: second }, field: 'other' },
		],
	},
	options: { invalidRows: 'skip' },
});

describe.each(Object.entries(PANELS))('%s', (_, run) => {
	test.each(TWICE)('%j and %j are one attribute, which the error names', async (first, second) => {
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await run(first, second, onError);
			const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
			expect(told).toBe('The attribute "tier" is named twice');
			if (error !== undefined) expect(error.description).toMatch(/Nothing was sent\.$/);
		}
		expect(emulator().counts.requests).toBe(0);
	});
});

test('objects that are flattened into the same attribute make an item invalid under Define Below too', async () => {
	const item = { id: 'c1', home: { city: 'A' }, town: 'B' };
	const words = 'The fields "home" and "home.city" both give the attribute "home.city" a value';
	const bulk = await runBulk(emulator(), [item], {
		attributesMode: 'define',
		attributeMapping: {
			values: [
				{ attribute: 'home', field: 'home' },
				{ attribute: 'home.city', field: 'town' },
			],
		},
	});
	expect(bulk.error?.message).toBe(words);
	const update = await runUpdate(emulator(), [item], {
		attributesMode: 'define',
		attributes: {
			assignments: [
				{ id: 'a', name: 'home', type: 'object', value: '={{ $json.home }}' },
				{ id: 'b', name: 'home.city', type: 'string', value: '={{ $json.town }}' },
			],
		},
		options: {},
	});
	expect(update.error?.message).toBe(words);
	expect(emulator().counts.requests).toBe(0);
});
