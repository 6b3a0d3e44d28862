import {
	allFieldsReader,
	readAssignments,
	mappedFieldsReader,
	selectedFieldsReader,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type {
	Attribute,
	AttributeReader,
	Fields,
	NestedValues,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { parseFieldPath } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';

/** What a reader hands over that has a value. */
function readBy(read: AttributeReader, json: Fields): Attribute[] {
	const attributes: Attribute[] = [];
	const take = (name: string, value: string) => {
		if (value !== '') attributes.push([name, value]);
	};
	read(json, take, new Findings());
	return attributes;
}

/** What the panel's assignments come to. */
function assigned(name: string, value: unknown): Attribute[] {
	return readBy((_, take, findings) => {
		readAssignments([{ name, value }], 'flatten', take, findings);
	}, {});
}

const nested = { address: { city: 'Exampletown', geo: { lat: 1.5 } }, tags: ['a', 'b'], orders: [{ id: 1 }] };

test('what an item only inherits is no attribute', () => {
	const item = Object.assign(Object.create({ tier: 'inherited' }) as Fields, { city: 'Bonn' });
	expect(readBy(allFieldsReader('flatten', ''), item)).toEqual([['city', 'Bonn']]);
});

describe('values', () => {
	test.each([
		['text', 'gold', 'gold'],
		['a number', 7.5, '7.5'],
		['zero', 0, '0'],
		['a number beyond the exact ones', 12_345_678_901_234_567_890n, '12345678901234567890'],
		['false', false, 'false'],
		['white space', ' ', ' '],
		['a date', new Date(Date.UTC(2026, 0, 2)), '2026-01-02T00:00:00.000Z'],
		['a list of plain values', ['a', 1, true], 'a|1|true'],
	])('%s is sent as text', (_, value, text) => {
		expect(assigned('tier', value)).toEqual([['tier', text]]);
	});

	test.each([
		['an empty text', ''],
		['null', null],
		['a missing value', undefined],
		['an empty list', []],
		['an empty object', {}],
		['an invalid date', new Date(NaN)],
		['a list of nothing', [null, undefined, ''].slice(0, 1)],
		['a function', () => 'x'],
		['a symbol', Symbol('x')],
	])('%s is left out, as Target ignores it', (_, value) => {
		expect(assigned('tier', value)).toEqual([]);
	});

	test.each<readonly [what: string, AttributeReader, names: string[]]>([
		['all fields', allFieldsReader('flatten', 'notes'), ['city', 'visits', 'tags', 'address.zip']],
		['selected fields', selectedFieldsReader('city, missing', 'flatten'), ['city']],
	])('of %s, empty ones are handed over too; those that are not there are not', (_, read, names) => {
		const item = { tier: 'gold', city: '', visits: null, tags: [], address: { zip: '' }, notes: '' };
		const empty: string[] = [];
		const take = (name: string, value: string) => {
			if (value === '') empty.push(name);
		};
		read({ ...item, missing: undefined }, take, new Findings());
		expect(empty).toEqual(names);
	});
});

describe('nested values', () => {
	test('are flattened: parts by dotted names, lists of plain values joined, lists of objects as JSON', () => {
		expect(readBy(allFieldsReader('flatten', ''), nested)).toEqual([
			['address.city', 'Exampletown'],
			['address.geo.lat', '1.5'],
			['tags', 'a|b'],
			['orders', '[{"id":1}]'],
		]);
	});

	test('are sent as JSON text', () => {
		expect(readBy(allFieldsReader('json', ''), nested)).toEqual([
			['address', '{"city":"Exampletown","geo":{"lat":1.5}}'],
			['tags', '["a","b"]'],
			['orders', '[{"id":1}]'],
		]);
	});

	test('that hold a field "toJSON" are objects like others', () => {
		expect(readBy(allFieldsReader('flatten', ''), { a: { toJSON: 'x' } })).toEqual([['a.toJSON', 'x']]);
	});

	test('with a list in them that holds objects are JSON from there on', () => {
		expect(readBy(allFieldsReader('flatten', ''), { a: { b: ['x', { c: 1 }] } })).toEqual([
			['a.b', '["x",{"c":1}]'],
		]);
	});

	test('are left out', () => {
		expect(readBy(allFieldsReader('omit', ''), { ...nested, tier: 'gold' })).toEqual([['tier', 'gold']]);
	});
});

test.each([
	[['a|b', 'c'], 1],
	[['|'], 1],
	[['a', 'b'], 0],
	[['a|b', { c: 1 }], 0],
	['a|b', 0],
])('of %j, it is told how many lists have entries that hold what stands between entries', (tags, count) => {
	const findings = new Findings();
	const item = { tags, within: { tags } };
	allFieldsReader('flatten', '')(item, () => undefined, findings);
	expect(findings.count('barInList')).toBe(count * 2);
	const asJson = new Findings();
	allFieldsReader('json', '')(item, () => undefined, asJson);
	expect(asJson.count('barInList')).toBe(0);
});

describe('modes', () => {
	const item = { id: 'c1', tier: 'gold', address: { city: 'Exampletown', zip: '1' } };

	test.each(['a[0]', 'a..b', 'email.', '.email', '["x"]y'])(
		'a field that is called %s is excluded by this very name, and is no attribute where it is the ID',
		(name) => {
			const item = { [name]: 'secret', tier: 'gold' };
			expect(readBy(allFieldsReader('flatten', `other, ${name}`), item)).toEqual([['tier', 'gold']]);
			expect(readBy(allFieldsReader('flatten', '', name), item)).toEqual([['tier', 'gold']]);
		},
	);

	test.each<[NestedValues, string, Attribute[]]>([
		['json', 'internal.notes', [['internal', '{"tier":"gold","list":[{"notes":"b"}]}']]],
		['json', 'internal.list[0].notes', [['internal', '{"tier":"gold","notes":"a","list":[{}]}']]],
		['json', 'internal.list', [['internal', '{"tier":"gold","notes":"a"}']]],
		['json', 'internal', []],
		[
			'flatten',
			'internal.notes',
			[
				['internal.tier', 'gold'],
				['internal.list', '[{"notes":"b"}]'],
			],
		],
		[
			'flatten',
			'internal.list[0].notes',
			[
				['internal.tier', 'gold'],
				['internal.notes', 'a'],
				['internal.list', '[{}]'],
			],
		],
	])(
		'parts of a field that are excluded are in no text: %s without %s',
		(nestedValues, fields, attributes) => {
			const item = { internal: { tier: 'gold', notes: 'a', list: [{ notes: 'b' }] } };
			expect(readBy(allFieldsReader(nestedValues, fields), item)).toEqual(attributes);
		},
	);

	test('an object that stands in two places is left out of one', () => {
		const shared = { notes: 'a', tier: 'gold' };
		expect(readBy(allFieldsReader('json', 'x.one.notes'), { x: { one: shared, two: shared } })).toEqual([
			['x', '{"one":{"tier":"gold"},"two":{"notes":"a","tier":"gold"}}'],
		]);
	});

	test('all fields, but for the ID and the excluded ones', () => {
		expect(readBy(allFieldsReader('flatten', 'address.zip', 'id'), item)).toEqual([
			['tier', 'gold'],
			['address.city', 'Exampletown'],
		]);
	});

	test('all fields, but for an ID that lies inside another field', () => {
		expect(readBy(allFieldsReader('flatten', 'tier,id', 'address.zip'), item)).toEqual([
			['address.city', 'Exampletown'],
		]);
	});

	test.each<[NestedValues, Attribute[]]>([
		['flatten', [['address.tags', 'b']]],
		['json', [['address', '{" geo ":{}," tags ":[null,"b"]}']]],
	])('excluded parts stay, whatever nobody sees round their names (%s)', (nestedValues, sent) => {
		const address = { 'city\u00a0': 'Bonn', ' geo ': { '\ufefflat': 1 }, ' tags ': ['a', 'b'] };
		const read = allFieldsReader(nestedValues, 'address.city, address.geo.lat, address.tags[0]');
		expect(readBy(read, { address })).toEqual(sent);
	});

	test.each(['["address "].city', '["address "]["city\u00a0"]', 'address.city'])(
		'a field whose path is %j, as n8n gives it where white space stands round names, is left out and selected by it',
		(path) => {
			const parts = { 'address ': { 'city\u00a0': 'Bonn', zip: '1' } };
			const exact = path === '["address "].city' ? { 'address ': { city: 'Bonn', zip: '1' } } : parts;
			for (const nestedValues of ['flatten', 'json'] as const) {
				const read = allFieldsReader(nestedValues, path);
				expect(JSON.stringify(readBy(read, exact))).not.toContain('Bonn');
			}
			expect(readBy(selectedFieldsReader(path, 'flatten'), exact)).toEqual([['address.city', 'Bonn']]);
		},
	);

	test('selected fields, those that the item has', () => {
		expect(readBy(selectedFieldsReader('tier, address.city, missing', 'flatten'), item)).toEqual([
			['tier', 'gold'],
			['address.city', 'Exampletown'],
		]);
	});

	test.each(['Cust. No.', 'price [EUR]', 'a..b', '.hidden', 'list[x]', 'C:\\temp', '["x', 'last [0'])(
		'a field that is called %s keeps its whole name where it is selected, beside one of the name that a part of it would give',
		(name) => {
			const item = {
				[name]: 'its own',
				'Cust. No': '1',
				'price .EUR': '2',
				'a.b': '3',
				hidden: '4',
				'C:temp': '5',
			};
			expect(readBy(selectedFieldsReader(name, 'flatten'), item)).toEqual([[name, 'its own']]);
			const { [name]: left, ...others } = item;
			expect(readBy(allFieldsReader('flatten', name), item)).toEqual(Object.entries(others));
			expect(left).toBe('its own');
		},
	);

	test('mapped fields take the attribute’s name', () => {
		const mapping = [{ attribute: 'home', path: parseFieldPath('address.city') }];
		expect(readBy(mappedFieldsReader(mapping, 'flatten'), item)).toEqual([['home', 'Exampletown']]);
	});
});

describe('names', () => {
	test.each([
		['tier', 'tier'],
		['profile.tier', 'tier'],
		['Größe, 大きさ', 'Größe, 大きさ'],
		['constructor', 'constructor'],
	])('%j is sent as %j', (name, attribute) => {
		expect(assigned(name, 'x')).toEqual([[attribute, 'x']]);
	});

	test.each([' address', 'address\u00a0', '\ufeffaddress ', 'profile. address', ' profile.address'])(
		'of %j, the white space that nobody sees is in the names of no parts either',
		(name) => {
			const parts = { city: 'Bonn', geo: { lat: 1 } };
			const mapping = [{ attribute: name, path: parseFieldPath('home') }];
			const sent = [
				['address.city', 'Bonn'],
				['address.geo.lat', '1'],
			];
			expect(assigned(name, parts)).toEqual(sent);
			expect(readBy(mappedFieldsReader(mapping, 'flatten'), { home: parts })).toEqual(sent);
			const item = { [name]: parts };
			expect(readBy(allFieldsReader('flatten', ''), item)).toEqual(sent);
			const webhook = { webhookUrl: '', executionMode: '', headers: {}, params: {}, query: {}, body: item };
			expect(readBy(allFieldsReader('flatten', ''), webhook)).toEqual(sent);
			expect(readBy(selectedFieldsReader('body', 'flatten'), webhook)).toEqual(sent);
		},
	);

	test('of two fields that give one attribute different values, white space hides none', () => {
		const assignments = [
			{ name: ' profile', value: { email: 'a@example.com' } },
			{ name: 'email', value: 'b@example.com' },
		];
		expect(() =>
			readBy((_, take, findings) => {
				readAssignments(assignments, 'flatten', take, findings);
			}, {}),
		).toThrow('both give the attribute "email" a value');
	});

	test('__proto__ is a name like others', () => {
		const item = JSON.parse('{"__proto__":"x"}') as Fields;
		expect(readBy(allFieldsReader('flatten', ''), item)).toEqual([['__proto__', 'x']]);
	});

	test.each(['', ' ', 'profile.'])('%j is no name', (name) => {
		expect(() => assigned(name, '')).toThrow('An attribute has no name');
	});
});
