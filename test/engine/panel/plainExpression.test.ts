import fc from 'fast-check';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { IDataObject, INodeType } from 'n8n-workflow';

import {
	ASK_ENGINE,
	plainParameter,
	resolvePlain,
} from '../../../nodes/AdobeTarget/operations/shared/plainExpression';
import { InvalidProfile } from '../../../nodes/AdobeTarget/profiles/invalidProfile';
import { emulatorPerTest, runUpdate } from '../emulatedRun';

const NODE = 'Node';
const type: INodeType = {
	description: {
		displayName: NODE,
		name: 'node',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: NODE },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
};
const workflow = new Workflow({
	id: 'plain',
	active: false,
	nodes: [{ id: '1', name: NODE, type: 'node', typeVersion: 1, position: [0, 0], parameters: {} }],
	connections: {},
	nodeTypes: {
		getByName: () => type,
		getByNameAndVersion: () => NodeHelpers.getVersionedNodeType(type),
		getKnownTypes: () => ({}),
	},
});

const FAILED = Symbol('failed');

/** What n8n's engine says a parameter is for an item. */
function byEngine(raw: string, json: IDataObject): unknown {
	try {
		return workflow.expression.getParameterValue(raw, null, 0, 0, NODE, [{ json }], 'manual', {});
	} catch {
		return FAILED;
	}
}

const KEYS = ['a', 'b', 'a b', 'é', 'length', 'x-y', '$z', '0', 'isEmpty', 'toJSON', 'keys', 'name', ''];

const json = fc.letrec<{ value: unknown; object: IDataObject }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom<unknown>(null, '', 'text', 0, 1.5, true, false),
		fc.array(fc.constantFrom<unknown>('x', 1, null), { maxLength: 2 }),
		tie('object'),
	),
	object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }) as fc.Arbitrary<IDataObject>,
})).object;

const step = fc.oneof(
	fc.constantFrom('a', 'b', 'length', '$z', 'name', 'keys', 'isEmpty').map((key) => `.${key}`),
	fc.constantFrom(...KEYS).map((key) => `["${key}"]`),
	fc.constantFrom(...KEYS).map((key) => `['${key}']`),
	fc.constantFrom(...KEYS).map((key) => `[ "${key}" ]`),
);
const spaces = fc.constantFrom('', ' ', '  ', '\n');

test('what is resolved without the engine is exactly what the engine says', () => {
	let compared = 0;
	fc.assert(
		fc.property(
			json,
			fc.array(step, { minLength: 1, maxLength: 4 }),
			spaces,
			spaces,
			(item, steps, before, after) => {
				const raw = `={{${before}$json${steps.join('')}${after}}}`;
				const plain = plainParameter(raw);
				if (plain === undefined) return;
				const value = resolvePlain(plain, item);
				if (value === ASK_ENGINE) return;
				compared++;
				expect([raw, value]).toEqual([raw, byEngine(raw, item)]);
			},
		),
		{ numRuns: 1_000 },
	);
	expect(compared).toBeGreaterThan(300);
});

test.each([
	'={{ $json.constructor }}',
	'={{ $json.__proto__ }}',
	'={{ $json.toString }}',
	'={{ $json["hasOwnProperty"] }}',
	'={{ $json.a.constructor.b }}',
	'={{ $json }}',
	'={{ $json.a + 1 }}',
	'={{ $json.a() }}',
	'={{ $json.a }} ',
	'x{{ $json.a }}',
	'={{ $json.a }}{{ $json.b }}',
	'={{ $json?.a }}',
	'={{ $json[a] }}',
	'={{ $json["a\\"b"] }}',
	'={{ $jsonx.a }}',
	'={{ $item.json.a }}',
	'=text',
	'=',
	'={{ $json. a }}',
	'={{ // $json.a }}',
])('%s is left to the engine, or is a plain text', (raw) => {
	const plain = plainParameter(raw);
	if (raw.startsWith('=')) expect(plain).toBeUndefined();
	else expect(plain).toEqual({ value: raw });
});

test.each([
	['a text', { a: 'text' }],
	['a list', { a: ['x'] }],
	['a number', { a: 5 }],
	['a truth', { a: true }],
])('a path into %s is left to the engine', (_, item) => {
	const plain = plainParameter('={{ $json.a.b }}');
	expect(plain && resolvePlain(plain, item)).toBe(ASK_ENGINE);
});

function fails(): never {
	throw new TypeError('a fault of the workflow');
}

test.each<readonly [what: string, item: object]>([
	['a getter', Object.defineProperty({}, 'a', { get: fails, enumerable: true })],
	['a proxy', new Proxy({ a: 1 }, { getOwnPropertyDescriptor: fails })],
	['a proxy that hides what it is', { a: new Proxy({}, { getPrototypeOf: fails }) }],
])('an item that throws when it is read, by %s, is invalid with its reason', (_, item) => {
	const plain = plainParameter('={{ $json.a.b }}');
	expect(() => plain && resolvePlain(plain, item)).toThrow(
		new InvalidProfile('The field "a.b" can’t be read: an error is thrown when it is', ''),
	);
});

const emulator = emulatorPerTest();

test('updates are the same whether their expressions need the engine or not', async () => {
	const items = [
		{ id: 'c1', tier: 'gold', address: { city: 'Bonn' }, 'full name': 'Sample', text: 'abc' },
		{ id: 'c2', tier: null, address: null, text: '' },
		{ id: 3, tier: 1.5, address: { city: { name: 'Köln' } } },
	];
	const fields = [
		'$json.tier',
		'$json.address.city',
		'$json["full name"]',
		'$json.text.length',
		'$json.none',
	];
	const request = async (wrap: (field: string) => string) => {
		const { success } = await runUpdate(
			emulator(),
			items,
			{
				profileId: wrap('$json.id'),
				attributesMode: 'define',
				attributes: {
					assignments: fields.map((field, index) => ({
						id: String(index),
						name: `name${index}`,
						value: wrap(field),
						type: 'string',
					})),
				},
				options: { previewOnly: true },
			},
			{ onError: 'continueRegularOutput' },
		);
		return success;
	};
	const plain = await request((field) => `={{ ${field} }}`);
	expect(plain[0]?.json).toMatchObject({ profileId: 'c1', attributesSent: 4 });
	expect(await request((field) => `={{ (${field}) }}`)).toEqual(plain);
});

test('an attribute collection that comes from one expression is evaluated', async () => {
	const { success } = await runUpdate(
		emulator(),
		[{ id: 'c1', given: { assignments: [{ name: 'tier', value: 'gold' }] } }],
		{ attributesMode: 'define', attributes: '={{ $json.given }}', options: { previewOnly: true } },
	);
	expect(success[0]?.json).toMatchObject({ attributesSent: 1 });
});
