import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startEmulator, type Emulator, type Readings } from '../../emulator';
import { runBulk, runFile } from '../emulatedRun';
import { contentOf, type NodeRunResult } from '../engine';

/** All that ends a line anywhere, and a comma. */
const BREAKS = [',', '\n', '\r', '\r\n', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029'];
const ANY_BREAK = /\r\n|[,\n\v\f\r\u0085\u2028\u2029]/;

const unit = fc.constantFrom(
	...BREAKS,
	...Array.from('a%+&#=;|"\' '),
	'%2C',
	'%0A',
	'é',
	'…',
	'©',
	'😀',
	'\u00a0',
);
const text = fc.string({ unit, minLength: 1, maxLength: 6 });
/** What would be another's profile if it stood at the beginning of a line. */
const rowLike = fc.constantFrom(...BREAKS).map((end) => `x${end}foreign,stolen,stolen`);
const plain = fc.string({
	unit: fc.constantFrom(...Array.from('a%+&#=;|"\' é😀')),
	minLength: 1,
	maxLength: 6,
});
const value = fc.oneof(
	{ weight: 8, arbitrary: plain },
	text,
	rowLike,
	fc.constantFrom('\n', ',', 'red, blue', 'two\r\nlines', "O'Brien"),
);
const NAMES = ['tier', 'notes', 'größe', 'a&b=c'];
/** Of a small range, so that some come more than once; and some that can't be sent. */
const id = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom('1', '2', 'é 3', "O'4", '8') },
	fc.constantFrom('5,foreign', '6\nforeign', '7\u2028foreign'),
);

type Customer = readonly [id: string, attributes: ReadonlyMap<string, string>];

const customers = fc.array(
	fc.tuple(
		id,
		fc
			.array(fc.tuple(fc.constantFrom(...NAMES), value), { minLength: 1, maxLength: 4 })
			.map((drawn) => new Map(drawn)),
	),
	{ minLength: 1, maxLength: 8 },
);

const replaced = (from: string) =>
	from.replaceAll(',', ';').replaceAll(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, ' ');

/** What Target is to hold, reckoned without the node. */
function expectedOf(rows: readonly Customer[], commas: string): Map<string, Map<string, string>> {
	const held = new Map<string, Map<string, string>>();
	for (const [key, attributes] of rows) {
		const isRefused = commas === 'refuse' && [...attributes.values()].some((one) => ANY_BREAK.test(one));
		if (ANY_BREAK.test(key) || isRefused) continue;
		const sent = [...attributes].map(
			([name, given]) => [name, commas === 'replace' ? replaced(given) : given] as const,
		);
		held.set(key, new Map([...(held.get(key) ?? []), ...sent]));
	}
	return held;
}

const asItem = ([key, attributes]: Customer): IDataObject => ({ id: key, ...Object.fromEntries(attributes) });

const cellsOf = ([key, attributes]: Customer) => [key, ...NAMES.map((name) => attributes.get(name) ?? '')];

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const SOURCES: Record<
	string,
	(target: Emulator, rows: readonly Customer[], parameters: INodeParameters) => Promise<NodeRunResult>
> = {
	items: async (target, rows, parameters) => await runBulk(target, rows.map(asItem), parameters),
	CSV: async (target, rows, parameters) => {
		const lines = [['id', ...NAMES], ...rows.map(cellsOf)].map((cells) => cells.map(quoted).join(','));
		return await runFile(target, lines.join('\n'), parameters);
	},
	'CSV with CRLF and semicolons': async (target, rows, parameters) => {
		const lines = [['id', ...NAMES], ...rows.map(cellsOf)].map((cells) => cells.map(quoted).join(';'));
		return await runFile(target, lines.join('\r\n'), parameters);
	},
	'a batch file': async (target, rows, parameters) => {
		const lines = [['thirdPartyId', ...NAMES], ...rows.map(cellsOf)].map((cells) =>
			cells.map(encodeURIComponent).join(','),
		);
		const file = `batch=${lines.join('\n')}`;
		return await runFile(target, file, { ...parameters, fileFormat: 'batchFile' });
	},
};

let targets = 0;

/** @returns whether something could be sent */
async function checkHeld(
	source: string,
	rows: readonly Customer[],
	readings: Partial<Readings>,
	commas: string | undefined,
): Promise<boolean> {
	const target = await startEmulator({ clientCode: `safe-${++targets}`, readings });
	try {
		const options = { invalidRows: 'skip', ...(commas !== undefined && { commas }) };
		const send = async (more: INodeParameters) =>
			await SOURCES[source]?.(target, rows, { options: { ...options, ...more } });
		const expected = expectedOf(rows, commas ?? 'replace');
		const preview = await send({ previewOnly: true });
		expect(target.counts.requests).toBe(0);
		const result = await send({});
		// In a file, an invalid row over several lines may be a quote that was never closed.
		const isBroken = /is broken: /.test(result?.error?.message ?? '');
		if (expected.size === 0 || isBroken) {
			expect(target.counts.requests).toBe(0);
			return false;
		}
		expect(result?.error).toBeUndefined();
		expect(new Set(target.ids('thirdPartyId'))).toEqual(new Set(expected.keys()));
		for (const [key, attributes] of expected) {
			expect([key, target.profile('thirdPartyId', key)]).toEqual([key, attributes]);
		}
		const file = preview?.success[0]?.binary?.data;
		expect(file && (await contentOf(file))).toEqual(target.requests[0]?.body);
		return true;
	} finally {
		await target.close();
	}
}

describe.each(Object.keys(SOURCES))('hostile customers from %s', (source) => {
	it.each([
		['by default, where a batch is decoded first', 'decodedFirst', undefined],
		['by default, where it is cut first', 'cutFirst', undefined],
		['with Refuse, where it is decoded first', 'decodedFirst', 'refuse'],
		['with Refuse, where it is cut first', 'cutFirst', 'refuse'],
		['with Encode, where it is cut first', 'cutFirst', 'encode'],
	] as const)('write no other profile, and no value under a wrong name: %s', async (_, batchRows, commas) => {
		// Runs in which nothing could be sent are looked at, but don't count.
		await fc.assert(
			fc.asyncProperty(customers, async (rows) => {
				fc.pre(await checkHeld(source, rows, { batchRows }, commas));
			}),
			{ numRuns: 5 },
		);
	});
});

it('the test would see it: with Encode, where a batch is decoded first, another profile is written', async () => {
	const target = await startEmulator({ clientCode: 'safe-canary', readings: { batchRows: 'decodedFirst' } });
	await runBulk(target, [{ id: '1', a: 'x\nforeign,y' }], { options: { commas: 'encode' } });
	expect(target.ids('thirdPartyId')).toEqual(['1', 'foreign']);
	await target.close();
});
