import { parseFieldPath } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { ItemFields } from '../../../../nodes/AdobeTarget/profiles/fields/itemFields';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';

const read = (item: object, path: string): unknown => new ItemFields(item).read(parseFieldPath(path));

function fails(): never {
	throw new TypeError('a fault of the workflow');
}

describe('a field is read', () => {
	test.each<[what: string, item: object, path: string, value: unknown]>([
		['by its name', { tier: 'gold' }, 'tier', 'gold'],
		['with white space around its name', { ' tier ': 'gold' }, 'tier', 'gold'],
		['with such a name beside others', { id: 'c1', ' tier': 'gold', email: 'a' }, 'tier', 'gold'],
		['with a byte order mark before its name', { '\ufefftier': 'gold' }, 'tier', 'gold'],
		['with white space around its name and a dot in it', { 'home.city ': 'Bern' }, 'home.city', 'Bern'],
		['within an object', { home: { city: 'Bern' } }, 'home.city', 'Bern'],
		['within an object of such a name', { ' home': { 'city\u00a0': 'Bern' } }, 'home.city', 'Bern'],
		['with such a name in an object of a plain name', { home: { ' city': 'Bern' } }, 'home.city', 'Bern'],
		['of a plain name in an object with such a name', { ' home': { city: 'Bern' } }, 'home.city', 'Bern'],
		['at a place of a list', { ' orders': [{ 'total ': 7 }] }, 'orders[0].total', 7],
		['whole, where it is an object', { ' home': { city: 'Bern' } }, 'home', { city: 'Bern' }],
		['as null', { ' tier': null }, 'tier', null],
		['as an empty text', { home: { 'city ': '' } }, 'home.city', ''],
		['as zero', { 'visits ': 0 }, 'visits', 0],
		['as false', { 'isMember ': false }, 'isMember', false],
		['under the name without white space, where both are there', { ' a': 1, a: 2 }, 'a', 2],
		['under the name without, within an object too', { home: { ' a': 1, a: 2 } }, 'home.a', 2],
	])('%s', (_, item, path, value) => {
		expect(read(item, path)).toEqual(value);
	});

	test.each<[what: string, item: object, path: string]>([
		['it is not there', { tier: 'gold' }, 'level'],
		['only its object is there', { ' home': { zip: '1' } }, 'home.city'],
		['a text is where its object should be', { ' home': 'Bern' }, 'home.city'],
		['a text has a length, which is no field of it', { ' home': 'Bern' }, 'home.length'],
		['nothing is where its object should be', { ' home': null }, 'home.city'],
		['the white space is within its name', { 'last name ': 'x' }, 'lastname'],
		['it is inherited', Object.create({ ' tier': 'gold' }) as object, 'tier'],
		['its object inherits it', { ' home': Object.create({ ' city': 'x' }) as object }, 'home.city'],
		['the path is empty', { ' tier': 'gold' }, ''],
	])('as nothing where %s', (_, item, path) => {
		expect(read(item, path)).toBeUndefined();
	});

	test('whose own name is empty is one of the others', () => {
		expect(read({ ' ': 'x', ' tier': 'gold' }, 'tier')).toBe('gold');
	});
});

describe('two fields whose names differ in white space alone', () => {
	test.each<[what: string, item: object, path: string, value: unknown]>([
		['hold the same', { ' tier': 'gold', 'tier ': 'gold' }, 'tier', 'gold'],
		['and one holds an empty text', { ' tier': '', 'tier ': 'gold' }, 'tier', 'gold'],
		['and the later holds an empty text', { ' tier': 'gold', 'tier ': '' }, 'tier', 'gold'],
		['and one holds null', { ' tier': null, 'tier ': 'gold' }, 'tier', 'gold'],
		['and the later holds null', { ' tier': 'gold', 'tier ': null }, 'tier', 'gold'],
		['and one holds nothing', { ' tier': undefined, 'tier ': 'gold' }, 'tier', 'gold'],
		['and the later holds nothing', { ' tier': 'gold', 'tier ': undefined }, 'tier', 'gold'],
		['and both are empty', { ' tier': '', 'tier ': null }, 'tier', ''],
		['and the first holds zero', { ' visits': 0, 'visits ': '' }, 'visits', 0],
	])('%s: none is in doubt', (_, item, path, value) => {
		expect(read(item, path)).toBe(value);
	});

	test.each<[item: object, path: string, words: string]>([
		[
			{ ' tier': 'gold', 'tier ': 'silver' },
			'tier',
			'The fields " tier" and "tier " both give the attribute "tier" a value',
		],
		[
			{ ' tier': 'gold', '\ttier': '', 'tier ': 'silver' },
			'tier',
			'The fields " tier" and "tier " both give the attribute "tier" a value',
		],
		[
			{ home: { ' city': 'Bern', 'city ': 'Bonn' } },
			'home.city',
			'The fields " city" and "city " both give the attribute "city" a value',
		],
		[
			{ ' visits': 3, 'visits ': 0 },
			'visits',
			'The fields " visits" and "visits " both give the attribute "visits" a value',
		],
	])('and hold different values are an error: %j', (item, path, words) => {
		expect(() => read(item, path)).toThrow(InvalidProfile);
		expect(() => read(item, path)).toThrow(words);
	});
});

describe('names', () => {
	test('are those of fields that hold something', () => {
		const item = { id: 'c1', ' tier ': '', email: null, phone: undefined };
		expect(new ItemFields(item).names()).toEqual(['id', ' tier ', 'email']);
		expect(new ItemFields(item).keys()).toEqual(['id', ' tier ', 'email', 'phone']);
	});

	test('are those of very many fields too, of which the later ones are not looked at', () => {
		const fields = Array.from({ length: 1_002 }, (_, number) => [`f${number}`, undefined] as const);
		expect(new ItemFields(Object.fromEntries(fields)).names()).toEqual(['f1000', 'f1001']);
	});

	test('of an item are listed once, as it may have very many', () => {
		let listings = 0;
		const ownKeys = (item: object) => {
			listings++;
			return Reflect.ownKeys(item);
		};
		const item = new ItemFields(new Proxy({ tier: 'gold' }, { ownKeys }));
		for (const name of ['a', 'b', 'c']) item.read(parseFieldPath(name));
		item.keys();
		expect(listings).toBe(1);
	});
});

test.each<[what: string, act: () => unknown, words: string]>([
	[
		'a field',
		() =>
			read(
				{
					get tier() {
						return fails();
					},
				},
				'tier',
			),
		'The field "tier" can’t be read: an error is thrown when it is',
	],
	[
		'a field with white space around its name',
		() =>
			read(
				{
					get ' tier'() {
						return fails();
					},
				},
				'tier',
			),
		'The field "tier" can’t be read: an error is thrown when it is',
	],
	[
		'its fields are named for one that is not there',
		() => read(new Proxy({}, { ownKeys: fails }), 'tier'),
		'The field "tier" can’t be read: an error is thrown when it is',
	],
	[
		'one of its fields, where all names are asked for',
		() =>
			new ItemFields({
				get tier() {
					return fails();
				},
			}).names(),
		'The item can’t be read: an error is thrown when its fields are named',
	],
])('an item that throws when %s is read is invalid', (_, act, words) => {
	expect(act).toThrow(InvalidProfile);
	expect(act).toThrow(words);
});
