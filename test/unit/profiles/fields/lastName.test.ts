import fc from 'fast-check';

import { inBrackets, parseFieldPath } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { isPathAsName, lastName } from '../../../../nodes/AdobeTarget/profiles/fields/lastName';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';

const nameOf = (field: string): string => lastName(parseFieldPath(field));

describe('the name of an attribute to which the panel gives none', () => {
	test.each([
		['tier', 'tier'],
		[' tier ', 'tier'],
		['body.customer.tier', 'tier'],
		['home["city"]', 'city'],
		["home['post code']", 'post code'],
		['["home"]["city"]', 'city'],
		['orders[0].total', 'total'],
		['orders[ 0 ].total', 'total'],
		['größe.ärmel', 'ärmel'],
		['kunde.名前', '名前'],
		['customer.e-mail', 'e-mail'],
		['_private.$value', '$value'],
		['rows["a.b"]', 'a.b'],
		['rows["say \\"hi\\""]', 'say "hi"'],
	])('is the last part of the path %s: %s', (field, name) => {
		expect(nameOf(field)).toBe(name);
	});

	test.each([
		'Cust. No.',
		'score v1.2',
		'price [EUR]',
		'a..b',
		'.hidden',
		'email.',
		'list[x]',
		'1st.try',
		'["x',
	])('is the whole of %s, which is no path', (field) => {
		expect(nameOf(field)).toBe(field);
	});

	test.each(['orders[0]', 'body.orders[ 12 ]', '[3]'])(
		'has to be given where the path ends at a place in a list: %s',
		(field) => {
			expect(() => nameOf(field)).toThrow(InvalidProfile);
			expect(() => nameOf(field)).toThrow(`The attribute of the input field "${field}" has no name`);
		},
	);

	test('is any name that stands last in brackets', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom(...Array.from('aé名.,[]"\'\\ \n07-_$')), minLength: 1 }),
				(name) => {
					expect(nameOf(`body${inBrackets(name)}`)).toBe(name);
				},
			),
		);
	});
});

test.each([
	['body.email', true],
	['body.customer.tier', true],
	['customer["tier"]', true],
	["['home city']", true],
	['orders[0]', true],
	['tier', false],
	['address.city', false],
	['antibody.count', false],
	['body', false],
	['body. weight', false],
	['price [EUR]', false],
	['list[x]', false],
])('an attribute called %s has the name of a path that was dragged in: %s', (name, isPath) => {
	expect(isPathAsName(name)).toBe(isPath);
});
