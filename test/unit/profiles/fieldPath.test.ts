import { parseFieldList, parseFieldPath, readField } from '../../../nodes/AdobeTarget/profiles/fieldPath';

const item = {
	tier: 'gold',
	'address.city': 'flat wins',
	address: { city: 'nested', 'post code': '1' },
	orders: [{ total: 7 }],
	'last, first': 'comma',
	nothing: null,
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
		['', []],
	])('reads %j', (text, paths) => {
		expect(parseFieldList(text).map((path) => path.text)).toEqual(paths);
	});
});
