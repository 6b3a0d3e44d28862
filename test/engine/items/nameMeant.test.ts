import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const ITEMS: readonly IDataObject[] = [
	{ customer_id: '101', tier: 'gold', 'e mail': 'a@example.com', address: { city: 'Bonn' }, visits: 3 },
	{ customer_id: '102', tier: 'silver', 'e mail': 'b@example.com', address: { city: 'Köln' }, visits: 4 },
];

const CSV = 'customer_id,tier,e mail,visits\n101,gold,a@example.com,3\n102,silver,b@example.com,4\n';

beforeEach(() => {
	for (const id of ['101', '102']) emulator().putProfile('thirdPartyId', id);
});

function held(id: string): Record<string, string> {
	return Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
}

function expectFine({ error, success }: NodeRunResult): void {
	expect(error).toBeUndefined();
	expect(success.map(({ json }) => json.error)).toEqual(success.map(() => undefined));
}

const wants = (label: string, name: string) =>
	`${label} wants a name, so its expression was taken for the name of the field that it reads: "${name}".`;

/** The first as an expression, each with the name that it means. */
const IDS = [
	'={{ $json.customer_id }}',
	'={{$json.customer_id}}',
	'={{ $json["customer_id"] }}',
	"={{ $json['customer_id'] }}",
];

test.each(['e.[mail]', "Line 1,\tLine 2's", 'price [EUR]'])(
	'an expression that reads a field called %j is taken for this very name',
	async (name) => {
		const expression = `={{ $json["${name}"] }}`;
		const { error } = await runUpdate(emulator(), [{ ...ITEMS[0], [name]: 'ours' }], {
			profileId: '101',
			attributesMode: 'all',
			options: { excludeFields: expression },
		});
		expect(error).toBeUndefined();
		expect(Object.keys(held('101'))).toEqual(['customer_id', 'tier', 'e mail', 'address.city', 'visits']);
	},
);

describe('ID Field', () => {
	test.each(IDS)('%s is the name in it, for items', async (idField) => {
		const result = await runBulk(emulator(), ITEMS, {
			idField,
			attributesMode: 'selected',
			fields: 'tier',
		});
		expectFine(result);
		expect(held('101')).toEqual({ tier: 'gold' });
		expect(held('102')).toEqual({ tier: 'silver' });
		expect(result.hints.map(({ message }) => message)).toContain(wants('ID Field', 'customer_id'));
	});

	test.each(IDS)('%s is the name of the column, for a file', async (idField) => {
		const result = await runFile(emulator(), CSV, { idField, attributesMode: 'selected', fields: 'tier' });
		expectFine(result);
		expect(held('102')).toEqual({ tier: 'silver' });
	});

	test('within an object, or with dots in its name, it is found too', async () => {
		const items = [{ body: { 'the id': '101' }, 'a.b': '102', tier: 'gold' }];
		const options = { excludeFields: 'body, a.b' };
		expectFine(await runBulk(emulator(), items, { idField: '={{ $json.body["the id"] }}', options }));
		expect(held('101')).toEqual({ tier: 'gold' });
		expectFine(await runBulk(emulator(), items, { idField: '={{ $json["a.b"] }}', options }));
		expect(held('102')).toEqual({ tier: 'gold' });
	});

	test('where its value is the name of a field, that is meant', async () => {
		const items = ITEMS.map((item) => ({ ...item, idColumn: 'customer_id' }));
		const parameters = { idField: '={{ $json.idColumn }}', attributesMode: 'selected', fields: 'tier' };
		const result = await runBulk(emulator(), items, parameters);
		expectFine(result);
		expect(held('101')).toEqual({ tier: 'gold' });
		expect(result.hints.map(({ message }) => message)).not.toContain(wants('ID Field', 'idColumn'));
	});

	test.each(ON_ERROR)('where neither is there, it is said once with the fields (%s)', async (onError) => {
		const { error, success, failed } = await runBulk(
			emulator(),
			ITEMS,
			{ idField: '={{ $json.number }}' },
			{ onError },
		);
		const items = [...success, ...failed];
		expect(error?.message ?? items[0]?.json.error).toBe('There is no field "number" that could hold the ID');
		expect(error?.description ?? items[0]?.json.message).toMatch(/^The fields are "customer_id", "tier", /);
		expect(emulator().counts.requests).toBe(0);
	});

	test.each(['={{ $json.customer_id + "" }}', '={{ $("Items").first().json.customer_id }}'])(
		'of %s, which may mean anything, the value is told once, with the fields and what to write',
		async (idField) => {
			const { error } = await runBulk(emulator(), ITEMS, { idField });
			expect(error?.message).toBe('There is no field "101" that could hold the ID');
			expect(error?.description).toMatch(/^The fields are "customer_id", .*the name, not its value/);
			expect(emulator().counts.requests).toBe(0);
		},
	);
});

type Run = (parameters: INodeParameters) => Promise<NodeRunResult>;

const RUNS: ReadonlyArray<readonly [what: string, run: Run]> = [
	[
		'Update Profile',
		(parameters) => runUpdate(emulator(), ITEMS, { profileId: '={{ $json.customer_id }}', ...parameters }),
	],
	[
		'Bulk Update Profiles',
		(parameters) => runBulk(emulator(), ITEMS, { idField: 'customer_id', ...parameters }),
	],
	['a file', (parameters) => runFile(emulator(), CSV, { idField: 'customer_id', ...parameters })],
];

describe.each(RUNS)('%s', (what, run) => {
	/** A file's columns are not known when the expression is read, and its item has no fields. */
	const isFile = what === 'a file';

	test.each([
		['={{ $json.tier }}', { tier: 'gold' }],
		['={{ $json["e mail"] }}', { 'e mail': 'a@example.com' }],
		['={{ $json.visits }}', { visits: '3' }],
	])('Fields: %s sends the field that it reads', async (fields, attributes) => {
		const result = await run({ attributesMode: 'selected', fields });
		expectFine(result);
		expect(held('101')).toEqual(attributes);
		expect(result.hints.map(({ message }) => message)).toContain(
			wants('Fields', Object.keys(attributes)[0] ?? ''),
		);
	});

	test.each([
		['={{ $json.tier }}', 'tier'],
		['={{ $json["e mail"] }}', 'e mail'],
		['={{ $json.visits }}', 'visits'],
	])('Exclude Fields: %s leaves out the field that it reads', async (excludeFields, name) => {
		const result = await run({ attributesMode: 'all', options: { excludeFields } });
		expectFine(result);
		expect(held('101')).not.toHaveProperty(name);
		expect(Object.keys(held('101')).length).toBeGreaterThan(1);
		expect(result.hints.filter(({ type }) => type === 'warning')).toEqual([]);
	});

	test.each(['={{ "" }}', '={{ $json.missing ?? "" }}', '={{ null }}'])(
		'Exclude Fields: %s is an error, as fields that were to stay would go out',
		async (excludeFields) => {
			const { error } = await run({ attributesMode: 'all', options: { excludeFields } });
			expect(error?.message).toBe('The option "Exclude Fields" must be names of fields');
			expect(emulator().counts.requests).toBe(0);
		},
	);

	test.each(['={{ "" }}', '={{ $json.missing }}', '={{ null }}'])(
		'Treat as Empty: %s is an error',
		async (treatAsEmpty) => {
			const { error } = await run({ attributesMode: 'all', options: { treatAsEmpty } });
			expect(error?.message).toBe('The option "Treat as Empty" must be texts');
			expect(emulator().counts.requests).toBe(0);
		},
	);

	test('options that are there and empty, without an expression, change nothing', async () => {
		expectFine(await run({ attributesMode: 'all', options: { excludeFields: '', treatAsEmpty: '' } }));
		expect(held('101')).toMatchObject({ tier: 'gold' });
	});

	if (isFile) return;

	test('a name that no item has is a hint with the fields that there are', async () => {
		const { hints, error } = await run({
			attributesMode: 'all',
			options: { excludeFields: '={{ $json.nights }}' },
		});
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(
				/^Exclude Fields names "nights", but the input has no such field\. It has "customer_id"/,
			),
		);
	});
});

describe.each([
	[
		'Update Profile',
		(items: readonly IDataObject[], parameters: INodeParameters) => runUpdate(emulator(), items, parameters),
	],
	[
		'Bulk Update Profiles',
		(items: readonly IDataObject[], parameters: INodeParameters) => runBulk(emulator(), items, parameters),
	],
])('%s: an expression whose value names fields', (_, run) => {
	const items = [{ id: '101', which: 'tier, city', tier: 'gold', city: 'Bonn', note: 'x' }];

	test('under Fields sends those', async () => {
		const result = await run(items, { attributesMode: 'selected', fields: '={{ $json.which }}' });
		expectFine(result);
		expect(held('101')).toEqual({ tier: 'gold', city: 'Bonn' });
		expect(result.hints.map(({ message }) => message)).not.toContain(wants('Fields', 'which'));
	});

	test('under Exclude Fields leaves out those, and its own field too', async () => {
		const options = { excludeFields: '={{ $json.which }}' };
		expectFine(await run(items, { attributesMode: 'all', options }));
		expect(held('101')).not.toHaveProperty('tier');
		expect(held('101')).not.toHaveProperty('city');
		expect(held('101')).not.toHaveProperty('which');
		expect(held('101')).toMatchObject({ note: 'x' });
	});

	test('which are very many, under Exclude Fields leaves out the last of them too', async () => {
		const which = [...Array.from({ length: 500 }, (_, index) => `other${index}`), 'id', 'tier'].join(',');
		const options = { excludeFields: '={{ $json.which }}' };
		expectFine(await run([{ ...items[0], which }], { attributesMode: 'all', options }));
		expect(held('101')).toEqual({ city: 'Bonn', note: 'x' });
	});

	test('under Fields that are a list too long to be names means its own name', async () => {
		const note = 'x'.repeat(30_000);
		expectFine(await run([{ id: '101', note }], { attributesMode: 'selected', fields: '={{ $json.note }}' }));
		expect(held('101')).toEqual({ note });
	});

	test('of which no item has any, under Exclude Fields all of them would be left out', async () => {
		const options = { excludeFields: '={{ $json.which }}' };
		const other = [{ ...items[0], which: 'Tier' }];
		expectFine(await run(other, { attributesMode: 'all', options }));
		expect(held('101')).toMatchObject({ tier: 'gold' });
		expect(held('101')).not.toHaveProperty('which');
	});
});

describe('Input Field of a mapping', () => {
	const define = (...fields: string[]): INodeParameters => ({
		attributesMode: 'define',
		attributeMapping: { values: fields.map((field, index) => ({ attribute: `a${index}`, field })) },
	});

	test('takes the name that an expression means, beside plain names', async () => {
		const mapping = define('={{ $json.tier }}', 'visits', '={{ $json.address.city }}');
		const result = await runBulk(emulator(), ITEMS, { idField: 'customer_id', ...mapping });
		expectFine(result);
		expect(held('102')).toEqual({ a0: 'silver', a1: '4', a2: 'Köln' });
		const hints = result.hints.map(({ message }) => message);
		expect(hints).toContain(wants('Input Field', 'tier'));
		expect(hints).toContain(wants('Input Field', 'address.city'));
	});

	test('takes the name of a column', async () => {
		const mapping = define('={{ $json.tier }}', 'visits');
		expectFine(await runFile(emulator(), CSV, { idField: 'customer_id', ...mapping }));
		expect(held('101')).toEqual({ a0: 'gold', a1: '3' });
	});
});

describe('Input Binary Field', () => {
	const file = { content: Buffer.from(CSV), fileName: 'customers.csv' };
	const parameters = {
		source: 'file',
		idField: 'customer_id',
		attributesMode: 'selected',
		fields: 'tier',
		binaryPropertyName: '={{ $json.report }}',
	};

	test.each<[what: string, item: IDataObject, field: string]>([
		['nothing', {}, 'report'],
		['a text that is no file', { report: 'x' }, 'report'],
		['the name of a file', { report: 'data' }, 'data'],
	])('where its expression comes to %s', async (_, item, field) => {
		expectFine(await runBulk(emulator(), [item], parameters, { files: [{ [field]: file }] }));
		expect(held('101')).toEqual({ tier: 'gold' });
	});

	test('where it comes to the text of a file, it says what it is', async () => {
		const { error } = await runBulk(emulator(), [{ report: CSV }], parameters, { files: [{ data: file }] });
		expect(error?.message).toBe('"report" is text, not a file: in HTTP Request choose Response Format: File');
	});

	test('where neither is there, the value is told', async () => {
		const { error } = await runBulk(emulator(), [{ report: 'other' }], parameters, {
			files: [{ data: file }],
		});
		expect(error?.message).toBe('Item 0 has no file "other"');
	});
});
