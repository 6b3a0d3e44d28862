import { AttributeColumns } from '../../../nodes/AdobeTarget/profiles/rows/attributeColumns';
import {
	allFieldsReader,
	readAssignments,
	mappedFieldsReader,
	selectedFieldsReader,
} from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import type {
	AttributeReader,
	Fields,
	NestedValues,
} from '../../../nodes/AdobeTarget/profiles/attributes/attributes';
import { parseFieldPath } from '../../../nodes/AdobeTarget/profiles/fields/fieldPath';
import { InvalidProfile } from '../../../nodes/AdobeTarget/profiles/invalidProfile';
import { itemRows } from '../../../nodes/AdobeTarget/profiles/rows/itemRows';
import { Findings } from '../../../nodes/AdobeTarget/profiles/findings';
import { surveyRows } from '../../../nodes/AdobeTarget/profiles/batches/survey';

function fails(): never {
	throw new TypeError('a fault of the workflow');
}

function circular(): Fields {
	const odd: Record<string, unknown> = { a: 'x' };
	odd.self = odd;
	return odd;
}

function circularList(): unknown[] {
	const odd: unknown[] = [{ a: 1 }];
	odd.push(odd);
	return odd;
}

function nested(levels: number, around: (inner: unknown) => unknown, leaf: unknown = 'x'): unknown {
	let odd = leaf;
	for (let level = 0; level < levels; level++) odd = around(odd);
	return odd;
}

/** Few objects that hold each other in so many ways that nobody can go all of them. */
function entangled(leaf: unknown): unknown {
	return nested(60, (inner) => ({ l: inner, r: inner }), leaf);
}

const DEEP = /^The field "odd" is nested too deep, or holds itself$/;
const FAILS = /^The field "odd" can’t be read: an error is thrown when it is$/;
const BIG = /^The field "odd" holds a big integer within a list or an object, for which JSON has no form$/;
const LONG = /^The attributes of this item have more than 256000 characters, names included$/;
const HALF = /^The attribute "odd" holds a broken character: half of a surrogate pair, at position 2$/;

/** What is wrong with a value as it is flattened, and as JSON; undefined where it can be sent. */
const ODD: ReadonlyArray<
	readonly [what: string, value: () => unknown, flat: RegExp | undefined, json: RegExp | undefined]
> = [
	['an object that holds itself', circular, DEEP, DEEP],
	['a list that holds itself', circularList, DEEP, DEEP],
	['a list with an object that holds itself', () => [circular()], DEEP, DEEP],
	['objects a hundred levels deep', () => nested(100, (inner) => ({ n: inner })), undefined, undefined],
	['objects deeper than that', () => nested(101, (inner) => ({ n: inner })), DEEP, undefined],
	['very deep objects', () => nested(30_000, (inner) => ({ n: inner })), DEEP, DEEP],
	['very deep lists', () => nested(30_000, (inner) => [inner]), DEEP, DEEP],
	['entangled objects', () => entangled('x'), LONG, LONG],
	['entangled objects without a value', () => entangled({}), LONG, LONG],
	['a big integer', () => 2n ** 70n, undefined, undefined],
	['an object with a big integer', () => ({ a: 1n }), undefined, BIG],
	['a list of big integers', () => [1n], undefined, BIG],
	['a list of objects with a big integer', () => [{ a: 1n }], BIG, BIG],
	['a toJSON that throws', () => ({ toJSON: fails }), FAILS, FAILS],
	['a toJSON that throws within an object', () => ({ a: { toJSON: fails } }), FAILS, FAILS],
	['a toJSON that throws within a list', () => [{ toJSON: fails }], FAILS, FAILS],
	[
		'a toJSON that gives itself',
		() => ({
			a: 1,
			toJSON() {
				return this as unknown;
			},
		}),
		undefined,
		undefined,
	],
	['a toJSON that gives nothing', () => [{ toJSON: () => undefined }], undefined, undefined],
	[
		'a getter that throws',
		() => ({
			get a() {
				return fails();
			},
		}),
		FAILS,
		FAILS,
	],
	['a proxy that throws for its keys', () => new Proxy({}, { ownKeys: fails }), FAILS, FAILS],
	['a proxy that throws for its values', () => new Proxy({ a: 1 }, { get: fails }), FAILS, FAILS],
	['a proxy that throws for all', () => new Proxy([], { get: fails, has: fails }), FAILS, FAILS],
	[
		'a revoked proxy',
		() => {
			const { proxy, revoke } = Proxy.revocable({}, {});
			revoke();
			return proxy;
		},
		FAILS,
		FAILS,
	],
	['half a surrogate pair', () => 'a\ud83d', HALF, HALF],
	['half a surrogate pair in a list', () => ['a\ud83d'], HALF, undefined],
	['a very long text', () => 'x'.repeat(300_000), LONG, LONG],
	['a very long list', () => Array<number>(300_000).fill(1), LONG, LONG],
	[
		'very many fields',
		() => Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [index, ''])),
		LONG,
		LONG,
	],
];

const MODES: readonly NestedValues[] = ['flatten', 'json'];

/** Each way in which a field is read. */
const READERS: ReadonlyArray<readonly [way: string, (nestedValues: NestedValues) => AttributeReader]> = [
	['all fields', (nestedValues) => allFieldsReader(nestedValues, '', 'id')],
	['a selected field', (nestedValues) => selectedFieldsReader('odd', nestedValues)],
	[
		'a mapped field',
		(nestedValues) => mappedFieldsReader([{ attribute: 'odd', path: parseFieldPath('odd') }], nestedValues),
	],
	[
		'an assignment',
		(nestedValues) => (json, take, findings) => {
			readAssignments([{ name: 'odd', value: json.odd }], nestedValues, take, findings);
		},
	],
];

const CASES = READERS.flatMap(([way, readerFor]) =>
	MODES.flatMap((mode) =>
		ODD.map(
			([what, value, flat, json]) =>
				[what, way, mode, value, readerFor(mode), mode === 'json' ? json : flat] as const,
		),
	),
);

describe('where nothing has given big integers a JSON form, as n8n does', () => {
	const given = Object.getOwnPropertyDescriptor(BigInt.prototype, 'toJSON');
	beforeAll(() => Reflect.deleteProperty(BigInt.prototype, 'toJSON'));
	afterAll(() => given && Object.defineProperty(BigInt.prototype, 'toJSON', given));

	test.each(CASES)(
		'of %s (%s, %s) no more becomes than an invalid item, and the others go on',
		async (_, __, ___, value, readAttributes, problem) => {
			const items = [
				{ id: 'a', odd: 'x' },
				{ id: 'b', odd: value() },
				{ id: 'c', odd: 'y' },
			].map((json) => ({
				json,
			}));
			const source = itemRows(
				items,
				{ idField: 'id', readAttributes },
				{ idType: 'pcId', columns: new AttributeColumns('pcId') },
			);
			const { books, invalid } = await surveyRows(source, 'merge', undefined);
			expect(books.rows).toBe(3);
			expect(invalid.first.map(({ item, error }) => [item, error.message])).toEqual(
				problem ? [[1, expect.stringMatching(problem)]] : [],
			);
		},
	);
});

test('nested values that are left out are not even looked at', async () => {
	const items = ODD.slice(0, 9).map(([, value], index) => ({ json: { id: `${index}`, odd: value() } }));
	const source = itemRows(
		items,
		{ idField: 'id', readAttributes: allFieldsReader('omit', '', 'id') },
		{ idType: 'pcId', columns: new AttributeColumns('pcId') },
	);
	expect(await surveyRows(source, 'merge', undefined)).toMatchObject({
		books: { rows: 9, invalidRows: 0 },
	});
});

test.each<readonly [what: string, () => Fields, message: RegExp]>([
	[
		'a getter',
		() => Object.defineProperty({}, 'id', { get: fails, enumerable: true }),
		/^The field "id" can’t/,
	],
	['a proxy', () => new Proxy({}, { has: fails, getOwnPropertyDescriptor: fails }), /^The field "id" can’t/],
	['an object', () => ({ id: circular() }), /^The PC ID is neither text nor a number$/],
	['a very long text', () => ({ id: 'x'.repeat(100_000_000) }), /^The PC ID is 100000000 characters long/],
])('an ID that is %s makes its item invalid', async (_, item, message) => {
	const items = [{ json: { id: 'a', tier: 'x' } }, { json: item() }];
	const source = itemRows(
		items,
		{ idField: 'id', readAttributes: allFieldsReader('flatten', '', 'id') },
		{ idType: 'pcId', columns: new AttributeColumns('pcId') },
	);
	const { invalid } = await surveyRows(source, 'merge', undefined);
	expect(invalid.first.map(({ item: number, error }) => [number, error.message])).toEqual([
		[1, expect.stringMatching(message)],
	]);
});

test('an item that throws when its fields are named is invalid', () => {
	const item = new Proxy({}, { ownKeys: fails });
	expect(() => {
		allFieldsReader('flatten', '')(item, () => undefined, new Findings());
	}).toThrow(new InvalidProfile('The item can’t be read: an error is thrown when its fields are named', ''));
});

test('what is thrown by whoever takes the attributes comes as it is', () => {
	expect(() => {
		allFieldsReader('flatten', '')({ a: { b: 1 } }, fails, new Findings());
	}).toThrow(new TypeError('a fault of the workflow'));
});
