import { attributeReader } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import type { AttributeChoice } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import type { NestedValues } from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';

const ITEM = { id: '1', tier: 'gold', home: { city: 'Bonn', zip: '1' } };

test.each<readonly [what: string, AttributeChoice, NestedValues, expected: unknown]>([
	[
		'all fields but the ID and the excluded ones',
		{ mode: 'all', excludeFields: 'home.zip' },
		'flatten',
		{ tier: 'gold', 'home.city': 'Bonn' },
	],
	['all fields that hold plain values', { mode: 'all', excludeFields: '' }, 'omit', { tier: 'gold' }],
	[
		'selected fields, the ID too where it is selected',
		{ mode: 'selected', fields: 'id, home.city, home' },
		'omit',
		{ id: '1', 'home.city': 'Bonn' },
	],
	[
		'mapped fields under their new names',
		{
			mode: 'define',
			mapping: [
				{ attribute: 'town', field: 'home.city' },
				{ attribute: 'all', field: 'home' },
			],
		},
		'json',
		{ town: 'Bonn', all: '{"city":"Bonn","zip":"1"}' },
	],
])('%s become attributes', (_, choice, nestedValues, expected) => {
	const attributes: Record<string, string> = {};
	const take = (name: string, value: string) => {
		attributes[name] = value;
	};
	attributeReader(choice, nestedValues, 'id')(ITEM, take, new Findings());
	expect(attributes).toEqual(expected);
});
