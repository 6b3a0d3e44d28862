import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import type { Emulator } from '../../emulator';
import { emulatorPerTest, runBulk, runFile } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const emulator = emulatorPerTest({ clock: virtualClock.clock.now });

const CONTINUES = ['continueRegularOutput', 'continueErrorOutput'] as const;

/** Four profiles, one of them in two items, for two batches of two: c1 and c3, then c2 and, merged, c0. */
const ITEMS: readonly IDataObject[] = [
	{ id: 'c0', tier: 'gold' },
	{ id: 'c1', tier: 'silver' },
	{ id: 'c3', tier: 'bronze' },
	{ id: 'c0', city: 'Köln' },
	{ id: 'c2', tier: 'none' },
];

const TWO_EACH = { rowsPerBatch: 2, concurrency: 1 };

/** How Target comes not to take a batch, and with which options. */
const WAYS: ReadonlyArray<
	readonly [what: string, fail: (target: Emulator) => void, options: INodeParameters]
> = [
	[
		'a 4xx',
		(target) => {
			target.answerNext({ status: 400 });
		},
		{},
	],
	[
		'success=false',
		(target) => {
			target.answerNext({
				status: 200,
				body: '<response><success>false</success><message>no</message></response>',
			});
		},
		{},
	],
	[
		'retries that are used up',
		(target) => {
			target.answerNext({ status: 500 }, 3);
		},
		{ maxRetries: 2 },
	],
];

describe.each(WAYS)('a batch that is not submitted, by %s', (_, fail, options) => {
	describe.each(CONTINUES)('under %s', (onError) => {
		const given = (json: IDataObject = {}) => (onError === 'continueErrorOutput' ? json : {});

		test('is an error of each of its items, and the others are submitted', async () => {
			fail(emulator());
			const { success, failed, error } = await runBulk(
				emulator(),
				ITEMS,
				{ options: { ...TWO_EACH, ...options } },
				{ onError },
			);
			expect(error).toBeUndefined();
			const errors = [...success, ...failed].filter(({ json }) => json.error !== undefined);
			expect(errors).toHaveLength(2);
			expect(errors).toEqual(
				[1, 2].map((item) => ({
					json: {
						...given(ITEMS[item]),
						error: expect.stringMatching(
							/^Batch 1 \(2 profiles, items 1 to 2\) was not submitted: /,
						) as string,
						message: expect.any(String) as string,
					},
					pairedItem: { item },
				})),
			);
			expect(success.filter(({ json }) => json.error === undefined).map(({ json }) => json.batch)).toEqual([
				2,
			]);
		});

		test.each(['batches', 'summary'])(
			'with Output %s, merged rows are errors of all their items',
			async (output) => {
				fail(emulator());
				const { success, failed } = await runBulk(
					emulator(),
					[...ITEMS.slice(0, 1), ...ITEMS.slice(3, 4)],
					{ output, options },
					{ onError },
				);
				const errors = [...success, ...failed].filter(({ json }) => json.error !== undefined);
				expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
				expect(errors[1]?.json).toMatchObject({
					...given(ITEMS[3]),
					error: expect.stringMatching(/^Batch 1 \(1 profile, items 0 to 1\) was not submitted: /) as string,
				});
			},
		);

		test.each([
			['csv', 'id,tier\nc0,gold\nc1,silver\n'],
			['batchFile', 'batch=thirdPartyId,tier\nc0,gold\nc1,silver'],
		])('is one error that names the lines and IDs of a file (%s)', async (fileFormat, content) => {
			fail(emulator());
			const { success, failed } = await runFile(emulator(), content, { fileFormat, options }, { onError });
			expect([...success, ...failed]).toEqual([
				{
					json: {
						error: expect.stringMatching(
							/^Batch 1 \(2 profiles, lines 2 to 3\) was not submitted: /,
						) as string,
						message: expect.stringMatching(/ Its IDs are "c0", "c1"\.$/) as string,
					},
					pairedItem: [],
				},
			]);
		});
	});
});

test('several batches that are not submitted, and skipped items, are each an error of their own items', async () => {
	emulator().answerNext({ status: 400 }, 2);
	const { success, failed, hints } = await runBulk(
		emulator(),
		[...ITEMS, { id: '', tier: 'x' }],
		{ options: { ...TWO_EACH, invalidRows: 'skip' } },
		{ onError: 'continueErrorOutput' },
	);
	expect(success).toEqual([]);
	expect(failed.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
		['', { item: 5 }],
		['c1', { item: 1 }],
		['c3', { item: 2 }],
		['c0', { item: 0 }],
		['c0', { item: 3 }],
		['c2', { item: 4 }],
	]);
	expect(failed[3]?.json.error).toMatch(/^Batch 2 \(2 profiles, items 0 to 4\) was not submitted: /);
	expect(hints[0]?.message).toContain('1 item skipped, 4 profiles not submitted');
});

test('a run gives 10,000 errors of items, whatever failed; the others are named by batch, range and IDs', async () => {
	emulator().answerNext({ status: 400 }, 3);
	const items = [
		{ id: '', tier: 'x' },
		...Array.from({ length: 15_000 }, (_, index) => ({ id: `c${index}`, tier: 'gold' })),
	];
	const { failed } = await runBulk(
		emulator(),
		items,
		{ options: { rowsPerBatch: 6_000, concurrency: 1, invalidRows: 'skip' } },
		{ onError: 'continueErrorOutput' },
	);
	const own = failed.filter(({ json }) => 'id' in json);
	expect(own.map(({ pairedItem }) => pairedItem)).toEqual(
		Array.from({ length: 10_000 }, (_, item) => ({ item })),
	);
	expect(own.map(({ json }) => json.id)).toEqual(items.slice(0, 10_000).map(({ id }) => id));
	const rest = failed.filter(({ json }) => !('id' in json));
	expect(rest.map(({ pairedItem }) => pairedItem)).toEqual([[], []]);
	expect(rest.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(
			/^2,001 more items of batch 2 \(items 10000 to 12000\) were not submitted: Target refused the request/,
		),
		expect.stringMatching(
			/^3,000 more items of batch 3 \(items 12001 to 15000\) were not submitted: Target refused the request/,
		),
	]);
	expect(rest[1]?.json.message).toMatch(
		/Its IDs are "c12000", ("c120\d\d", ){18}"c12019" and 2,980 more\. n8n takes long over many error items, so a run gives no more than 10,000\. To get the others, take this range out of the node’s input: n8n’s Filter node does so by \{\{ \$itemIndex \}\}\.$/,
	);
});

test('of many merged rows, those without an error of their own are counted', async () => {
	emulator().answerNext({ status: 400 });
	const items = Array.from({ length: 12_000 }, (_, index) => ({ id: `c${index % 3}`, tier: `t${index}` }));
	const { failed } = await runBulk(emulator(), items, {}, { onError: 'continueErrorOutput' });
	const own = failed.filter(({ json }) => 'id' in json);
	expect(new Set(own.map(({ json }) => json.tier)).size).toBe(10_000);
	expect(failed.slice(10_000).map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/^2,000 more items of batch 1 \(items 0 to 11999\) were not submitted: /),
	]);
});

test('a single item beyond them is said in the singular', async () => {
	emulator().answerNext({ status: 400 });
	const items = Array.from({ length: 10_001 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	const { failed } = await runBulk(emulator(), items, {}, { onError: 'continueErrorOutput' });
	expect(failed[10_000]?.json.error).toMatch(/^1 more item of batch 1 \(item 10000\) was not submitted: /);
});
