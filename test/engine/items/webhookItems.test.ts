import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const SECRET = 'Bearer sample-secret';

/** An item as n8n's Webhook node gives it. */
function webhookItem(body: unknown, others: IDataObject = {}): IDataObject {
	return {
		headers: { host: 'n8n.example.com', authorization: SECRET, cookie: 'session=sample-secret' },
		params: { shop: 'p1' },
		query: { source: 'q1' },
		body: body as IDataObject,
		webhookUrl: 'https://n8n.example.com/webhook/orders',
		executionMode: 'production',
		...others,
	};
}

const BODY = {
	customerId: 'c1',
	tier: 'gold',
	email: 'c1@example.com',
	address: { city: 'Bern', zip: '3000' },
};

/** What all of the body comes to, but for the ID. */
const FLAT = {
	tier: 'gold',
	email: 'c1@example.com',
	'address.city': 'Bern',
	'address.zip': '3000',
};

type Run = (
	item: IDataObject,
	excludeFields?: string,
	options?: INodeParameters,
	parameters?: INodeParameters,
) => Promise<NodeRunResult>;

const RUNS: ReadonlyArray<readonly [string, Run]> = [
	[
		'Update Profile',
		(item, excludeFields = '', options = {}, parameters = {}) =>
			runUpdate(emulator(), [item], {
				profileId: 'c1',
				...parameters,
				options: {
					excludeFields: ['customerId', excludeFields].filter((name) => name !== '').join(),
					...options,
				},
			}),
	],
	[
		'Bulk Update Profiles',
		(item, excludeFields = '', options = {}, parameters = {}) =>
			runBulk(emulator(), [item], {
				idField: 'body.customerId',
				...parameters,
				options: { excludeFields, ...options },
			}),
	],
];

const sent = () => Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? []);
const told = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join('\n');

const HINT =
	'1 item came from a Webhook node: the fields of its body were taken, and headers, params, query, webhookUrl and executionMode were left out.';

describe.each(RUNS)('%s of an item of the Webhook node', (_, run) => {
	beforeEach(() => {
		emulator().putProfile('thirdPartyId', 'c1');
	});

	test.each<[string, IDataObject]>([
		['as the node gives it', {}],
		['with the claims of a JSON Web Token', { jwtPayload: { sub: 'sample-subject' } }],
	])('sends the fields of its body under their own names, and says so: %s', async (__, others) => {
		const result = await run(webhookItem(BODY, others));
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual(FLAT);
		expect(result.hints.find(({ message }) => message.includes(HINT))?.type).toBe('info');
	});

	test.each([
		['email, address.zip', 'flatten'],
		['body.email, body.address.zip', 'flatten'],
		['["body"]["email"], body["address"].zip', 'flatten'],
		['email, address', 'json'],
		['body.email, body.address', 'json'],
	])('leaves out what Exclude Fields names as %s (%s)', async (excludeFields, nestedValues) => {
		const result = await run(webhookItem(BODY), excludeFields, { nestedValues });
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual({ tier: 'gold', ...(nestedValues === 'flatten' && { 'address.city': 'Bern' }) });
		expect(told(result)).not.toContain('no such field');
	});

	test('sends nothing of the body where Exclude Fields names it', async () => {
		await run(webhookItem(BODY, { segment: 'loyal' }), 'body');
		expect(sent()).toEqual({ segment: 'loyal' });
	});

	test('a name of Exclude Fields that nearly names a field of the body sends nothing', async () => {
		const { error } = await run(webhookItem(BODY), 'Email');
		expect(error?.message).toMatch(/^There is no field "Email", but "(body\.)?email"$/);
		expect(emulator().counts.requests).toBe(0);
	});

	test('what another node has added is sent too', async () => {
		await run(webhookItem({ customerId: 'c1', tier: 'gold' }, { segment: 'loyal' }));
		expect(sent()).toEqual({ tier: 'gold', segment: 'loyal' });
	});

	test('what another node has added, and the body has with another value, is an error that names both', async () => {
		const { error } = await run(webhookItem({ customerId: 'c1', tier: 'gold' }, { tier: 'silver' }));
		expect(error?.message).toBe('The fields "tier" and "body.tier" both give the attribute "tier" a value');
		expect(emulator().counts.requests).toBe(0);
	});

	test.each<[string, unknown, Record<string, string>]>([
		['a text', 'plain text', { body: 'plain text' }],
		['a list', ['a', 'b'], { body: 'a|b' }],
	])('a body that is %s is one field', async (__, body, attributes) => {
		await run(webhookItem(body, { customerId: 'c1' }), '', {}, { idField: 'customerId' });
		expect(sent()).toEqual(attributes);
	});

	test.each(['headers', 'params', 'query', 'body', 'webhookUrl', 'executionMode'])(
		'an item without %s is like any other',
		async (missing) => {
			const item = webhookItem(BODY, { customerId: 'c1' });
			const fields = Object.entries(item).filter(([name]) => name !== missing);
			const result = await run(Object.fromEntries(fields), '', {}, { idField: 'customerId' });
			const about = missing === 'body' ? 'query.source' : 'body.tier';
			expect(Object.keys(sent())).toContain(about);
			expect(told(result)).not.toContain('Webhook node');
		},
	);

	test.each<[fields: string, attributes: Record<string, string>]>([
		['query.source, body.tier', { 'query.source': 'q1', tier: 'gold' }],
		["body['tier'], body.address.city", { tier: 'gold', 'address.city': 'Bern' }],
		['body.address', { 'address.city': 'Bern', 'address.zip': '3000' }],
		['body, params', { ...FLAT, customerId: 'c1', 'params.shop': 'p1' }],
		['body.missing, body.email', { email: 'c1@example.com' }],
	])(
		'of %s, Selected Input Fields names those of the body as All Input Fields does',
		async (fields, sends) => {
			await run(webhookItem(BODY), '', {}, { attributesMode: 'selected', fields });
			expect(sent()).toEqual(sends);
		},
	);

	test('a body that is a text can be selected', async () => {
		const item = webhookItem('plain text', { customerId: 'c1' });
		await run(item, '', {}, { idField: 'customerId', attributesMode: 'selected', fields: 'body' });
		expect(sent()).toEqual({ body: 'plain text' });
	});

	test('two fields that are selected and meet in one name are an error that names both', async () => {
		const item = webhookItem(BODY, { tier: 'silver' });
		const selected = { attributesMode: 'selected', fields: 'tier, body.tier' };
		const { error } = await run(item, '', {}, selected);
		expect(error?.message).toBe('The fields "tier" and "body.tier" both give the attribute "tier" a value');
		expect(emulator().counts.requests).toBe(0);
	});

	test('no word of a header leaves', async () => {
		await run(webhookItem(BODY));
		expect(JSON.stringify(sent())).not.toContain('sample-secret');
	});
});

test('items of the Webhook node and others go side by side', async () => {
	const items = [webhookItem(BODY), { body: { customerId: 'c2' }, tier: 'silver' }, webhookItem(BODY)];
	await runBulk(emulator(), items, { idField: 'body.customerId', options: { excludeFields: 'email' } });
	expect(Object.fromEntries(emulator().profile('thirdPartyId', 'c2') ?? [])).toEqual({ tier: 'silver' });
	expect(sent()).toEqual({ tier: 'gold', 'address.city': 'Bern', 'address.zip': '3000' });
});
