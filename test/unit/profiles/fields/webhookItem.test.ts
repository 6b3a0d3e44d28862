import { parseFieldList } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { ItemFields } from '../../../../nodes/AdobeTarget/profiles/fields/itemFields';
import {
	eachFieldOfWebhook,
	eachNamedInWebhook,
	isWebhookItem,
	lookerInBody,
	namesInWebhook,
} from '../../../../nodes/AdobeTarget/profiles/fields/webhookItem';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';
import { webhookItem } from '../itemOfWebhook';

const BODY = { tier: 'gold', address: { city: 'Bern' } };

type Taken = [name: string, value: unknown, said: string];

function taken(read: (take: (...field: Taken) => void) => void): Taken[] {
	const all: Taken[] = [];
	read((...field) => all.push(field));
	return all;
}

describe('an item of the Webhook node', () => {
	test('is one that has all that such an item has, and may have more', () => {
		expect(isWebhookItem(webhookItem(BODY))).toBe(true);
		expect(isWebhookItem(webhookItem(undefined, { segment: 'loyal' }))).toBe(true);
	});

	test.each(['headers', 'params', 'query', 'body', 'webhookUrl', 'executionMode'])(
		'is none without %s',
		(missing) => {
			const fields = Object.entries(webhookItem(BODY)).filter(([name]) => name !== missing);
			expect(isWebhookItem(Object.fromEntries(fields))).toBe(false);
		},
	);

	test('is none that only inherits them', () => {
		expect(isWebhookItem(Object.create(webhookItem(BODY)) as object)).toBe(false);
	});

	test('is an error where it can’t be read', () => {
		const item = new Proxy(
			{},
			{
				getOwnPropertyDescriptor() {
					throw new TypeError('a fault of the workflow');
				},
			},
		);
		expect(() => isWebhookItem(item)).toThrow(InvalidProfile);
		expect(() => isWebhookItem(item)).toThrow('The item can’t be read');
	});
});

describe('all fields of such an item', () => {
	test.each<[what: string, item: Record<string, unknown>, fields: Taken[]]>([
		[
			'are those of its body, under their own names',
			webhookItem(BODY),
			[
				['tier', 'gold', 'body.tier'],
				['address', { city: 'Bern' }, 'body.address'],
			],
		],
		[
			'are those that other nodes have added, too',
			webhookItem({ tier: 'gold' }, { segment: 'loyal', score: undefined }),
			[
				['segment', 'loyal', 'segment'],
				['score', undefined, 'score'],
				['tier', 'gold', 'body.tier'],
			],
		],
		[
			'are no claims of a JSON Web Token',
			webhookItem({ tier: 'gold' }, { jwtPayload: { sub: 'sample-subject' } }),
			[['tier', 'gold', 'body.tier']],
		],
		['are its body, where that is a text', webhookItem('gold'), [['body', 'gold', 'body']]],
		['are its body, where that is a list', webhookItem(['a', 'b']), [['body', ['a', 'b'], 'body']]],
		['are its body, where that is null', webhookItem(null), [['body', null, 'body']]],
		['are none, where its body is empty', webhookItem({}), []],
	])('%s', (_, item, fields) => {
		expect(
			taken((take) => {
				eachFieldOfWebhook(item, take);
			}),
		).toEqual(fields);
	});
});

describe('a field that is named', () => {
	test.each<[keys: string[], value: unknown, fields: Taken[]]>([
		[['body', 'tier'], 'gold', [['tier', 'gold', 'body.tier']]],
		[['body', 'address', 'city'], 'Bern', [['address.city', 'Bern', 'body.address.city']]],
		[['body', 'missing'], undefined, [['missing', undefined, 'body.missing']]],
		[['query', 'source'], 'q1', [['query.source', 'q1', 'query.source']]],
		[['segment'], 'loyal', [['segment', 'loyal', 'segment']]],
		[['address'], { city: 'Bern' }, [['address', { city: 'Bern' }, 'address']]],
		[
			['body'],
			BODY,
			[
				['tier', 'gold', 'body.tier'],
				['address', { city: 'Bern' }, 'body.address'],
			],
		],
		[['body'], 'gold', [['body', 'gold', 'body']]],
		[['body'], ['a'], [['body', ['a'], 'body']]],
		[['body'], null, [['body', null, 'body']]],
		[['body'], undefined, [['body', undefined, 'body']]],
	])('by %j has the name that it has in the body', (keys, value, fields) => {
		expect(
			taken((take) => {
				eachNamedInWebhook(keys, value, take);
			}),
		).toEqual(fields);
	});

	test.each([
		['email', ['email']],
		['body.email', ['body.email', 'email']],
		['body["home"].city', ['body["home"].city', 'body.home.city', 'home.city']],
		['body', ['body']],
		['antibody.count', ['antibody.count']],
		['query.source, body.id', ['query.source', 'body.id', 'id']],
	])('as %s is kept from being sent under each name that it may have', (list, names) => {
		expect(new Set(namesInWebhook(parseFieldList(list)))).toEqual(new Set(names));
	});
});

describe('who looks for names in an item', () => {
	const lookedAt = (item: object): object[] => {
		const all: object[] = [];
		lookerInBody(({ json }) => all.push(json))(new ItemFields(item));
		return all;
	};

	test('of the Webhook node looks in its body too', () => {
		const item = webhookItem(BODY);
		expect(lookedAt(item)).toEqual([item, BODY]);
	});

	test.each<[what: string, item: object]>([
		['of another node, which may have a body', { body: BODY }],
		['whose body is a text', webhookItem('gold')],
		['whose body is a list', webhookItem([BODY])],
		['whose body is null', webhookItem(null)],
	])('%s looks in the item alone', (_, item) => {
		expect(lookedAt(item)).toEqual([item]);
	});

	test('that can’t be read goes on, as that is an error of its own', () => {
		const item = Object.defineProperty(webhookItem(BODY), 'body', {
			get() {
				throw new TypeError('a fault of the workflow');
			},
		});
		expect(lookedAt(item)).toHaveLength(1);
	});
});
