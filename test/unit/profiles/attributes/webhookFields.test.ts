import {
	allFieldsReader,
	selectedFieldsReader,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { AttributeReader, Fields } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { webhookItem } from '../itemOfWebhook';

const BODY = { customerId: 'c1', tier: 'gold', address: { city: 'Bern', zip: '3000' } };

function sent(read: AttributeReader, json: Fields, findings = new Findings()): Record<string, string> {
	const attributes: Record<string, string> = {};
	const take = (name: string, value: string) => {
		attributes[name] = value;
	};
	read(json, take, findings);
	return attributes;
}

describe('of all fields of an item of the Webhook node', () => {
	test.each<[what: string, excludeFields: string, attributes: Fields]>([
		[
			'those of the body are sent under their own names',
			'',
			{ customerId: 'c1', tier: 'gold', 'address.city': 'Bern', 'address.zip': '3000', segment: 'loyal' },
		],
		[
			'those stay that are named as they are in the body',
			'customerId, address.zip',
			{ tier: 'gold', 'address.city': 'Bern', segment: 'loyal' },
		],
		[
			'those stay that are named with the body',
			'body.customerId, body["address"]',
			{ tier: 'gold', segment: 'loyal' },
		],
		['all of the body stay where it is named', 'body', { segment: 'loyal' }],
		['what another node has added stays where it is named', 'segment, address, customerId', { tier: 'gold' }],
	])('%s', (_, excludeFields, attributes) => {
		const item = webhookItem(BODY, { segment: 'loyal' });
		expect(sent(allFieldsReader('flatten', excludeFields), item)).toEqual(attributes);
	});

	test.each(['customerId', 'body.customerId'])('the ID is no attribute, by the name %s', (idField) => {
		const read = allFieldsReader('flatten', 'address', idField);
		expect(sent(read, webhookItem(BODY))).toEqual({ tier: 'gold' });
	});

	test('parts that are excluded are in no JSON text either', () => {
		const read = allFieldsReader('json', 'body.address.zip, customerId');
		expect(sent(read, webhookItem(BODY))).toEqual({ tier: 'gold', address: '{"city":"Bern"}' });
	});

	test('a body that is a text is one', () => {
		expect(sent(allFieldsReader('flatten', ''), webhookItem('plain text'))).toEqual({ body: 'plain text' });
	});

	test('one of the body and one beside it may not give one attribute different values', () => {
		const read = allFieldsReader('flatten', '');
		for (const [body, others, first, second] of [
			[{ tier: 'gold' }, { tier: 'silver' }, 'tier', 'body.tier'],
			[{ 'profile.tier': 'gold', tier: 'silver' }, {}, 'body.profile.tier', 'body.tier'],
			[{ home: { city: 'A' }, 'home.city': 'B' }, {}, 'body.home', 'body.home.city'],
		] as const) {
			expect(() => sent(read, webhookItem(body, others))).toThrow(
				`The fields "${first}" and "${second}" both give the attribute`,
			);
		}
		expect(sent(read, webhookItem({ tier: 'gold' }, { tier: 'gold' }))).toEqual({ tier: 'gold' });
	});

	test('it is told that the others were left out; of other items it is not', () => {
		const findings = new Findings();
		const read = allFieldsReader('flatten', '');
		sent(read, webhookItem(BODY), findings);
		sent(read, { body: BODY }, findings);
		sent(read, webhookItem(BODY), findings);
		expect(findings.count('webhookItem')).toBe(2);
	});
});

describe('of selected fields of an item of the Webhook node', () => {
	test.each<[fields: string, attributes: Fields]>([
		['body.tier', { tier: 'gold' }],
		["body['tier'], body.address.city", { tier: 'gold', 'address.city': 'Bern' }],
		['body.address', { 'address.city': 'Bern', 'address.zip': '3000' }],
		['query.source, body.tier', { 'query.source': 'q1', tier: 'gold' }],
		['body.missing, body.tier', { tier: 'gold' }],
		[
			'body, params',
			{ customerId: 'c1', tier: 'gold', 'address.city': 'Bern', 'address.zip': '3000', 'params.shop': 'p1' },
		],
		['query.source', { 'query.source': 'q1' }],
		['tier', {}],
	])('%s has the names that it has in the body', (fields, attributes) => {
		expect(sent(selectedFieldsReader(fields, 'flatten'), webhookItem(BODY))).toEqual(attributes);
	});

	test('two that meet in one name may not give it different values', () => {
		const read = selectedFieldsReader('tier, body.tier', 'flatten');
		expect(() => sent(read, webhookItem(BODY, { tier: 'silver' }))).toThrow(
			'The fields "tier" and "body.tier" both give the attribute "tier" a value',
		);
	});

	test('those of an item of another node keep their paths', () => {
		const read = selectedFieldsReader('body.tier', 'flatten');
		expect(sent(read, { body: BODY })).toEqual({ 'body.tier': 'gold' });
	});
});
