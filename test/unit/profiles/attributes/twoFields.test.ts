import {
	allFieldsReader,
	mappedFieldsReader,
	readAssignments,
	selectedFieldsReader,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type { AttributeReader, Fields } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { ValueRules } from '../../../../nodes/AdobeTarget/profiles/attributes/valueRules';
import { parseFieldPath } from '../../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';
import { InvalidProfile } from '../../../../nodes/AdobeTarget/profiles/invalidProfile';

/** What of an item is sent; of two values of one attribute the later. */
function sent(read: AttributeReader, json: Fields, treatAsEmpty: readonly string[] = []) {
	const rules = new ValueRules(treatAsEmpty);
	const attributes: Record<string, string> = {};
	const take = (name: string, value: string) => {
		if (value !== '' && !rules.isEmpty(value)) attributes[name] = value;
	};
	read(json, take, new Findings(), rules);
	return attributes;
}

const two = (first: string, second: string, attribute: string) =>
	`The fields "${first}" and "${second}" both give the attribute "${attribute}" a value`;

describe('of two fields that give one attribute different values, one would be lost: the item is invalid', () => {
	test.each<[item: Fields, words: string]>([
		[{ tier: 'A', 'profile.tier': 'B' }, two('tier', 'profile.tier', 'tier')],
		[{ 'profile.tier': 'A', tier: 'B' }, two('profile.tier', 'tier', 'tier')],
		[{ tier: 'A', ' tier': 'B' }, two('tier', ' tier', 'tier')],
		[{ visits: 3, 'profile.visits': 4 }, two('visits', 'profile.visits', 'visits')],
		[{ profile: { tier: 'A' }, tier: 'B' }, two('profile', 'tier', 'tier')],
		[{ 'home.city': 'A', home: { city: 'B' } }, two('home.city', 'home', 'home.city')],
		[{ home: { city: 'A' }, 'home.city': 'B' }, two('home', 'home.city', 'home.city')],
		[{ home: { city: 'A' }, 'profile.home': { city: 'B' } }, two('home', 'profile.home', 'home.city')],
		[{ home: { city: 'A', ' city': 'B' } }, 'The field "home" gives the attribute "home.city" two values'],
		[
			{ home: { geo: { lat: 1 }, 'geo.lat': 2 } },
			'The field "home" gives the attribute "home.geo.lat" two values',
		],
		[{ tier: '', ' tier': 'A', 'profile.tier': 'B' }, two(' tier', 'profile.tier', 'tier')],
	])('%j', (item, words) => {
		const read = allFieldsReader('flatten', '');
		expect(() => sent(read, item)).toThrow(InvalidProfile);
		expect(() => sent(read, item)).toThrow(words);
	});

	test('where fields are named, and another has parts of the same names', () => {
		const item = { home: { city: 'A' }, 'home.city': 'B', town: 'C' };
		const mapped = ['home', 'home.city'].map((attribute, index) => ({
			attribute,
			path: parseFieldPath(['home', 'town'][index] ?? ''),
		}));
		const words = 'both give the attribute "home.city" a value';
		expect(() => sent(selectedFieldsReader('home, home.city', 'flatten'), item)).toThrow(words);
		expect(() => sent(mappedFieldsReader(mapped, 'flatten'), item)).toThrow(words);
	});

	test('where the panel gives the values, and one has parts', () => {
		const assignments = [
			{ name: 'home', value: { city: 'A' } },
			{ name: 'home.city', value: 'B' },
		];
		const read: AttributeReader = (_, take, findings) => {
			readAssignments(assignments, 'flatten', take, findings);
		};
		expect(() => sent(read, {})).toThrow(two('home', 'home.city', 'home.city'));
	});
});

describe('nothing is in doubt where', () => {
	test.each<[what: string, item: Fields, attributes: Fields]>([
		['both say the same', { tier: 'A', 'profile.tier': 'A' }, { tier: 'A' }],
		['the first is empty', { tier: '', 'profile.tier': 'B' }, { tier: 'B' }],
		['the second is empty', { 'profile.tier': 'A', tier: null }, { tier: 'A' }],
		['the text of a number is the same', { visits: 3, 'profile.visits': '3' }, { visits: '3' }],
		[
			'names only begin alike',
			{ 'home.city': 'A', home: { zip: 'B' } },
			{ 'home.city': 'A', 'home.zip': 'B' },
		],
		['capitals differ', { tier: 'A', Tier: 'B' }, { tier: 'A', Tier: 'B' }],
		['only one has "profile."', { 'profile.tier': 'A', city: 'B' }, { tier: 'A', city: 'B' }],
	])('%s', (_, item, attributes) => {
		expect(sent(allFieldsReader('flatten', ''), item)).toEqual(attributes);
	});

	test('one counts as empty, as the panel says', () => {
		const item = { tier: 'A', 'profile.tier': 'NULL', home: { city: 'n/a' }, 'home.city': 'B' };
		const read = allFieldsReader('flatten', '');
		expect(sent(read, item, ['NULL', 'n/a'])).toEqual({ tier: 'A', 'home.city': 'B' });
		expect(() => sent(read, item)).toThrow(two('tier', 'profile.tier', 'tier'));
	});

	test('one is excluded', () => {
		const item = { tier: 'A', 'profile.tier': 'B', home: { city: 'C', zip: '1' }, ' home.city': 'D' };
		const read = allFieldsReader('flatten', 'profile.tier, home.city');
		expect(sent(read, item)).toEqual({ tier: 'A', 'home.zip': '1' });
	});

	test('the other is a part of what is sent as JSON, or of what is not sent', () => {
		const item = { 'home.city': 'A', home: { city: 'B' } };
		expect(sent(allFieldsReader('json', ''), item)).toEqual({ 'home.city': 'A', home: '{"city":"B"}' });
		expect(sent(allFieldsReader('omit', ''), item)).toEqual({ 'home.city': 'A' });
	});
});

test.each([
	['tier', 'tier'],
	['tier', 'profile.tier'],
	['profile.tier', ' tier\u00a0'],
	['home.city', 'home["city"]'],
])('two names of the panel are of one attribute: %j and %j', (first, second) => {
	const words = /^The attribute "(tier|home\.city)" is named twice/;
	expect(() => selectedFieldsReader(`${first}, ${second}`, 'flatten')).toThrow(words);
});
