import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, ON_ERROR, runBulk, runFile, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

const sent = () => Object.fromEntries(emulator().profile('thirdPartyId', 'c1') ?? []);

const ITEM: IDataObject = {
	id: 'c1',
	tier: 'gold',
	body: { customer: { tier: 'silver', 'home city': 'Oulu', 'e-mail': 'c1@example.com' } },
	'Cust. No.': '7',
	'score v1.2': '5',
	tags: ['a', 'b'],
	orders: [{ total: 12 }],
	profile: { level: 'x' },
};

function define(...values: unknown[]): INodeParameters {
	return { attributesMode: 'define', attributeMapping: { values } } as INodeParameters;
}

describe('an attribute that is left without a name', () => {
	test.each<[field: string, attributes: Record<string, string>]>([
		['tier', { tier: 'gold' }],
		[' tier\u00a0', { tier: 'gold' }],
		['body.customer.tier', { tier: 'silver' }],
		["body.customer['home city']", { 'home city': 'Oulu' }],
		['["body"]["customer"].tier', { tier: 'silver' }],
		['body.customer.e-mail', { 'e-mail': 'c1@example.com' }],
		['Cust. No.', { 'Cust. No.': '7' }],
		["['score v1.2']", { 'score v1.2': '5' }],
		['score v1.2', { 'score v1.2': '5' }],
		['orders[0].total', { total: '12' }],
		['tags', { tags: 'a|b' }],
		['profile.level', { level: 'x' }],
	])('has the last part of its field’s path: of %s', async (field, attributes) => {
		const { error } = await runBulk(emulator(), [ITEM], define({ field }));
		expect(error).toBeUndefined();
		expect(sent()).toEqual(attributes);
	});

	test.each<[what: string, attribute: unknown]>([
		['nothing at all', undefined],
		['an empty text', ''],
		['white space', '\u00a0 '],
		['the editor’s locator', { __rl: true, mode: 'name', value: '' }],
		['the editor’s list', { __rl: true, mode: 'list', value: '' }],
	])('is one that holds %s', async (_, attribute) => {
		const row = { attribute, field: 'body.customer.tier' };
		await runBulk(emulator(), [ITEM], define(row, { attribute: 'level', field: 'tier' }));
		expect(sent()).toEqual({ tier: 'silver', level: 'gold' });
	});

	test.each<[header: string, field: string, attributes: Record<string, string>]>([
		['tier', 'tier', { tier: 'x' }],
		['customer.tier', 'customer.tier', { 'customer.tier': 'x' }],
		['Cust. No.', ' Cust. No.', { 'Cust. No.': 'x' }],
		['profile.tier', 'profile.tier', { tier: 'x' }],
		['customer.tier', "['customer']['tier']", { 'customer.tier': 'x' }],
	])('has the whole name of a file’s column: %s, written as %s', async (header, field, attributes) => {
		const { error } = await runFile(emulator(), `id,${header}\nc1,x\n`, define({ field }));
		expect(error).toBeUndefined();
		expect(sent()).toEqual(attributes);
	});

	test.each<[what: string, values: unknown[], words: string]>([
		[
			'meets another that is left without',
			[{ field: 'tier' }, { field: 'body.customer.tier' }],
			'The attribute "tier" is named twice',
		],
		[
			'meets one that has its name',
			[{ attribute: 'profile.tier', field: 'tags' }, { field: 'tier' }],
			'The attribute "tier" is named twice',
		],
		[
			'is of a place in a list',
			[{ field: 'tags[0]' }],
			'The attribute of the input field "tags[0]" has no name',
		],
		['has no field', [{ attribute: '', field: '' }], 'An attribute has no input field'],
		[
			'has an expression that comes to nothing',
			[{ attribute: '={{ undefined }}', field: 'tier' }],
			'An attribute has no name',
		],
		[
			'has one in the editor’s locator',
			[{ attribute: { __rl: true, mode: 'name', value: "={{ '' }}" }, field: 'tier' }],
			'An attribute has no name',
		],
	])('is an error of the panel where it %s', async (_, values, words) => {
		for (const onError of ON_ERROR) {
			const parameters = { ...define(...values), options: { invalidRows: 'skip' } };
			const { error, success, failed } = await runBulk(emulator(), [ITEM], parameters, { onError });
			const told = [...success, ...failed].map(({ json }) => json.error);
			expect(onError === 'stopWorkflow' ? [error?.message] : told).toEqual([words]);
		}
		expect(emulator().counts.requests).toBe(0);
	});

	test('of a file meets another in the panel as well', async () => {
		const { error } = await runFile(emulator(), 'id,tier,level\nc1,x,y\n', {
			...define({ field: 'tier' }, { attribute: 'tier', field: 'level' }),
		});
		expect(error?.message).toBe('The attribute "tier" is named twice');
	});
});

describe('an attribute that n8n has named by its path, where the field was dragged in', () => {
	const WORDS = (count: string) =>
		expect.stringContaining(`${count} named like the path of a field`) as string;

	test.each(['body.customer.tier', "customer['home city']", 'tags[0]', "['a']['b']"])(
		'is sent as %s, and a warning says so',
		async (name) => {
			emulator().putProfile('thirdPartyId', 'c1');
			const attributes = { assignments: [{ name, value: 'x', type: 'string' }] };
			const define = { profileId: 'c1', attributesMode: 'define', attributes, options: {} };
			const { hints } = await runUpdate(emulator(), [{}, {}], define);
			expect(sent()).toEqual({ [name]: 'x' });
			expect(hints).toContainEqual(
				expect.objectContaining({ type: 'warning', message: WORDS('2 attributes of the items are') }),
			);
		},
	);

	test('is told of in bulk too', async () => {
		const { hints } = await runBulk(
			emulator(),
			[ITEM],
			define({ attribute: 'body.customer.tier', field: 'tier' }),
		);
		expect(hints.map(({ message }) => message).join()).toEqual(WORDS('1 attribute of the items is'));
	});

	test.each(['tier', 'address.city', 'bodyTier', 'score [5]', 'body'])('is not meant by %s', async (name) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const attributes = { assignments: [{ name, value: 'x', type: 'string' }] };
		const define = { profileId: 'c1', attributesMode: 'define', attributes, options: {} };
		const { hints } = await runUpdate(emulator(), [{}], define);
		expect(sent()).toEqual({ [name]: 'x' });
		expect(hints.map(({ message }) => message).join()).not.toContain('path of a field');
	});
});
