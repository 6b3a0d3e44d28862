import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

const messages = ({ hints }: NodeRunResult) => hints.map(({ message }) => message).join(' ');

const RUNS = [
	['Update Profile', runUpdate],
	['Bulk Update Profiles', runBulk],
] as const;

type NestedValues = 'flatten' | 'json' | 'omit';

const MODES: readonly NestedValues[] = ['flatten', 'json', 'omit'];

/** What Target holds of an item with this field, beside its tier, or why it was not sent. */
async function sentOf(run: typeof runUpdate, odd: unknown, nestedValues: NestedValues) {
	emulator().putProfile('thirdPartyId', 'c1');
	const items = [{ id: 'c1', tier: 'gold', odd }] as IDataObject[];
	// As a JSON text has commas.
	const options = { excludeFields: 'id', nestedValues, commas: 'encode' };
	const result = await run(emulator(), items, { options });
	const held = new Map(emulator().profile('thirdPartyId', 'c1'));
	held.delete('tier');
	return { ...result, sent: result.error?.message ?? Object.fromEntries(held) };
}

class Hidden {
	readonly #value = 'x';

	read(): string {
		return this.#value;
	}
}

class Shown {
	value = 'x';
}

/** As luxon’s DateTime and MongoDB’s ObjectId: the value is in a toJSON. */
class Speaking {
	private readonly inner = { value: 1 };

	toJSON(): string {
		return `spoken ${this.inner.value}`;
	}
}

/** As a long integer of MongoDB: no toJSON, two halves. */
class Long {
	low = 1;

	high = 2;

	get __isLong__(): boolean {
		return true;
	}

	toString(): string {
		return '7615917337495251231';
	}
}

const ISO = '2026-01-02T00:00:00.000Z';
const MS = Date.UTC(2026, 0, 2);

/** Values in objects, with the texts that they are. */
const TEXTS: ReadonlyArray<readonly [what: string, value: unknown, text: string]> = [
	['a date', new Date(MS), ISO],
	['what has a toJSON', new Speaking(), 'spoken 1'],
	['an address', new URL('https://example.com/a'), 'https://example.com/a'],
	['an ObjectId in extended JSON', { $oid: '65a' }, '65a'],
	['a decimal', { $numberDecimal: '12.50' }, '12.50'],
	['a long integer', { $numberLong: '7615917337495251231' }, '7615917337495251231'],
	['an integer', { $numberInt: '7' }, '7'],
	['a double', { $numberDouble: '1.5' }, '1.5'],
	['a UUID', { $uuid: '0b4' }, '0b4'],
	['a date by its text', { $date: ISO }, ISO],
	['a date by its number', { $date: MS }, ISO],
	['a date by its long integer', { $date: { $numberLong: String(MS) } }, ISO],
	['what has a toJSON that gives extended JSON', { toJSON: () => ({ $numberDecimal: '1.10' }) }, '1.10'],
	['a long integer in memory', new Long(), '7615917337495251231'],
	['a boxed text', Object('x'), 'x'],
];

describe.each(RUNS)('%s', (_, run) => {
	test.each(TEXTS)('%s is sent as its text, at any depth and in lists', async (_what, value, text) => {
		for (const mode of MODES) expect((await sentOf(run, value, mode)).sent).toEqual({ odd: text });
		expect((await sentOf(run, { in: value }, 'flatten')).sent).toMatchObject({ 'odd.in': text });
		expect((await sentOf(run, [value, 'y'], 'flatten')).sent).toMatchObject({ odd: `${text}|y` });
		const json = { in: [{ of: value }] };
		expect((await sentOf(run, json, 'json')).sent).toMatchObject({
			odd: JSON.stringify({ in: [{ of: text }] }),
		});
	});

	test.each<readonly [kind: string, value: unknown]>([
		['Buffer', Buffer.from([1])],
		['Buffer', { type: 'Buffer', data: [1] }],
		['Uint8Array', new Uint8Array(2)],
		['Float64Array', new Float64Array(2)],
		['DataView', new DataView(new ArrayBuffer(1))],
		['ArrayBuffer', new ArrayBuffer(1)],
		['Map', new Map([['a', 1]])],
		['Set', new Set(['a'])],
		['WeakMap', new WeakMap()],
		['RegExp', /a/],
		['Promise', Promise.resolve('x')],
		['TypeError', new TypeError('x')],
		['URLSearchParams', new URLSearchParams('a=1')],
		['Hidden', new Hidden()],
	])('a %s makes the item invalid, which names the field, at any depth and in lists', async (kind, value) => {
		const said = (field: string) =>
			`The field "${field}" holds a value of the kind ${kind}, which has no text`;
		for (const mode of MODES) expect((await sentOf(run, value, mode)).sent).toBe(said('odd'));
		expect((await sentOf(run, { in: value }, 'flatten')).sent).toBe(said('odd.in'));
		expect((await sentOf(run, ['y', value], 'flatten')).sent).toBe(said('odd'));
		expect((await sentOf(run, { in: [{ of: value }] }, 'flatten')).sent).toBe(said('odd.in.0.of'));
		expect((await sentOf(run, { in: { of: value } }, 'json')).sent).toBe(said('odd.in.of'));
		expect((await sentOf(run, { in: value }, 'omit')).sent).toEqual({});
		expect(emulator().counts.requests).toBe(1);
	});

	test('objects of a class that show their fields, and keys that only look like MongoDB’s, are objects', async () => {
		expect((await sentOf(run, new Shown(), 'flatten')).sent).toEqual({ 'odd.value': 'x' });
		const like = { $oid: 'a', more: 'b' };
		expect((await sentOf(run, like, 'flatten')).sent).toMatchObject({ 'odd.$oid': 'a', 'odd.more': 'b' });
		expect((await sentOf(run, { $oid: 1 }, 'flatten')).sent).toMatchObject({ 'odd.$oid': '1' });
	});

	test.each<readonly [what: string, value: unknown]>([
		['NaN', NaN],
		['infinity', -Infinity],
		['an invalid date', new Date(NaN)],
		['an infinite double', { $numberDouble: 'Infinity' }],
	])('%s counts as empty', async (_what, odd) => {
		const result = await sentOf(run, odd, 'flatten');
		expect(result.sent).toEqual({});
		expect(messages(result)).toContain('1 empty value was left out.');
	});

	test('numbers that can’t be exact are sent and counted, in lists and JSON too', async () => {
		const big = 2 ** 60;
		const result = await sentOf(run, { a: big, b: [big, 1], c: [{ d: -big }], e: 2n ** 60n }, 'flatten');
		expect(result.sent).toMatchObject({
			'odd.a': String(big),
			'odd.b': `${big}|1`,
			'odd.e': String(2n ** 60n),
		});
		expect(messages(result)).toContain(
			'3 numbers beyond 9007199254740991 go out as n8n has them: the last digits may be others than in the source.',
		);
		expect(messages(await sentOf(run, { a: big }, 'json'))).toContain(
			'1 number beyond 9007199254740991 goes out',
		);
	});

	const inMemory = { mimeType: 'text/plain', fileExtension: 'txt', data: 'c2VjcmV0', fileName: 'secret.txt' };
	const stored = { mimeType: 'text/plain', id: 'filesystem-v2:secret', data: 'filesystem-v2', bytes: 6 };

	test.each<readonly [what: string, mode: NestedValues, odd: unknown, sent: object, files: number]>([
		['as a field', 'flatten', inMemory, {}, 1],
		['as a field', 'json', stored, {}, 1],
		['as a field', 'omit', stored, {}, 1],
		['under names, as n8n puts them', 'flatten', { data: inMemory, more: stored }, {}, 2],
		['under names, as n8n puts them', 'json', { data: inMemory, more: stored }, {}, 2],
		['in a list', 'flatten', [inMemory, stored], {}, 2],
		['in a list', 'json', [inMemory, stored], {}, 2],
		['beside other values of a list', 'flatten', ['a', stored, 'b'], { odd: 'a|b' }, 1],
		['beside other values', 'flatten', { a: { b: stored, c: 'x' } }, { 'odd.a.c': 'x' }, 1],
		['beside other values', 'json', { a: { b: stored, c: 'x' } }, { odd: '{"a":{"c":"x"}}' }, 1],
		['beside objects in a list', 'flatten', [{ a: 'x' }, { b: inMemory }], { odd: '[{"a":"x"},{}]' }, 1],
	])('n8n’s files are no attributes: %s (%s)', async (_what, mode, odd, sent, files) => {
		const result = await sentOf(run, odd, mode);
		expect(result.sent).toEqual(sent);
		expect(messages(result)).toContain(`${files} ${files === 1 ? 'file' : 'files'} within the items`);
	});

	test('nothing within a JSON text stays null', async () => {
		const sent = { odd: '{"a":null,"b":[null],"c":""}' };
		expect((await sentOf(run, { a: null, b: [NaN], c: '' }, 'json')).sent).toEqual(sent);
	});

	test('an object of a service that lists its files is none', async () => {
		const listed = { mimeType: 'text/plain', id: '1a', name: 'a.txt' };
		expect((await sentOf(run, listed, 'flatten')).sent).toMatchObject({ 'odd.id': '1a' });
	});
});

const NULLS = '3 values of "NULL", "null" or "\\N" go out as these words.';
const LEFT_OUT = '3 values were left out, as Treat as Empty names them.';

/** Three values for nothing, however the rows are given. */
const ROWS = [
	{ id: 'c1', tier: 'NULL', city: '\\N', note: 'NULL and void' },
	{ id: 'c2', tier: 'gold', city: 'null', note: 'x' },
];
const CSV = `id,tier,city,note\n${ROWS.map((row) => Object.values(row).join(',')).join('\n')}\n`;
const BATCH = CSV.replace('id', 'batch=thirdPartyId').replaceAll('\\', '%5C').replaceAll(' ', '%20');

const WAYS: ReadonlyArray<readonly [what: string, (parameters: INodeParameters) => Promise<NodeRunResult>]> =
	[
		['Update Profile', (parameters) => runUpdate(emulator(), ROWS, parameters)],
		['items', (parameters) => runBulk(emulator(), ROWS, parameters)],
		['a CSV file', (parameters) => runFile(emulator(), CSV, parameters)],
	];

const held = (id: string) => Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);

beforeEach(() => {
	for (const id of ['c1', 'c2']) emulator().putProfile('thirdPartyId', id);
});

test.each(WAYS)('%s: words for nothing are sent with a warning', async (_, run) => {
	const result = await run({ options: { excludeFields: 'id' } });
	expect(messages(result)).toContain(NULLS);
	expect(result.hints.find(({ message }) => message.includes('NULL'))?.type).toBe('warning');
	expect(held('c1')).toMatchObject({ tier: 'NULL', city: '\\N' });
});

test.each(WAYS)('%s: what Treat as Empty names is left out and counted', async (_, run) => {
	const result = await run({ options: { excludeFields: 'id', treatAsEmpty: 'NULL, \\N,null, ,other' } });
	expect(messages(result)).toContain(LEFT_OUT);
	expect(messages(result)).not.toContain('NULL');
	expect(held('c1')).toEqual({ note: 'NULL and void' });
	expect(held('c2')).toEqual({ tier: 'gold', note: 'x' });
});

test.each(WAYS)('%s: Treat as Empty takes a list too, each letter of it', async (_, run) => {
	const result = await run({
		options: { excludeFields: 'id', treatAsEmpty: '={{ ["gold", "NULL and void", "x "] }}' },
	});
	expect(messages(result)).toContain('2 values were left out, as Treat as Empty names them.');
	expect(held('c1')).toEqual({ tier: 'NULL', city: '\\N' });
	expect(held('c2')).toEqual({ city: 'null', note: 'x' });
});

test.each(WAYS)('%s: a Treat as Empty that is no texts is an error, and nothing is sent', async (_, run) => {
	for (const treatAsEmpty of ['={{ $json.missing }}', '={{ { a: 1 } }}', '={{ [null] }}', '={{ true }}']) {
		const { error } = await run({ options: { treatAsEmpty } });
		expect(error?.message).toContain('The option "Treat as Empty" must be texts');
	}
	expect(emulator().counts.requests).toBe(0);
});

test('for a batch file, words for nothing are told of, and Treat as Empty does not apply', async () => {
	const parameters = { fileFormat: 'batchFile', options: { treatAsEmpty: 'gold' } };
	expect(messages(await runFile(emulator(), BATCH, parameters))).toContain(NULLS);
	expect(held('c2')).toMatchObject({ tier: 'gold', city: 'null' });
});

test.each(['a', 'ö', '大', '😀'])('values of more than 256 %s are sent and counted', async (letter) => {
	const long = letter.repeat(257 / letter.length + 1);
	const fits = letter.repeat(256 / letter.length);
	const rows = [{ id: 'c1', a: long, b: fits, c: 'x' }];
	const said =
		'1 value is longer than 256 characters, which is all that a page or the Delivery API may send. For profile updates Adobe names no such limit.';
	expect(messages(await runUpdate(emulator(), rows))).toContain(said);
	expect(messages(await runBulk(emulator(), rows))).toContain(said);
	expect(messages(await runFile(emulator(), `id,a,b,c\nc1,${long},${fits},x\n`))).toContain(said);
	expect(held('c1')).toEqual({ a: long, b: fits, c: 'x' });
});
