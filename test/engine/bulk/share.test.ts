import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { plainIds } from '../../unit/profiles/plainIds';
import { emulatorPerTest, ON_ERROR, runBulk, runFile } from '../emulatedRun';
import type { NodeRun, NodeRunResult } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const [whole, inShares] = [emulatorPerTest({ clock: clock.now }), emulatorPerTest({ clock: clock.now })];

type Row = readonly [id: string, tier: string, city: string];

const SOURCES = ['items', 'csv', 'batchFile'] as const;

/** Sends rows from a source, with these options. */
async function send(
	target: ReturnType<typeof whole>,
	source: (typeof SOURCES)[number],
	rows: readonly Row[],
	options: IDataObject,
	onError: NodeRun['onError'] = 'stopWorkflow',
): Promise<NodeRunResult> {
	const parameters = { output: 'summary', options: { ...options } as Record<string, string> };
	if (source === 'items') {
		return await runBulk(
			target,
			rows.map(([id, tier, city]) => ({ id, tier, city })),
			parameters,
			{ onError },
		);
	}
	const cell = source === 'csv' ? (text: string) => `"${text.replaceAll('"', '""')}"` : encodeURIComponent;
	const header = source === 'csv' ? 'id,tier,city' : 'batch=thirdPartyId,tier,city';
	const lines = rows.map((cells) => cells.map(cell).join(',').replaceAll("'", '%27'));
	const content = [header, ...lines, ''].join('\n');
	const fileFormat = source === 'csv' ? 'csv' : 'batchFile';
	return await runFile(target, content, { ...parameters, fileFormat }, { onError });
}

const pairs = (of: number) => Array.from({ length: of }, (_, index) => `${index + 1} of ${of}`);

interface Counts {
	readonly rows: number;
	readonly sent: number;
	readonly merged: number;
	readonly skipped: number;
	readonly notSubmitted: number;
	/** NaN where the run sends all. */
	readonly otherShares: number;
}

/** The counts of a summary. */
function countsOf({ success, error }: NodeRunResult): Counts {
	expect(error).toBeUndefined();
	const { json = {} } = success.at(-1) ?? {};
	const count = (name: keyof Counts) => Number(json[name]);
	return {
		rows: count('rows'),
		sent: count('sent'),
		merged: count('merged'),
		skipped: count('skipped'),
		notSubmitted: count('notSubmitted'),
		otherShares: count('otherShares'),
	};
}

const id = fc.oneof(
	fc.constantFrom('a', 'b', ' a', 'a\u00a0', 'é', 'A', ''),
	plainIds(fc.string({ unit: 'grapheme', maxLength: 8 })).filter((text) => !/[\0'"]/.test(text)),
);
const rows = fc.array(fc.tuple(id, fc.constantFrom('gold', 'silver'), fc.constantFrom('', 'Bern', 'NULL')), {
	minLength: 1,
	maxLength: 25,
});

test.each(SOURCES)(
	'whatever the rows and however many the shares: all shares together send what one run does (%s)',
	async (source) => {
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 6 }), async (given, of) => {
				const options = { invalidRows: 'skip', treatAsEmpty: 'NULL' };
				const atOnce = countsOf(await send(whole(), source, given, options));
				const before = inShares().counts.rows;
				const shares: Counts[] = [];
				for (const share of pairs(of)) {
					shares.push(countsOf(await send(inShares(), source, given, { ...options, share })));
				}
				const total = (name: keyof Counts) => shares.reduce((sum, counts) => sum + counts[name], 0);
				for (const name of ['rows', 'sent', 'merged', 'skipped', 'notSubmitted'] as const) {
					expect([name, total(name)]).toEqual([name, atOnce[name]]);
				}
				for (const counts of shares) expect(counts.otherShares).toBe(given.length - counts.rows);
				// No profile was sent twice, and each holds the same.
				expect(inShares().counts.rows - before).toBe(atOnce.sent);
				for (const [held] of given) {
					const trimmed = held.trim();
					if (trimmed === '') continue;
					expect(inShares().profile('thirdPartyId', trimmed)).toEqual(
						whole().profile('thirdPartyId', trimmed),
					);
				}
			}),
			{ numRuns: 12, endOnFailure: true },
		);
	},
	120_000,
);

const MANY: readonly Row[] = Array.from({ length: 400 }, (_, index) => [`c${index % 300}`, 'gold', 'NULL']);

/** The IDs that a run sends. */
async function idsOf(
	source: (typeof SOURCES)[number],
	given: readonly Row[],
	share: string,
): Promise<string[]> {
	const before = inShares().requests.length;
	await send(inShares(), source, given, { share });
	const bodies = inShares()
		.requests.slice(before)
		.map(({ body }) => body.toString());
	return bodies
		.flatMap((body) => body.split('\n').slice(1))
		.map((line) => line.split(',')[0] ?? '')
		.sort();
}

test('an ID is in the same share whether it comes in items, CSV or a batch file', async () => {
	for (const share of pairs(3)) {
		const ofItems = await idsOf('items', MANY, share);
		expect(ofItems.length).toBeGreaterThan(50);
		expect(await idsOf('csv', MANY.toReversed(), share)).toEqual(ofItems);
		expect(await idsOf('batchFile', MANY, share)).toEqual(ofItems);
	}
});

test('what is found in the rows is told by the share that sends them', async () => {
	let told = 0;
	for (const share of pairs(4)) {
		const { hints } = await send(inShares(), 'csv', MANY, { share, treatAsEmpty: 'NULL' });
		const words = hints.map(({ message }) => message).join(' ');
		told += Number(/(\d+) values? (?:was|were) .*Treat as Empty/.exec(words)?.[1]);
		expect(words).toMatch(/\d+ rows read: .* \d+ rows more belong to other shares\./);
	}
	expect(told).toBe(400);
});

test.each(ON_ERROR)('a row that can’t be sent stops every share under Stop (%s)', async (onError) => {
	const given: readonly Row[] = [...MANY, ['', 'gold', '']];
	for (const share of pairs(3)) {
		const { error, success, failed } = await send(inShares(), 'csv', given, { share }, onError);
		const message = error?.message ?? [...failed, ...success][0]?.json.error;
		expect(message).toMatch(/^Line 402: The third-party ID is missing/);
	}
	expect(inShares().counts.connections).toBe(0);
});

test('an ID that comes twice stops its own share alone', async () => {
	const given = MANY.slice(0, 30);
	let sent = 0;
	const stopped: string[] = [];
	for (const share of pairs(3)) {
		const run = await send(inShares(), 'csv', [...given, ['c3', 'gold', '']], {
			share,
			duplicateIds: 'stop',
		});
		if (run.error === undefined) sent += countsOf(run).sent;
		else stopped.push(run.error.message);
	}
	expect(stopped).toEqual([expect.stringMatching(/ has an ID that an earlier row has$/)]);
	expect(inShares().counts.rows).toBe(sent);
});

test('a share without rows ends well', async () => {
	for (const output of ['summary', 'batches']) {
		const items = [{ id: 'c0', tier: 'gold' }];
		const run = await runBulk(inShares(), items, { output, options: { share: '2 of 2' } });
		expect(run.error).toBeUndefined();
		expect(run.success.map(({ json }) => [json.rows, json.otherShares, json.batches])).toEqual(
			output === 'summary' ? [[0, 1, 0]] : [],
		);
	}
	expect(inShares().counts.connections).toBe(0);
});

test('a preview shows the rows of the share', async () => {
	const { success } = await runBulk(
		inShares(),
		MANY.map(([customer, tier]) => ({ id: customer, tier })),
		{ options: { share: '1 of 4', previewOnly: true } },
	);
	expect(success).toHaveLength(1);
	expect(Number(success[0]?.json.rows)).toBeLessThan(120);
	expect(inShares().counts.connections).toBe(0);
});

const NO_SHARES = [
	'',
	' ',
	'0 of 3',
	'4 of 3',
	'1.5 of 3',
	'1 of 2.5',
	'-1 of 3',
	'1 of 0',
	'0 of 0',
	'1',
	'2/8',
	'1 of',
	'of 3',
	'one of three',
	'1 of 3 of 4',
	'1 of 1001',
	'1 of 10000',
	'1e0 of 3',
	1,
	0,
	null,
	undefined,
	true,
	[],
	{},
	[1, 3],
	{ number: 1, of: 3 },
	'undefined of 3',
	'1 of NaN',
];

test.each(NO_SHARES.map((value) => `={{ ${value === undefined ? 'undefined' : JSON.stringify(value)} }}`))(
	'with %s for Share it is an error that says so, and nothing is sent',
	async (share) => {
		for (const onError of ON_ERROR) {
			const { error, success, failed } = await send(inShares(), 'csv', MANY, { share }, onError);
			const message = error?.message ?? [...failed, ...success][0]?.json.error;
			expect(message).toBe('The option "Share" must be like "2 of 8"');
		}
		expect(inShares().counts.connections).toBe(0);
	},
);

test.each([
	'2 of 3',
	' 2  of 3 ',
	'2 OF 3',
	'={{ $json.number }} of {{ 3 }}',
	'={{ 1 + 1 }} of 3',
	'02 of 03',
])('%j is the second of three shares', async (share) => {
	const items = MANY.map(([customer, tier]) => ({ id: customer, tier, number: 2 }));
	const options = { share, excludeFields: 'number' };
	const { success } = await runBulk(inShares(), items, { output: 'summary', options });
	expect(success[0]?.json).toMatchObject(countsOf(await send(inShares(), 'csv', MANY, { share: '2 of 3' })));
});
