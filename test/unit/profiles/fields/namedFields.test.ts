import { parseFieldList } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { ItemFields } from '../../../../nodes/AdobeTarget/profiles/fields/itemFields';
import { NamedFields } from '../../../../nodes/AdobeTarget/profiles/fields/namedFields';

/** What the panel names. */
interface Panel {
	/** Under Fields: what is to be sent. */
	readonly fields?: string;
	/** Under Exclude Fields: what is to stay. */
	readonly excludeFields?: string;
	/** Under ID Field. */
	readonly idField?: string;
}

/** What looks at each item for all that a panel names. */
function lookerFor(named: NamedFields, { fields = '', excludeFields = '', idField = '' }: Panel) {
	const lookers = [
		named.lookerFor(named.watch('ID Field', parseFieldList(idField))),
		named.lookerFor(named.watch('Fields', parseFieldList(fields))),
		named.lookerFor(named.watchExcluded('Exclude Fields', parseFieldList(excludeFields))),
	];
	return (item: object) => {
		for (const lookAt of lookers) lookAt(new ItemFields(item));
	};
}

/** The names of a panel that no item has, each with the field that was meant, if any. */
function unknownIn(items: readonly object[], panel: Panel): Array<[name: string, near: string | undefined]> {
	const named = new NamedFields();
	const lookAt = lookerFor(named, panel);
	for (const item of items) lookAt(item);
	return named.unknown().map(({ name, near }) => [name, near]);
}

/** The names of fields that were met, in a run whose panel names one that none has. */
function namesIn(...items: object[]): string[] {
	const named = new NamedFields();
	const lookAt = lookerFor(named, { fields: 'none of these' });
	for (const item of items) lookAt(item);
	return [...named.names];
}

function manyFields(count: number): Record<string, number> {
	return Object.fromEntries(Array.from({ length: count }, (_, number) => [`field ${number}`, number]));
}

const ITEM = { id: 'c1', tier: 'gold', email: 'c1@example.com', address: { city: 'Bern', zip: '3000' } };

describe('names of the panel', () => {
	test.each([
		['a field', 'tier'],
		['several fields', 'tier, email'],
		['a part of an object', 'address.city'],
		['an object', 'address'],
		['a part in brackets', 'address["city"]'],
		['a field with white space around its name in the panel', ' tier '],
	])('%s that an item has is known: %s', (_, fields) => {
		expect(unknownIn([ITEM], { fields })).toEqual([]);
		expect(unknownIn([ITEM], { excludeFields: fields })).toEqual([]);
	});

	test.each<[what: string, item: object, name: string]>([
		['white space around its name', { '\ufeffemail ': 'x' }, 'email'],
		['white space around the names of its parts', { ' contact': { 'email\u00a0': 'x' } }, 'contact.email'],
		['a dot in its name', { 'contact.email': 'x' }, 'contact.email'],
		['a dot in the name of a part', { address: { 'zip.code': 'x' } }, 'address.zip.code'],
		['an object in it', { address: {} }, 'address'],
		['null in it', { email: null }, 'email'],
		['an empty text in it', { email: '' }, 'email'],
		['a place in a list', { tags: ['x'] }, 'tags[0]'],
	])('a field with %s is known', (_, item, name) => {
		expect(unknownIn([item], { fields: name })).toEqual([]);
	});

	test('a field that holds nothing at all is none, as JSON has no word for that', () => {
		expect(unknownIn([{ email: undefined }], { fields: 'phone' })).toEqual([['phone', undefined]]);
	});

	test.each([
		['the first', [ITEM, { id: 'c2' }, { id: 'c3' }]],
		['one in between', [{ id: 'c2' }, ITEM, { id: 'c3' }]],
		['the last', [{ id: 'c2' }, { id: 'c3' }, ITEM]],
	])('a name that %s of the items has is known: items need not have the same fields', (_, items) => {
		expect(unknownIn(items, { fields: 'tier, address.zip', excludeFields: 'email' })).toEqual([]);
	});

	test('a name stays known, whatever later items have', () => {
		const items = [{ tags: ['x'], email: 'a' }, { id: 2 }, { tags: [] }];
		expect(unknownIn(items, { fields: 'tags[0], nights, email' })).toEqual([['nights', undefined]]);
	});

	test('names that different items have are known', () => {
		expect(unknownIn([{ tier: 'gold' }, { email: 'x' }], { fields: 'tier, email' })).toEqual([]);
	});

	test('of several that no item has, each is told once, in the order of the panel', () => {
		const panel = { idField: 'number', fields: 'nights, tier, stars, nights', excludeFields: 'notes' };
		expect(unknownIn([ITEM, ITEM], panel)).toEqual([
			['number', undefined],
			['nights', undefined],
			['stars', undefined],
			['notes', undefined],
		]);
	});

	test('the same name in two places of the panel is told for each', () => {
		const named = new NamedFields();
		lookerFor(named, { idField: 'Tier', excludeFields: 'Tier' })(ITEM);
		expect(named.unknown()).toEqual([
			{ parameter: 'ID Field', name: 'Tier', near: 'tier', isInOthers: false },
			{ parameter: 'Exclude Fields', name: 'Tier', near: 'tier', isInOthers: false },
		]);
	});

	test('where there is no item, none of the names is known, and no field was meant', () => {
		expect(unknownIn([], { fields: 'tier' })).toEqual([['tier', undefined]]);
	});

	test('names of an expression that differ by item are each looked for in their own', () => {
		const named = new NamedFields();
		for (const item of [{ tier: 'gold' }, { email: 'x' }]) lookerFor(named, { fields: 'tier' })(item);
		lookerFor(named, { fields: 'level' })({ email: 'x', Level: 1 });
		expect(named.unknown().map(({ name, near }) => [name, near])).toEqual([['level', 'Level']]);
	});
});

describe('the field that was meant', () => {
	test.each([
		['Email', 'email'],
		['e-mail', 'email'],
		['profile.Email', 'email'],
		['$json.email', 'email'],
		['"email"', 'email'],
		['address_city', 'address.city'],
		['Address.City', 'address.city'],
		['ADDRESS', 'address'],
		['email; phone', 'email'],
		['mail', undefined],
		['address.town', undefined],
	])('by %s is %s', (name, near) => {
		expect(unknownIn([ITEM], { fields: name })).toEqual([[name, near]]);
		expect(unknownIn([ITEM], { excludeFields: name })).toEqual([[name, near]]);
	});

	test('is found where only a later item has it, as once a name is missing each item is looked at', () => {
		expect(unknownIn([{ id: 1 }, { id: 2, Tier: 'gold' }], { fields: 'tier' })).toEqual([['tier', 'Tier']]);
	});

	test('is none that the panel names as well, as two fields may differ in a capital', () => {
		const item = { email: 'a', tier: 'gold' };
		expect(unknownIn([item], { excludeFields: 'email, Email' })).toEqual([['Email', undefined]]);
		expect(unknownIn([item], { idField: 'email', excludeFields: 'Email' })).toEqual([['Email', 'email']]);
	});

	test('is in brackets where its name is no path', () => {
		expect(unknownIn([{ 'Last.Name': 'x' }], { fields: '["last.name"]' })).toEqual([
			['["last.name"]', 'Last.Name'],
		]);
	});
});

describe('names of fields', () => {
	test('are those of all parts of objects, without what nobody sees around them, each once', () => {
		expect(namesIn({ ' a': { b: { c: 1 } }, d: [{ e: 1 }] }, { d: 1, f: null })).toEqual([
			'a',
			'a.b',
			'a.b.c',
			'd',
			'f',
		]);
	});

	test('are told apart where objects of two items have parts of the same names', () => {
		expect(namesIn({ home: { city: 'Bern' } }, { work: { city: 'Bern' } })).toEqual([
			'home',
			'home.city',
			'work',
			'work.city',
		]);
	});

	test.each<[what: string, value: object]>([
		['a date', new Date()],
		['a list', [{ part: 1 }]],
		['a Map', new Map([['part', 1]])],
		[
			'an object of a class',
			new (class Money {
				part = 1;
			})(),
		],
	])('are none of the parts of %s, which is no plain object', (_, value) => {
		expect(namesIn({ value })).toEqual(['value']);
	});

	test('are those that stand ten levels within others, and none deeper', () => {
		let nested: object = {};
		for (let level = 12; level >= 0; level--) nested = { [`l${level}`]: nested };
		expect(namesIn(nested).at(-1)).toBe('l0.l1.l2.l3.l4.l5.l6.l7.l8.l9.l10');
	});

	test('are the first thousand of an item, counted through its objects', () => {
		expect(namesIn(manyFields(1_000))).toHaveLength(1_000);
		expect(namesIn(manyFields(1_001)).at(-1)).toBe('field 999');
		expect(namesIn({ within: manyFields(1_001), after: 1 }).at(-1)).toBe('within.field 998');
	});

	test('are a thousand of all items', () => {
		const items = Array.from({ length: 1_001 }, (_, number) => ({ [`field ${number}`]: number }));
		expect(namesIn(...items)).toHaveLength(1_000);
	});

	test('are none of more than 500 characters, nor of what is within such a field', () => {
		const longest = 'x'.repeat(500);
		expect(namesIn({ [longest]: { a: 1 }, [`${longest}x`]: { b: 1 }, tier: 1 })).toEqual([longest, 'tier']);
	});

	test('are none of an item whose names were all given at once', () => {
		const named = new NamedFields();
		lookerFor(named, { fields: 'tier' })(ITEM);
		expect([...named.names]).toEqual([]);
	});
});

test('beyond a thousand names of the panel, none is watched for', () => {
	const names = Array.from({ length: 1_001 }, (_, number) => `n${number}`);
	const unknown = unknownIn([ITEM], { fields: names.join() });
	expect(unknown).toHaveLength(1_000);
	expect(unknown.at(-1)).toEqual(['n999', undefined]);
});

test('an item that can’t be read is passed over, as that is an error of its own', () => {
	const fails = (): never => {
		throw new TypeError('a fault of the workflow');
	};
	const items = [new Proxy({}, { ownKeys: fails }), new Proxy({ tier: 1 }, { get: fails }), { Tier: 'gold' }];
	expect(unknownIn(items, { fields: 'tier' })).toEqual([['tier', 'Tier']]);
	expect(unknownIn(items, { excludeFields: 'tier' })).toEqual([['tier', 'Tier']]);
});

test('what comes after the names were told changes nothing any more', () => {
	const named = new NamedFields();
	const lookAt = lookerFor(named, { fields: 'tier' });
	lookAt({ id: 1 });
	named.unknown();
	lookAt({ tier: 'gold', Tier: 'gold' });
	named.lookAtColumns(['Tier']);
	expect(named.unknown()).toMatchObject([{ name: 'tier', near: undefined }]);
	expect([...named.names]).toEqual(['id']);
});

describe('columns of files', () => {
	/** As {@link unknownIn}, of files with these headers. */
	function unknownInFiles(headers: readonly string[][], panel: Panel): Array<[string, string | undefined]> {
		const named = new NamedFields();
		lookerFor(named, panel);
		for (const header of headers) named.lookAtColumns(header);
		return named.unknown().map(({ name, near }) => [name, near]);
	}

	test.each<[what: string, headers: string[][], excludeFields: string, unknown: unknown[]]>([
		['a column', [['id', 'tier']], 'tier', []],
		['one with white space around it', [['id', ' tier\u00a0']], 'tier', []],
		['one with a dot in its name', [['id', 'address.city']], 'address["city"]', []],
		['one that another file has', [['id'], ['id', 'tier']], 'tier', []],
		['one written otherwise', [['id', 'Tier']], 'tier', [['tier', 'Tier']]],
		['one written otherwise in a later file', [['id'], ['Tier']], 'tier', [['tier', 'Tier']]],
		['none', [['id', 'tier']], 'notes', [['notes', undefined]]],
	])('%s is named', (_, headers, excludeFields, unknown) => {
		expect(unknownInFiles(headers, { excludeFields })).toEqual(unknown);
	});

	test('may be very many, and each is known', () => {
		const header = Array.from({ length: 2_000 }, (_, number) => ` c${number} `);
		expect(unknownInFiles([header], { excludeFields: 'c0, c1999, c2000' })).toEqual([['c2000', undefined]]);
		expect(unknownInFiles([header], { excludeFields: 'c1999, ["c1998"]' })).toEqual([]);
	});

	test('have their names told', () => {
		const named = new NamedFields();
		named.lookAtColumns(['id', ' tier ', 'id']);
		expect([...named.names]).toEqual(['id', 'tier']);
	});
});
