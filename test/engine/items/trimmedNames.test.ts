import type { INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const AROUND: ReadonlyArray<readonly [what: string, before: string, after: string]> = [
	['spaces', ' ', '  '],
	['tabs and line ends', '\t', '\r\n'],
	['no-break spaces', '\u00a0', '\u202f'],
	['figure spaces', '\u2007', '\u2007'],
	['zero-width spaces and joiners', '\u200b', '\u200c\u200d'],
	['a word joiner and a byte order mark', '\ufeff', '\u2060'],
];

const sent = () => Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? []);

const RUNS = { 'Update Profile': runUpdate, 'Bulk Update Profiles': runBulk } as const;

describe.each(Object.entries(RUNS))('%s', (_operation, run) => {
	describe.each(AROUND)('with %s around names', (_, before, after) => {
		const around = (name: string) => `${before}${name}${after}`;
		const item = {
			[around('id')]: 'c1',
			[around('loyalty tier')]: 'gold',
			[around('profile.level')]: '7',
			[around('secret')]: 'x',
			[around('address')]: { [around('city')]: 'Bern' },
		};
		const profileId = 'c1';

		beforeEach(() => {
			emulator().putProfile('thirdPartyId', 'c1');
		});

		test.each<[string, INodeParameters]>([
			['all fields', { options: { excludeFields: 'id, secret' } }],
			[
				'as the panel names them',
				{ idField: around('id'), options: { excludeFields: around('secret') + ',id' } },
			],
		])('%s become attributes without it', async (__, parameters) => {
			const { error, hints } = await run(emulator(), [item], { profileId, ...parameters });
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ 'loyalty tier': 'gold', level: '7', 'address.city': 'Bern' });
			expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
		});

		test.each([
			['plain names', 'loyalty tier, address'],
			['names with it', `${around('loyalty tier')},${around('address')}`],
			['names in brackets, as the editor drags them', `["${around('loyalty tier')}"], address`],
		])('selected by %s they are found', async (__, fields) => {
			const { error } = await run(emulator(), [item], {
				profileId,
				attributesMode: 'selected',
				fields,
				options: {},
			});
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ 'loyalty tier': 'gold', 'address.city': 'Bern' });
		});

		/** As the editor drags it in. */
		const draggedPart = `["${around('address')}"]["${around('city')}"]`;

		test('a part of an object that is excluded as the editor drags it is not sent', async () => {
			const options = { excludeFields: `id, secret, ${draggedPart}` };
			const { error } = await run(emulator(), [item], { profileId, options });
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ 'loyalty tier': 'gold', level: '7' });
		});

		test.each<[string, INodeParameters]>([
			['selected', { attributesMode: 'selected', fields: 'address.city' }],
			['selected as the editor drags it', { attributesMode: 'selected', fields: draggedPart }],
			['selected in brackets', { attributesMode: 'selected', fields: '["address"]["city"]' }],
			[
				'defined',
				{
					attributesMode: 'define',
					attributes: {
						assignments: [
							{
								id: 'a',
								name: 'address.city',
								type: 'string',
								value: `={{ $json["${around('address')}"]["${around('city')}"] }}`,
							},
						],
					},
					attributeMapping: { values: [{ attribute: 'address.city', field: 'address.city' }] },
				},
			],
		])('a part of an object is found where it is %s', async (__, parameters) => {
			const { error, hints } = await run(emulator(), [item], { profileId, ...parameters, options: {} });
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ 'address.city': 'Bern' });
			expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
		});

		test('attributes that are defined have names without it', async () => {
			const { error } = await run(emulator(), [item], {
				profileId,
				attributesMode: 'define',
				attributes: { assignments: [{ id: 'a', name: around('tier'), type: 'string', value: 'gold' }] },
				attributeMapping: { values: [{ attribute: around('tier'), field: 'loyalty tier' }] },
				options: {},
			});
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ tier: 'gold' });
		});
	});

	test.each<[string, object, string]>([
		['two fields', { ' tier': 'A', 'tier ': 'B' }, 'tier'],
		['two parts of an object', { address: { ' city': 'A', 'city ': 'B' } }, 'address.city'],
		['two objects', { ' address': { city: 'A' }, 'address ': { city: 'B' } }, 'address.city'],
	])('of %s that differ in it alone none is selected', async (_, fields, name) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const parameters = { attributesMode: 'selected', fields: name, options: {} };
		const { error } = await run(emulator(), [{ id: 'c1', ...fields }], parameters);
		expect(error?.message).toMatch(
			/^The fields ".*" and ".*" both give the attribute "(tier|city|address)" a value$/,
		);
		expect(emulator().counts.requests).toBe(0);
	});

	test('one that holds nothing is in nobody’s way', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		for (const fields of [
			{ ' tier': 'A', 'tier ': '' },
			{ ' tier': null, 'tier ': 'A' },
			{ ' tier': 'A', 'tier ': 'A' },
		]) {
			const parameters = { attributesMode: 'selected', fields: 'tier', options: {} };
			const { error } = await run(emulator(), [{ id: 'c1', ...fields }], parameters);
			expect(error).toBeUndefined();
			expect(sent()).toEqual({ tier: 'A' });
		}
	});

	test('a field of that name wins over one with white space around it', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		const item = { id: 'c1', ' tier': 'A', tier: 'B' };
		const { error } = await run(emulator(), [item], {
			attributesMode: 'selected',
			fields: 'tier',
			options: {},
		});
		expect(error).toBeUndefined();
		expect(sent()).toEqual({ tier: 'B' });
	});
});

test.each(Object.entries(RUNS))(
	'%s: of a Webhook item a part of the body with white space around its names is excluded and selected',
	async (_, run) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const request = { webhookUrl: 'x', executionMode: 'test', headers: {}, params: {}, query: {} };
		const item = { ...request, body: { id: 'c1', ' address ': { ' city ': 'Bern' }, tier: 'gold' } };
		const part = 'body[" address "][" city "]';
		const parameters = { profileId: 'c1', idField: 'body.id' };
		const excluded = await run(emulator(), [item], {
			...parameters,
			options: { excludeFields: `id, ${part}` },
		});
		expect(excluded.error).toBeUndefined();
		expect(sent()).toEqual({ tier: 'gold' });
		const selected = await run(emulator(), [item], {
			...parameters,
			attributesMode: 'selected',
			fields: part,
			options: {},
		});
		expect(selected.error).toBeUndefined();
		expect(sent()).toMatchObject({ 'address.city': 'Bern' });
	},
);

test('an ID is found in a part of an object with white space around its name, and not where there are two', async () => {
	const idField = 'visitor.id';
	await runBulk(emulator(), [{ visitor: { ' id ': 'c1' }, tier: 'gold' }], {
		idField,
		options: { excludeFields: 'visitor' },
	});
	expect(sent()).toEqual({ tier: 'gold' });
	const { error } = await runBulk(emulator(), [{ 'id ': 'c2', ' id': 'c3', tier: 'gold' }]);
	expect(error?.message).toBe('The fields "id " and " id" both give the attribute "id" a value');
	expect(emulator().counts.batches).toBe(1);
});

describe.each(AROUND)('a column with %s around its name', (_, before, after) => {
	const around = (name: string) => `${before}${name}${after}`;
	const quoted = (name: string) => `"${around(name)}"`;
	const content = `${quoted('id')},${quoted('tier')},${quoted('secret')}\nc1,gold,x\n`;
	/** As the editor drags a name in, that is no plain one. */
	const dragged = (name: string) => `["${around(name)}"]`;

	test.each<[string, INodeParameters]>([
		['excluded', { options: { excludeFields: dragged('secret') } }],
		['selected', { attributesMode: 'selected', fields: dragged('tier'), options: {} }],
		[
			'mapped',
			{
				attributesMode: 'define',
				attributeMapping: { values: [{ attribute: 'tier', field: dragged('tier') }] },
				options: {},
			},
		],
		['the ID’s', { idField: dragged('id'), options: { excludeFields: 'secret' } }],
	])('is found by its name in brackets, as the editor drags it: %s', async (__, parameters) => {
		const { error } = await runFile(emulator(), content, { idField: 'id', ...parameters });
		expect(error?.message).toBeUndefined();
		expect(sent()).toEqual({ tier: 'gold' });
	});
});
