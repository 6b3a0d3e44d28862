import {
	parseFieldList,
	parseFieldPath,
	readField,
} from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';

const item = {
	tier: 'gold',
	'address.city': 'flat wins',
	address: { city: 'nested', 'post code': '1' },
	orders: [{ total: 7 }],
	'last, first': 'comma',
	nothing: null,
	list: Array.from({ length: 12 }, (_, index) => `place ${index}`),
	odd: { 'a"b': 'double', "a'b": 'single', 'a\\b': 'backslash', 'a].b': 'bracket', '': 'empty' },
};

describe('readField', () => {
	test.each([
		['tier', 'gold'],
		['  tier ', 'gold'],
		['address.city', 'flat wins'],
		['address["city"]', 'nested'],
		["address['post code']", '1'],
		['address.post code', '1'],
		['orders[0].total', 7],
		['orders.0.total', 7],
		['last, first', 'comma'],
		['["last, first"]', 'comma'],
		['list[11]', 'place 11'],
		['list[ 1 ]', 'place 1'],
		['[ "tier" ]', 'gold'],
		['list[x]', undefined],
		['odd["a\\"b"]', 'double'],
		['odd["a\'b"]', 'single'],
		["odd['a\\'b']", 'single'],
		["odd['a\"b']", 'double'],
		['odd["a\\\\b"]', 'backslash'],
		['odd["a].b"]', 'bracket'],
		["odd['a].b']", 'bracket'],
		['odd[""]', 'empty'],
		["odd['']", 'empty'],
		['nothing', null],
		['nothing.more', undefined],
		['missing', undefined],
		['tier.length', undefined],
		['', undefined],
	])('reads %j', (path, value) => {
		expect(readField(item, parseFieldPath(path))).toEqual(value);
	});

	test.each(['constructor', '__proto__', 'toString', 'address.constructor.name'])(
		'finds no %s in an item that was not given one',
		(path) => {
			expect(readField(item, parseFieldPath(path))).toBeUndefined();
		},
	);

	test('finds __proto__ in an item that was given one', () => {
		expect(readField(JSON.parse('{"__proto__":"gold"}') as object, parseFieldPath('__proto__'))).toBe('gold');
	});
});

describe('parseFieldList', () => {
	test.each([
		['tier', ['tier']],
		['tier, address.city', ['tier', 'address.city']],
		['tier,,  ', ['tier']],
		['["last, first"], tier', ['["last, first"]', 'tier']],
		["address['a, b'].c,d", ["address['a, b'].c", 'd']],
		['["a], b"], c', ['["a], b"]', 'c']],
		["['a], b'], c", ["['a], b']", 'c']],
		['["a\\"], b"], c', ['["a\\"], b"]', 'c']],
		["['a\\'], b'], c", ["['a\\'], b']", 'c']],
		['["a"], ["b"]', ['["a"]', '["b"]']],
		["['a'], ['b']", ["['a']", "['b']"]],
		['a[1,2],b', ['a[1,2]', 'b']],
		['a[],b', ['a[]', 'b']],
		['a[b', ['a[b']],
		['', []],
	])('reads %j', (text, paths) => {
		expect(parseFieldList(text).map((path) => path.text)).toEqual(paths);
	});
});
