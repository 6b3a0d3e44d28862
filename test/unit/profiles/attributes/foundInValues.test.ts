import {
	allFieldsReader,
	readAssignments,
	selectedFieldsReader,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type {
	AttributeReader,
	Fields,
	NestedValues,
} from '../../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { attributeReader } from '../../../../nodes/AdobeTarget/profiles/attributes/attributeChoice';
import { Findings } from '../../../../nodes/AdobeTarget/profiles/findings';

/** What a reader hands over, empty values too, and what it finds. */
function read(reader: AttributeReader, json: Fields) {
	const findings = new Findings();
	const attributes: Record<string, string> = {};
	const take = (name: string, value: string) => {
		attributes[name] = value;
	};
	reader(json, take, findings);
	return { attributes, found: Object.fromEntries(findings) };
}

const readAll = (nestedValues: NestedValues, odd: unknown) =>
	read(allFieldsReader(nestedValues, ''), { odd });

const FILE = { data: 'aGk=', mimeType: 'text/plain', fileName: 'a.txt' };
const ELSEWHERE = { data: 'filesystem-v2', mimeType: 'text/plain', id: 'filesystem-v2:workflows/1/a' };
const BIG = 2 ** 60;
/** As JavaScript writes it: the last digits are lost. */
const BIG_TEXT = '1152921504606847000';

describe('files of n8n are no attributes, and are counted', () => {
	test.each<[what: string, NestedValues, odd: unknown, attributes: Fields, files: number]>([
		['as a field', 'flatten', FILE, {}, 1],
		['as a field', 'json', ELSEWHERE, {}, 1],
		['as a field', 'omit', FILE, {}, 1],
		['as a part', 'flatten', { file: FILE, size: 2 }, { 'odd.size': '2' }, 1],
		['as parts', 'json', { file: FILE, other: ELSEWHERE, size: 2 }, { odd: '{"size":2}' }, 2],
		['as all parts', 'flatten', { file: FILE, other: FILE }, {}, 2],
		['as all parts', 'json', { file: FILE, other: FILE }, {}, 2],
		['in a list', 'flatten', ['a', FILE, 'b', FILE], { odd: 'a|b' }, 2],
		['in a list of nothing else', 'flatten', [FILE, FILE, FILE], {}, 3],
		['in a list of nothing else', 'json', [FILE], {}, 1],
		['in a list of objects', 'flatten', [{ size: 1, file: FILE }], { odd: '[{"size":1}]' }, 1],
		['deep in an object', 'json', { a: { b: FILE, c: 1 } }, { odd: '{"a":{"c":1}}' }, 1],
		['beside an empty value', 'flatten', ['', FILE], { odd: '' }, 1],
	])('%s (%s)', (_, nestedValues, odd, attributes, files) => {
		expect(readAll(nestedValues, odd)).toEqual({ attributes, found: { file: files } });
	});

	test('those within what is not sent are not looked at', () => {
		expect(readAll('omit', [FILE])).toEqual({ attributes: {}, found: {} });
	});
});

describe('numbers that may have been rounded are sent, and counted', () => {
	test.each<[what: string, NestedValues, odd: unknown, attributes: Fields, rounded: number]>([
		['as a field', 'flatten', BIG, { odd: BIG_TEXT }, 1],
		[
			'as parts',
			'flatten',
			{ a: BIG, b: -BIG, c: 1 },
			{ 'odd.a': BIG_TEXT, 'odd.b': `-${BIG_TEXT}`, 'odd.c': '1' },
			2,
		],
		['in a list', 'flatten', [BIG, 1, BIG], { odd: `${BIG_TEXT}|1|${BIG_TEXT}` }, 2],
		[
			'in a list of objects',
			'flatten',
			[{ a: BIG }, { a: BIG }, { a: 7 }],
			{ odd: `[{"a":${BIG_TEXT}},{"a":${BIG_TEXT}},{"a":7}]` },
			2,
		],
		['in an object', 'json', { a: BIG, b: [BIG] }, { odd: `{"a":${BIG_TEXT},"b":[${BIG_TEXT}]}` }, 2],
	])('%s (%s)', (_, nestedValues, odd, attributes, roundedNumber) => {
		expect(readAll(nestedValues, odd)).toEqual({ attributes, found: { roundedNumber } });
	});

	test.each<[what: string, odd: unknown]>([
		['the largest exact number', 2 ** 53 - 1],
		['a big integer', 2n ** 60n],
		['its text', BIG_TEXT],
		['a long integer of MongoDB', { $numberLong: BIG_TEXT }],
	])('%s is exact', (_, odd) => {
		expect(readAll('flatten', odd).found).toEqual({});
	});
});

test.each<[what: string, NestedValues, odd: unknown, attributes: Fields]>([
	['null', 'flatten', null, { odd: '' }],
	['null', 'json', null, { odd: '' }],
	['an empty list', 'flatten', [], { odd: '' }],
	['an empty list', 'json', [], { odd: '[]' }],
	['a list of nothing', 'flatten', [null, undefined], { odd: '|' }],
	['an empty object', 'flatten', {}, {}],
	['an empty object', 'json', {}, { odd: '{}' }],
	['a toJSON that gives nothing', 'json', { toJSON: () => undefined }, { odd: '' }],
	['nothing at all', 'flatten', undefined, {}],
])(
	'%s (%s) is handed over as it is, for who takes it to say that it is empty',
	(_, nested, odd, attributes) => {
		expect(readAll(nested, odd)).toEqual({ attributes, found: {} });
	},
);

describe('a value without a text makes the item invalid, and the message names the field to the part', () => {
	const MAP = new Map([['a', 1]]);

	test.each<[where: string, NestedValues, odd: unknown, field: string]>([
		['itself', 'flatten', MAP, 'odd'],
		['itself', 'omit', MAP, 'odd'],
		['a part', 'flatten', { in: MAP }, 'odd.in'],
		['a part with white space around its name', 'flatten', { ' in ': MAP }, 'odd.in'],
		['an entry of a list', 'flatten', ['y', MAP], 'odd'],
		['a part of an entry', 'flatten', { in: [{ of: MAP }] }, 'odd.in.0.of'],
		['a part of a part', 'json', { in: { of: MAP } }, 'odd.in.of'],
		['a part that a toJSON gave', 'json', { toJSON: () => ({ in: MAP }) }, 'odd.in'],
	])('%s (%s)', (_, nestedValues, odd, field) => {
		expect(() => readAll(nestedValues, odd)).toThrow(
			`The field "${field}" holds a value of the kind Map, which has no text`,
		);
	});
});

test('a big integer within a list or an object is an error where nothing gives it a JSON form', () => {
	const given = Object.getOwnPropertyDescriptor(BigInt.prototype, 'toJSON');
	Reflect.deleteProperty(BigInt.prototype, 'toJSON');
	try {
		expect(() => readAll('json', { id: 1n })).toThrow(
			'The field "odd" holds a big integer within a list or an object, for which JSON has no form',
		);
	} finally {
		if (given) Object.defineProperty(BigInt.prototype, 'toJSON', given);
	}
});

describe('attributes with the name of a path, as n8n drags it in, are counted', () => {
	test.each([
		['body.email', 1],
		['home["city"]', 1],
		['email', 0],
		['home.city', 0],
	])('where the panel gives the values: %s', (name, pathAsName) => {
		const reader: AttributeReader = (_, take, findings) => {
			readAssignments([{ name, value: 'x' }], 'flatten', take, findings);
		};
		expect(read(reader, {}).found).toEqual(pathAsName > 0 ? { pathAsName } : {});
	});

	test('where fields are mapped, and the name is not the field’s own', () => {
		const mapping = [
			{ attribute: 'body.email', field: 'body.email' },
			{ attribute: undefined, field: 'body.customer.tier' },
			{ attribute: 'town', field: 'body["home"].city' },
		];
		const json = { body: { email: 'a', customer: { tier: 'gold' }, home: { city: 'Bern' } } };
		expect(read(attributeReader({ mode: 'define', mapping }, 'flatten', 'id'), json)).toEqual({
			attributes: { 'body.email': 'a', tier: 'gold', town: 'Bern' },
			found: { pathAsName: 1 },
		});
	});
});

test('names that may be meant as excluded are, and need not be there', () => {
	const choice = { mode: 'all', excludeFields: 'notes', mayBeExcluded: 'email, phone' } as const;
	const json = { id: 'c1', tier: 'gold', notes: 'x', email: 'y' };
	expect(read(attributeReader(choice, 'flatten', 'id'), json).attributes).toEqual({ tier: 'gold' });
});

test('a field of the item that has white space around its name is selected without', () => {
	expect(read(selectedFieldsReader('tier', 'flatten'), { ' tier\u00a0': 'gold' }).attributes).toEqual({
		tier: 'gold',
	});
});
