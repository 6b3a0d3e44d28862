import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';
import type { NodeRun, NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const ITEM = { id: 'c1', tier: 'gold', email: 'c1@example.com', customer_id: '7', größe: 'M' };
const CSV = 'id,tier,email,customer_id,größe\nc1,gold,c1@example.com,7,M\n';

type Run = (parameters: INodeParameters, rest?: Pick<NodeRun, 'onError'>) => Promise<NodeRunResult>;

const SKIP = { invalidRows: 'skip' };

const bulkOptions = (parameters: INodeParameters) => ({
	...parameters,
	options: { ...SKIP, ...(parameters.options as IDataObject | undefined) } as INodeParameters,
});

const RUNS: Readonly<Record<string, Run>> = {
	'Update Profile': (parameters, rest) => runUpdate(emulator(), [ITEM], parameters, rest),
	'Bulk Update Profiles': (parameters, rest) => runBulk(emulator(), [ITEM], bulkOptions(parameters), rest),
	'a file': (parameters, rest) => runFile(emulator(), CSV, bulkOptions(parameters), rest),
};

/** Where the panel takes a name of a field. */
const PLACES: Readonly<Record<string, (name: unknown) => unknown>> = {
	'Exclude Fields': (name) => ({ options: { excludeFields: name } }),
	Fields: (name) => ({ attributesMode: 'selected', fields: name }),
	Attributes: (name) => ({
		attributesMode: 'define',
		attributeMapping: { values: [{ attribute: 'x', field: name }] },
	}),
	'ID Field': (name) => ({ idField: name }),
};

const CASES = Object.keys(RUNS).flatMap((run) =>
	Object.keys(PLACES)
		.filter((place) => run !== 'Update Profile' || place === 'Exclude Fields' || place === 'Fields')
		.map((place) => ({ run, place })),
);

async function runWith(
	run: string,
	place: string,
	name: unknown,
	rest?: Pick<NodeRun, 'onError'>,
): Promise<NodeRunResult> {
	const parameters = PLACES[place]?.(name) as INodeParameters;
	const result = await RUNS[run]?.(parameters, rest);
	if (result === undefined) throw new Error(`There is no run ${run}`);
	return result;
}

const sent = () => Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? []);

/** Names that no field has, and the field that was meant. */
const NEAR: ReadonlyArray<readonly [name: string, field: string]> = [
	['Email', 'email'],
	['EMAIL', 'email'],
	['profile.email', 'email'],
	['profile.Email', 'email'],
	['e-mail', 'email'],
	['e mail', 'email'],
	['customerId', 'customer_id'],
	['customer-id', 'customer_id'],
	['customer id', 'customer_id'],
	['customer.id', 'customer_id'],
	['Customer\u00a0ID', 'customer_id'],
	['gro\u0308ße', 'größe'],
	['$json.email', 'email'],
	['"email"', 'email'],
	['tier2; Email', 'email'],
	['email|größe', 'email'],
];

describe.each(CASES)('$run, $place', ({ run, place }) => {
	test.each(NEAR)('"%s" is an error that says "%s", and nothing is sent', async (name, field) => {
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await runWith(run, place, name, { onError });
			const [told = error?.message] = [...success, ...failed].map(({ json }) => json.error);
			expect(told).toMatch(/^(There is no field|The file has no column) "/);
			expect(told).toContain(`"${name}", but "${field}"`);
			if (error !== undefined) expect(error.description).toMatch(/Nothing was sent\.$/);
		}
		expect(emulator().counts.requests).toBe(0);
	});

	test.each([
		['white space', ' email '],
		['no-break spaces', '\u00a0email\u202f'],
		['zero-width spaces', '\u200bemail\u200d'],
		['a byte order mark', '\ufeffemail'],
	])('a name with %s around it is the name without', async (_, name) => {
		emulator().putProfile('thirdPartyId', 'c1');
		emulator().putProfile('thirdPartyId', 'c1@example.com');
		const { error, hints } = await runWith(run, place, name);
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message).join()).not.toContain('no such field');
		const { email, ...others } = ITEM;
		expect('email' in sent()).toBe(place === 'Fields');
		if (place === 'Exclude Fields') expect(sent()).toMatchObject({ tier: others.tier });
		if (place === 'Attributes') expect(sent()).toEqual({ x: email });
		if (place === 'ID Field') expect(emulator().profile('thirdPartyId', email)?.get('tier')).toBe('gold');
	});
});

const LISTS = CASES.filter(({ place }) => place === 'Exclude Fields' || place === 'Fields');

describe.each(LISTS)('$run, $place', ({ run, place }) => {
	test.each([
		['a text', 'email, größe'],
		['a list', '={{ ["email", "größe"] }}'],
		['a list with white space', '={{ [" email", "größe\u00a0"] }}'],
		['a list of one', '={{ ["email,größe"].flatMap((names) => names.split(",")) }}'],
	])('%s of names by an expression is taken', async (_, names) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const { error } = await runWith(run, place, names);
		expect(error).toBeUndefined();
		expect(sent()).toEqual(
			place === 'Fields'
				? { email: ITEM.email, größe: ITEM.größe }
				: { tier: 'gold', customer_id: '7', ...(run === 'Update Profile' && { id: 'c1' }) },
		);
	});
});

const HINTED = CASES.filter(
	({ run, place }) => place !== 'ID Field' && (run !== 'a file' || place === 'Exclude Fields'),
);

describe.each(HINTED)('$run, $place', ({ run, place }) => {
	test('a name that nothing comes near is a hint with the names that there are', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		const names = place === 'Attributes' ? 'nights' : 'tier, nights';
		const { error, hints } = await runWith(run, place, names);
		if (place === 'Attributes') {
			expect(error?.message).toBe('No item has a value for any attribute');
			return;
		}
		expect(error).toBeUndefined();
		expect(hints).toContainEqual({
			message: `${place} names "nights", but the input has no such field. It has "id", "tier", "email", "customer_id", "größe".`,
			type: 'warning',
			location: 'outputPane',
		});
		expect('tier' in sent()).toBe(place === 'Fields');
	});
});

test.each(['Bulk Update Profiles', 'a file'])(
	'%s: an ID Field that nothing comes near is an error that lists the fields',
	async (run) => {
		for (const onError of ON_ERROR) {
			const { success, failed, error } = await runWith(run, 'ID Field', 'number', { onError });
			const [json] = [...success, ...failed].map((item) => item.json);
			expect(json?.error ?? error?.message).toMatch(
				/^(There is no field|The file has no column) "number"( that could hold the ID)?$/,
			);
			expect(json?.message ?? error?.description).toMatch(
				/(The fields are|Its header names) "id", "tier", "email", "customer_id", "größe"\. .*Nothing was sent\.$/,
			);
		}
		expect(emulator().counts.requests).toBe(0);
	},
);

describe('rows need not have the same fields', () => {
	const [FIRST, SECOND] = [
		{ id: 'c1', tier: 'gold', email: 'c1@example.com' },
		{ id: 'c2', tier: 'gold', Email: 'c2@example.com' },
	];

	test.each<[string, (items: readonly IDataObject[], parameters: INodeParameters) => Promise<NodeRunResult>]>(
		[
			['Update Profile', (items, parameters) => runUpdate(emulator(), items, parameters)],
			['Bulk Update Profiles', (items, parameters) => runBulk(emulator(), items, parameters)],
		],
	)('%s: a name that one item has is fine, also one that is invalid', async (_, run) => {
		for (const id of ['c1', 'c2']) emulator().putProfile('thirdPartyId', id);
		for (const parameters of [
			{ options: { excludeFields: 'id, email, Email' } },
			{ attributesMode: 'selected', fields: 'tier, email, Email' },
		]) {
			const { error, hints } = await run([FIRST, SECOND], parameters);
			expect(error).toBeUndefined();
			expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
		}
	});

	test('an invalid item that has the name is one that has it', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		const items = [FIRST, { ...SECOND, id: '' }];
		const options = { excludeFields: 'id, email, Email' };
		const onError = 'continueErrorOutput' as const;
		const update = await runUpdate(emulator(), items, { options }, { onError });
		expect(update.failed.map(({ json }) => json.error)).toEqual(['The third-party ID is missing']);
		const bulk = await runBulk(emulator(), items, { options: { ...options, ...SKIP } }, { onError });
		expect(bulk.failed.map(({ json }) => json.error)).toEqual(['The third-party ID is missing']);
	});

	test('a name that is written in several ways names what is meant by one of them', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		for (const run of [runUpdate, runBulk]) {
			const { error, hints } = await run(emulator(), [FIRST], {
				options: { excludeFields: 'id, email, E-Mail, EMAIL' },
			});
			expect(error).toBeUndefined();
			expect(hints.map(({ message }) => message)).toContainEqual(
				expect.stringContaining('Exclude Fields names "E-Mail", "EMAIL", but the input has no such field.'),
			);
		}
		expect(sent()).toEqual({ tier: 'gold' });
	});

	const runFiles = (contents: readonly string[], excludeFields: string) =>
		runFile(
			emulator(),
			'',
			{ options: { excludeFields } },
			{
				files: contents.map((content, index) => ({
					data: { content: Buffer.from(content), fileName: `${index}.csv` },
				})),
			},
		);

	test('of several files, one that has the column is enough for Exclude Fields', async () => {
		const { error, hints } = await runFiles(['id,tier\nc1,gold\n', 'id,tier,Email\nc2,gold,b\n'], 'Email');
		expect(error).toBeUndefined();
		expect(hints.map(({ type }) => type)).toEqual(['info']);
		expect(sent()).toEqual({ tier: 'gold' });
	});

	describe('a field that is to stay would go out with rows that have it under nearly its name', () => {
		const NESTED_FIRST = { id: 'c1', tier: 'gold', contact: { email: 'a' } };
		const NESTED_SECOND = { id: 'c2', tier: 'gold', contact: { Email: 'b' } };

		test.each<[string, string, () => Promise<NodeRunResult>]>([
			...[runUpdate, runBulk].flatMap((run): Array<[string, string, () => Promise<NodeRunResult>]> => [
				[
					run.name,
					'email',
					() => run(emulator(), [FIRST, SECOND], { options: { excludeFields: 'id,email' } }),
				],
				[
					run.name,
					'email',
					() => run(emulator(), [SECOND, FIRST], { options: { excludeFields: 'id,email' } }),
				],
				[
					run.name,
					'contact.email',
					() =>
						run(emulator(), [NESTED_FIRST, NESTED_SECOND], {
							options: { excludeFields: 'id,contact.email' },
						}),
				],
			]),
			[
				'of files',
				'email',
				() => runFiles(['id,email\nc1,a\n', 'id,Email\nc2,b\n', 'id,tier\nc3,gold\n'], 'email'),
			],
		])('%s: %s', async (_, name, run) => {
			const { error } = await run();
			expect(error?.message).toBe(
				`Some rows have no field "${name}", but "${name.replace('email', 'Email')}"`,
			);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
			expect(emulator().counts.requests).toBe(0);
		});

		test.each<[what: string, name: string, items: IDataObject[]]>([
			['a part of "profile"', 'email', [FIRST, { id: 'c2', profile: { email: 'b' } }]],
			['one written otherwise', 'email', [FIRST, { id: 'c2', profile: { 'E-Mail': 'b' } }]],
			['a part of " profile"', 'email', [FIRST, { id: 'c2', ' profile': { email: 'b' } }]],
			['in the first row', 'email', [{ id: 'c2', profile: { email: 'b' } }, FIRST]],
			['in the only row', 'email', [{ id: 'c2', profile: { email: 'b' } }]],
			[
				'with its own parts',
				'address',
				[
					{ id: 'c1', address: { city: 'a' } },
					{ id: 'c2', profile: { address: { city: 'b' } } },
				],
			],
			[
				'a part of a part',
				'address.city',
				[
					{ id: 'c1', address: { city: 'a' } },
					{ id: 'c2', profile: { address: { city: 'b' } } },
				],
			],
		])(
			'an attribute loses the "profile." before its name, so %s may be the field',
			async (_, name, items) => {
				for (const run of [runUpdate, runBulk]) {
					const { error } = await run(emulator(), items, { options: { excludeFields: `id,${name}` } });
					expect(error?.message).toMatch(new RegExp(`no field "${name}", but " ?profile.`));
					expect(error?.description).toMatch(/Nothing was sent\.$/);
				}
				expect(emulator().counts.requests).toBe(0);
			},
		);

		test.each<[name: string, item: IDataObject, near: string]>([
			['email', { id: 'c2', Profile: { Email: 'b' } }, 'Profile.Email'],
			['email', { id: 'c2', 'PROFILE ': { email: 'b' } }, 'PROFILE.email'],
			['address.city', { id: 'c2', Profile: { address: { City: 'b' } } }, 'Profile.address.City'],
		])('"profile" may be written otherwise: %s and %j', async (name, item, near) => {
			const first = { id: 'c1', email: 'a', address: { city: 'a' } };
			for (const run of [runUpdate, runBulk]) {
				const { error } = await run(emulator(), [first, item], { options: { excludeFields: `id,${name}` } });
				expect(error?.message).toBe(`Some rows have no field "${name}", but "${near}"`);
			}
			expect(emulator().counts.requests).toBe(0);
		});

		test('unless the two stand side by side in a row: then they are two fields', async () => {
			const both = { ...FIRST, Email: 'x' };
			for (const items of [
				[both, SECOND],
				[SECOND, FIRST, both],
			]) {
				const { error } = await runBulk(emulator(), items, { options: { excludeFields: 'email' } });
				expect(error).toBeUndefined();
			}
			const files = ['id,Email\nc2,b\n', 'id,email,Email\nc1,a,x\n'];
			const { error } = await runFiles(files, 'email');
			expect(error).toBeUndefined();
		});

		test('nor is a part of an object the field beside it that few rows have', async () => {
			const items = [
				{ id: 'c1', orderId: '7', order: { id: '7' } },
				{ id: 'c2', order: { id: '8' } },
				{ id: 'c3', tier: 'gold', order: { id: '9' } },
			];
			const { error } = await runBulk(emulator(), items.slice(1), { options: { excludeFields: 'tier' } });
			expect(error).toBeUndefined();
			const { error: none } = await runBulk(emulator(), items, { options: { excludeFields: 'orderId' } });
			expect(none).toBeUndefined();
		});
	});

	test('fields of each item by an expression are judged over all items', async () => {
		for (const id of ['c1', 'c2', 'c3']) emulator().putProfile('thirdPartyId', id);
		const fields = '={{ $json.id === "c3" ? "email, tier" : "tier" }}';
		const parameters = { attributesMode: 'selected', fields };
		const fine = await runUpdate(emulator(), [FIRST, { ...FIRST, id: 'c3' }], parameters);
		expect(fine.error).toBeUndefined();
		const { error } = await runUpdate(emulator(), [FIRST, { ...SECOND, id: 'c3' }], parameters);
		expect(error?.message).toBe('There is no field "email", but "Email"');
	});
});

describe('fields within fields', () => {
	const NESTED = { id: 'c1', tier: 'gold', address: { city: 'Bern', 'zip.code': '3000' } };

	test.each([
		['a path', 'address.city'],
		['a part of which a name has a dot', 'address.zip.code'],
		['an object', 'address'],
		['a path in brackets', '["address"]["city"]'],
	])('Exclude Fields: %s is a name', async (_, name) => {
		emulator().putProfile('thirdPartyId', 'c1');
		for (const run of [runUpdate, runBulk]) {
			const { error, hints } = await run(emulator(), [NESTED], { options: { excludeFields: `id, ${name}` } });
			expect(error).toBeUndefined();
			expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
		}
	});

	test.each([
		['Address.City', 'address.city'],
		['addressCity', 'address.city'],
		['address_city', 'address.city'],
	])('%s is near to %s', async (name, field) => {
		for (const run of [runUpdate, runBulk]) {
			const { error } = await run(emulator(), [NESTED], { options: { excludeFields: name } });
			expect(error?.message).toBe(`There is no field "${name}", but "${field}"`);
		}
		expect(emulator().counts.requests).toBe(0);
	});
});

test('several names are all told at once', async () => {
	const { error } = await runBulk(emulator(), [ITEM], {
		options: { excludeFields: 'Email, Tier' },
		idField: 'Id',
	});
	expect(error?.message).toBe('There is no field "Id", but "id"');
	expect(error?.description).toBe(
		'ID Field names "Id". Exclude Fields names "Email", "Tier". There is also "email" for "Email", "tier" for "Tier". Names are compared letter by letter: write them as they stand in the input. Nothing was sent.',
	);
});
