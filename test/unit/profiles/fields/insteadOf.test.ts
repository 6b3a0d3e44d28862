import { parseFieldList } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { ItemFields } from '../../../../nodes/AdobeTarget/profiles/fields/itemFields';
import { NamedFields } from '../../../../nodes/AdobeTarget/profiles/fields/namedFields';

/** The fields that are to stay and that some rows have under nearly their name, each with that name. */
function toldBy(named: NamedFields): Array<[name: string, near: string | undefined]> {
	return named.unknown().flatMap(({ name, near, isInOthers }) => (isInOthers ? [[name, near]] : []));
}

function insteadIn(items: readonly object[], excludeFields: string): ReturnType<typeof toldBy> {
	const named = new NamedFields();
	const lookAt = named.lookerFor(named.watchExcluded('Exclude Fields', parseFieldList(excludeFields)));
	for (const item of items) lookAt(new ItemFields(item));
	return toldBy(named);
}

function insteadInFiles(headers: readonly string[][], excludeFields: string): ReturnType<typeof toldBy> {
	const named = new NamedFields();
	named.watchExcluded('Exclude Fields', parseFieldList(excludeFields));
	for (const header of headers) named.lookAtColumns(header);
	return toldBy(named);
}

function manyFields(count: number): Record<string, number> {
	return Object.fromEntries(Array.from({ length: count }, (_, number) => [`field ${number}`, number]));
}

const EMAIL = { id: 'c1', email: 'a@example.com' };

describe('a field that is to stay would go out with an item that has it as', () => {
	test.each<[what: string, excludeFields: string, right: object, wrong: object, near: string]>([
		['one in capitals', 'email', EMAIL, { id: 'c2', Email: 'b' }, 'Email'],
		['one with a dash', 'email', EMAIL, { id: 'c2', 'e-mail': 'b' }, 'e-mail'],
		['one with white space too', 'email', EMAIL, { id: 'c2', ' Email ': 'b' }, 'Email'],
		[
			'a part in capitals',
			'contact.email',
			{ contact: { email: 'a' } },
			{ contact: { Email: 'b' } },
			'contact.Email',
		],
		[
			'a part of an object in capitals',
			'contact.email',
			{ contact: { email: 'a' } },
			{ Contact: { email: 'b' } },
			'Contact.email',
		],
		[
			'a part whose name has the dots',
			'contact.email',
			{ contact: { email: 'a' } },
			{ 'Contact.Email': 'b' },
			'Contact.Email',
		],
		['a part of "profile"', 'email', EMAIL, { profile: { email: 'b' } }, 'profile.email'],
		['a name with "profile."', 'email', EMAIL, { 'profile.email': 'b' }, 'profile.email'],
		['a part of "PROFILE"', 'email', EMAIL, { PROFILE: { 'E-Mail': 'b' } }, 'PROFILE.E-Mail'],
		[
			'a part of a part of "profile"',
			'contact.email',
			{ contact: { email: 'a' } },
			{ profile: { contact: { email: 'b' } } },
			'profile.contact.email',
		],
	])('%s: %s', (_, excludeFields, right, wrong, near) => {
		const told = [[excludeFields, near]];
		expect(insteadIn([right, wrong], excludeFields)).toEqual(told);
		expect(insteadIn([wrong, right], excludeFields)).toEqual(told);
		// Items of which many are alike are known by the places of their names.
		expect(insteadIn([right, right, wrong, wrong, right], excludeFields)).toEqual(told);
	});

	test('one of several, of several fields that are to stay', () => {
		const items = [
			{ email: 'a', phone: '1' },
			{ Email: 'b', Phone: '2' },
			{ 'E-Mail': 'c', phone: '3' },
		];
		expect(insteadIn(items, 'email, phone, notes')).toEqual([
			['email', 'Email'],
			['phone', 'Phone'],
		]);
	});
});

describe('it is another field', () => {
	test.each<[what: string, excludeFields: string, items: object[]]>([
		['where all items have the right one', 'email', [EMAIL, EMAIL]],
		['where an item has neither', 'email', [EMAIL, { id: 'c2' }]],
		['where its name is another', 'email', [EMAIL, { id: 'c2', mail: 'b' }]],
		['where both stand in an item', 'email', [{ email: 'a', Email: 'x' }, { Email: 'b' }]],
		['where both stand in a later item', 'email', [{ Email: 'b' }, EMAIL, { email: 'a', Email: 'x' }]],
		[
			'where it lies within an object, and the other does not',
			'orderId',
			[{ orderId: '7', order: { id: '7' } }, { order: { id: '8' } }],
		],
		[
			'where it lies deeper',
			'contact.email',
			[{ contact: { email: 'a' } }, { customer: { contact: { email: 'b' } } }],
		],
		['where nothing is within an object', 'email', [EMAIL, { contact: { Email: 'b' } }]],
		[
			'where it is within a list',
			'contact.email',
			[{ contact: { email: 'a' } }, { contact: [{ Email: 'b' }] }],
		],
		['where it is within a date', 'at.time', [{ at: { time: 1 } }, { at: new Date() }]],
	])('%s', (_, excludeFields, items) => {
		expect(insteadIn(items, excludeFields)).toEqual([]);
	});

	test('where the panel names it only to send it', () => {
		const named = new NamedFields();
		const lookAt = named.lookerFor(named.watch('Fields', parseFieldList('email')));
		for (const item of [EMAIL, { Email: 'b' }]) lookAt(new ItemFields(item));
		expect(toldBy(named)).toEqual([]);
	});
});

test('of names that stand in its place, one that also stands beside it is passed over', () => {
	const items = [{ email: 'a', Email: 'x' }, { Email: 'b' }, { 'E-Mail': 'c' }];
	expect(insteadIn(items, 'email')).toEqual([['email', 'E-Mail']]);
});

test('of an item the first thousand names are looked at, counted through its objects', () => {
	expect(insteadIn([EMAIL, { ...manyFields(999), Email: 'b' }], 'email')).toEqual([['email', 'Email']]);
	expect(insteadIn([EMAIL, { ...manyFields(1_000), Email: 'b' }], 'email')).toEqual([]);
	const right = { contact: { email: 'a' } };
	const wrong = (count: number) => ({ others: manyFields(count), contact: { Email: 'b' } });
	expect(insteadIn([right, wrong(997)], 'contact.email')).toEqual([['contact.email', 'contact.Email']]);
	expect(insteadIn([right, wrong(998)], 'contact.email')).toEqual([]);
});

test.each([
	[10, true],
	[11, false],
])('parts of objects are looked at %i levels within others: %s', (levels, isLookedAt) => {
	const within = (leaf: object) =>
		Array.from({ length: levels }).reduce<object>((inner) => ({ in: inner }), leaf);
	const name = `${'in.'.repeat(levels)}email`;
	const told = isLookedAt ? [[name, `${'in.'.repeat(levels)}Email`]] : [];
	expect(insteadIn([within({ email: 'a' }), within({ Email: 'b' })], name)).toEqual(told);
});

test('an object that holds itself is looked at, and comes to an end', () => {
	const item: Record<string, unknown> = { Email: 'b' };
	item.self = item;
	expect(insteadIn([{ email: 'a', self: { email: 'c' } }, item], 'email, self.email')).toEqual([
		['email', 'Email'],
		['self.email', 'self.Email'],
	]);
});

describe('columns of files', () => {
	test.each<[what: string, headers: string[][], excludeFields: string, told: unknown[]]>([
		[
			'in another file',
			[
				['id', 'email'],
				['id', 'Email'],
			],
			'email',
			[['email', 'Email']],
		],
		[
			'in the first file',
			[
				['id', 'Email'],
				['id', 'email'],
			],
			'email',
			[['email', 'Email']],
		],
		[
			'beside it in one file',
			[
				['id', 'email', 'Email'],
				['id', 'Email'],
			],
			'email',
			[],
		],
		['in no file', [['id', 'email'], ['id']], 'email', []],
		[
			'with the dots of a part',
			[['contact.email'], ['Contact.Email']],
			'contact.email',
			[['contact.email', 'Contact.Email']],
		],
		['with other dots', [['contact.email'], ['contactEmail']], 'contact.email', []],
		['with "profile." before it', [['email'], ['profile.email']], 'email', [['email', 'profile.email']]],
	])('a column of nearly the name of one that is to stay stands %s', (_, headers, excludeFields, told) => {
		expect(insteadInFiles(headers, excludeFields)).toEqual(told);
	});
});
