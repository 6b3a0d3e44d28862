import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { threadClock } from '../../soak/loopWatch';
import { emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';
import type { NodeRun } from '../engine';
import { leastHold, LONGEST_MS, longestHold } from './longestHold';

const emulator = emulatorPerTest();

/** Items are small steps, so their turns keep to what is meant more closely than those of a text of a million characters. */
const SHORT_TURNS_MS = LONGEST_MS / 3;

const many = (count: number, item: (index: number) => IDataObject): IDataObject[] =>
	Array.from({ length: count }, (_, index) => item(index));

const PLAIN = (index: number) => ({ id: `c${index}`, tier: 'gold' });
const NO_VALUE = () => ({ tier: '' });
const wide = (index: number, fields: number): IDataObject => ({
	id: `c${index}`,
	...Object.fromEntries(Array.from({ length: fields }, (_, field) => [`field${field}`, `value ${field}`])),
});
const WIDE = (index: number): IDataObject => wide(index, 2_000);

/** The same for all items: an expression would take n8n's time. */
const FIXED = { profileId: 'c0' };
const PREVIEW = { ...FIXED, options: { previewOnly: true, excludeFields: 'id' } };
const WITH_INPUT = { previewOnly: true, includeInputFields: true };
const CONTINUE = { onError: 'continueRegularOutput' } as const;

type Run = readonly [
	what: string,
	items: () => IDataObject[],
	parameters: INodeParameters,
	rest: Pick<NodeRun, 'onError'>,
];

const UPDATES: readonly Run[] = [
	['50,000 plain items are prepared', () => many(50_000, PLAIN), PREVIEW, CONTINUE],
	[
		'2,000 items with an expression are prepared',
		() => many(2_000, PLAIN),
		{ ...PREVIEW, profileId: '={{ $json.id + "" }}' },
		CONTINUE,
	],
	['100 items of 2,000 fields are prepared', () => many(100, WIDE), PREVIEW, CONTINUE],
	[
		'20,000 items of 30 fields come out with these',
		() => many(20_000, (index) => wide(index, 30)),
		{ ...PREVIEW, attributesMode: 'selected', fields: 'field1', options: WITH_INPUT },
		CONTINUE,
	],
	[
		'300 items of 2,000 fields come out with these',
		() => many(300, WIDE),
		{ ...PREVIEW, attributesMode: 'selected', fields: 'field1', options: WITH_INPUT },
		CONTINUE,
	],
	['15,000 items that can’t be sent stop the run', () => many(15_000, NO_VALUE), FIXED, {}],
	['15,000 items that can’t be sent become errors', () => many(15_000, NO_VALUE), FIXED, CONTINUE],
	[
		'an option that can’t be right is an error of 100,000 items',
		() => many(100_000, PLAIN),
		{ options: { concurrency: 0 } },
		CONTINUE,
	],
	[
		'15,000 profiles without an ID are asked for',
		() => many(15_000, NO_VALUE),
		{ operation: 'getProfile', profileId: ' ' },
		CONTINUE,
	],
	[
		'15,000 batches without a name are asked for',
		() => many(15_000, NO_VALUE),
		{ operation: 'getBulkUpdateStatus', batch: ' ' },
		CONTINUE,
	],
];

test.each(UPDATES)('%s in short turns', async (_, items, parameters, rest) => {
	const run = () => runUpdate(emulator(), items(), parameters, rest);
	const hold = await leastHold(SHORT_TURNS_MS, () => longestHold(run));
	expect(hold).toBeLessThan(SHORT_TURNS_MS);
	expect(emulator().counts.requests).toBe(0);
});

test('an error of a bulk run of 300,000 items is told in short turns', async () => {
	const items = many(300_000, () => ({ id: 'c0' }));
	const run = () => runBulk(emulator(), items, {}, CONTINUE);
	const hold = await leastHold(SHORT_TURNS_MS, () => longestHold(run));
	expect(hold).toBeLessThan(SHORT_TURNS_MS);
});

test('a file that the expressions of 5,000 items all give is looked for in short turns', async () => {
	const kept = { mimeType: 'text/csv', data: Buffer.from('id,tier\nc0,gold').toString('base64') };
	const items = many(5_000, () => ({ kept }));
	const file = { source: 'file', fileFormat: 'csv', binaryPropertyName: '={{ $json.kept }}' };
	const options = { previewOnly: true };
	const run = () => runBulk(emulator(), items, { ...file, options }, CONTINUE);
	const hold = await leastHold(SHORT_TURNS_MS, () => longestHold(run));
	expect(hold).toBeLessThan(SHORT_TURNS_MS);
	const { success } = await run();
	expect(success.map(({ json }) => json)).toEqual([expect.objectContaining({ rows: 1 })]);
});

test.each<[string, INodeParameters]>([
	['Update Profile', { profileId: '={{ $json.id + "" }}' }],
	['Update Profile, previewed', { ...PREVIEW, profileId: '={{ $json.id + "" }}' }],
])('%s: stopping ends the preparing soon, and nothing is sent', async (_, parameters) => {
	// Evaluating the expressions of all of them takes many seconds.
	const items = many(50_000, PLAIN);
	const computed = threadClock();
	const started = computed();
	const { saved, success } = await runUpdate(emulator(), items, parameters, {
		onStarted: (cancel) => {
			setTimeout(cancel, 500);
		},
	});
	expect(saved.status).toBe('canceled');
	expect(computed() - started).toBeLessThan(3_000);
	expect(success).toEqual([]);
	expect(emulator().counts.requests).toBe(0);
});
