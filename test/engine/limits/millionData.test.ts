import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';
import { FIRST_LOOK, HOSTILE_TEXTS, MILLION } from './hostileTexts';
import type { HostileText } from './hostileTexts';
import { holdOf, LONGEST_MS, leastHold, ownHold, slowTexts } from './longestHold';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const emulator = emulatorPerTest({ clock: virtualClock.clock.now, callsPerMinute: Infinity });

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Where a text may stand in an item. */
const PLACES: ReadonlyArray<readonly [where: string, item: (text: string) => IDataObject]> = [
	['the ID', (text) => ({ id: text, tier: 'gold' })],
	['a value', (text) => ({ id: 'c1', tier: text })],
	['the name of a field', (text) => ({ id: 'c1', [text]: 'gold' })],
	['a value of an object', (text) => ({ id: 'c1', address: { city: text } })],
	['a name in an object', (text) => ({ id: 'c1', address: { [text]: 'Bern' } })],
	['a list', (text) => ({ id: 'c1', tags: ['a', text] })],
	['an object in a list', (text) => ({ id: 'c1', tags: [{ [text]: text }] })],
	['a list as the ID', (text) => ({ id: [text], tier: 'gold' })],
];

const RUNS: ReadonlyArray<readonly [what: string, run: typeof runUpdate, parameters: INodeParameters]> = [
	['Update Profile', runUpdate, { options: { excludeFields: 'id' } }],
	['Bulk Update Profiles', runBulk, { options: { nestedValues: 'json', invalidRows: 'skip' } }],
];

describe.each(RUNS)('%s leaves the event loop free', (_, run, parameters) => {
	test.each(PLACES)('with a million characters in %s', async (_where, item) => {
		const hold = (text: string) => ownHold(() => run(emulator(), [item(text)], parameters, CONTINUE));
		expect(await slowTexts(HOSTILE_TEXTS, hold)).toEqual([]);
	});

	test.each<[what: string, item: () => IDataObject]>([
		['a list of very many', () => ({ id: 'c1', tags: new Array<string>(MILLION).fill('a') })],
		['a list of very many objects', () => ({ id: 'c1', tags: Array.from({ length: 200_000 }, () => ({})) })],
		['many fields', () => ({ id: 'c1', ...fields(30_000, '') })],
		['many fields, and no ID', () => fields(30_000, '')],
		['a very deep object', () => ({ id: 'c1', tags: deep(5_000) })],
		['very many parts of nothing under a long name', () => ({ id: 'c1', [LONG_NAME]: fields(20_000, {}) })],
		['very many parts under a long name', () => ({ id: 'c1', [LONG_NAME]: fields(2_000, 'a') })],
		['a list of very many objects under a long name', () => ({ id: 'c1', [LONG_NAME]: fields(20_000, {}) })],
	])('with %s', async (_what, item) => {
		const given = [item()];
		expect(
			await leastHold(LONGEST_MS, () => ownHold(() => run(emulator(), given, parameters, CONTINUE))),
		).toBeLessThan(LONGEST_MS);
	});
});

test.each(RUNS)('%s lists the names of very many fields twice at most', async (_, run, parameters) => {
	// V8 alone takes more than 50 ms for that, and nothing tells how many they are before: to look for a name of the panel
	// they are listed once, and once to read them.
	const item = fields(200_000, '');
	const listing = await leastHold(0, () => holdOf(() => Promise.resolve(Object.keys(item))));
	const limit = 2 * listing + LONGEST_MS;
	const hold = () => ownHold(() => run(emulator(), [item], parameters, CONTINUE));
	expect(await leastHold(limit, hold)).toBeLessThan(limit);
});

const LONG_NAME = 'n'.repeat(100_000);

const fields = (count: number, value: IDataObject | string): IDataObject =>
	Object.fromEntries(Array.from({ length: count }, (_, key) => [`f${key}`, value]));

test('very many names that no item has leave the event loop free', async () => {
	const names = Array.from({ length: 1_000 }, (_, name) => `name ${name}`).join(',');
	const item = { id: 'c1', ...fields(1_000, 'a') };
	for (const run of [runUpdate, runBulk]) {
		const hold = () =>
			ownHold(() => run(emulator(), [item], { options: { excludeFields: names } }, CONTINUE));
		expect(await leastHold(LONGEST_MS, hold)).toBeLessThan(LONGEST_MS);
	}
});

function deep(levels: number): IDataObject {
	let object: IDataObject = {};
	for (let level = 0; level < levels; level++) object = { a: object };
	return object;
}

/** What files are made of, and what stands out in them. */
const FILE_TEXTS: readonly HostileText[] = [
	...HOSTILE_TEXTS.filter(([what]) => ['"%"', 'different characters'].includes(what)),
	...[',', '\n', '"', ';', '"",', '","', '\r', '\0', '"a"b', '\\'].map(
		(piece) => [JSON.stringify(piece), piece.repeat(FIRST_LOOK / piece.length)] as const,
	),
	['columns', Array.from({ length: 150_000 }, (_, column) => `c${column}`).join(',')],
];

const FILES: ReadonlyArray<readonly [where: string, file: (text: string) => string]> = [
	['all of it', (text) => text],
	['the header', (text) => `id,tier,${text}\nc1,gold`],
	['a row', (text) => `id,tier\nc1,${text}\nc2,silver`],
	['a quoted cell', (text) => `id,tier\nc1,"${text}"\nc2,silver`],
	['a quoted cell without an end', (text) => `id,tier\nc1,"${text}`],
	['an ID', (text) => `id,tier\n${text},gold\nc2,silver`],
	['the header again', (text) => `id,tier\nid,tier${text}\nc2,silver`],
	['a row beside its cells', (text) => `id,tier\nc1,gold${text}\nc2,silver`],
];

const FORMATS: ReadonlyArray<
	readonly [what: string, parameters: INodeParameters, of: (csv: string) => string]
> = [
	['CSV', { options: { invalidRows: 'skip' } }, (csv) => csv],
	[
		'a batch file',
		{ fileFormat: 'batchFile', options: { invalidRows: 'skip' } },
		(csv) => csv.replace(/^id,/, 'batch=thirdPartyId,'),
	],
];

describe.each(FORMATS)('%s leaves the event loop free', (_, parameters, of) => {
	test.each(FILES)('with a million characters as %s', async (_where, file) => {
		const hold = (text: string) => ownHold(() => runFile(emulator(), of(file(text)), parameters, CONTINUE));
		expect(await slowTexts(FILE_TEXTS, hold)).toEqual([]);
	});
});

test('lines of very many columns, none of which is that of the ID, leave the event loop free', async () => {
	const line = Array.from({ length: 19_000 }, (_, column) => `c_${column}`).join(',');
	const run = () => runFile(emulator(), `${line}\n`.repeat(5), {}, CONTINUE);
	expect(await leastHold(LONGEST_MS, () => ownHold(run))).toBeLessThan(LONGEST_MS);
});

test('very many names of columns that a file of very many has leave the event loop free', async () => {
	const names = Array.from({ length: 3_000 }, (_, column) => `c${column}`).join(',');
	const file = `id,${Array.from({ length: 9_900 }, (_, column) => `c${column}`)
		.reverse()
		.join(',')}\n`;
	const run = () => runFile(emulator(), file, { attributesMode: 'selected', fields: names }, CONTINUE);
	expect(await leastHold(LONGEST_MS, () => ownHold(run))).toBeLessThan(LONGEST_MS);
});
