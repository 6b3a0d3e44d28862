import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import {
	credentialFor,
	emulatorPerTest,
	runBulk,
	runFile,
	runUpdate,
	serverToServerFor,
} from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const DAY_SECONDS = 86_400;

const messages = ({ hints }: NodeRunResult) => hints.map(({ message }) => message);

describe('empty values', () => {
	const emulator = emulatorPerTest();

	const ITEMS: IDataObject[] = [
		{ id: 'c1', tier: 'gold', city: '', visits: null, tags: [], address: { street: '', zip: '3000' } },
		{ id: 'c2', tier: 'silver', city: 'Bern' },
	];
	const FOUR = '4 empty values were left out. Target ignores empty values, and nothing clears an attribute.';
	const ONE = '1 empty value was left out. Target ignores empty values, and nothing clears an attribute.';

	test.each([
		['Update Profile', runUpdate],
		['Bulk Update Profiles', runBulk],
	])('%s counts those of a run, and says so once', async (_, run) => {
		expect(messages(await run(emulator(), ITEMS)).filter((message) => /empty/.test(message))).toEqual([FOUR]);
		const [, ...others] = ITEMS;
		expect(messages(await run(emulator(), others)).join()).not.toContain('empty');
	});

	test.each<[string, INodeParameters]>([
		['selected fields', { attributesMode: 'selected', fields: 'tier, city, missing' }],
		[
			'defined attributes',
			{
				attributesMode: 'define',
				attributes: {
					assignments: [
						{ id: 'a', name: 'tier', type: 'string', value: '={{ $json.tier }}' },
						{ id: 'b', name: 'city', type: 'string', value: '={{ $json.city }}' },
						{ id: 'c', name: 'other', type: 'string', value: '={{ $json.missing }}' },
					],
				},
				attributeMapping: {
					values: [
						{ attribute: 'tier', field: 'tier' },
						{ attribute: 'city', field: 'city' },
						{ attribute: 'other', field: 'missing' },
					],
				},
			},
		],
	])('a field that is not there is no empty value, in %s', async (_, parameters) => {
		const about = messages(await runUpdate(emulator(), ITEMS, parameters));
		expect(about.filter((message) => /empty/.test(message))).toEqual([ONE]);
		expect(messages(await runBulk(emulator(), ITEMS, parameters))).toContain(ONE);
	});

	test('those of an item that is not sent are not counted', async () => {
		const items = [...ITEMS, { id: '', tier: 'gold', city: '' }, { id: 'c4', tier: '' }];
		const update = await runUpdate(emulator(), items, {}, { onError: 'continueErrorOutput' });
		expect(messages(update)).toEqual([FOUR]);
		const bulk = await runBulk(emulator(), items.slice(0, 3), { options: { invalidRows: 'skip' } });
		expect(messages(bulk)).toContain(FOUR);
	});

	test('they are counted once however often rows are read, and in a preview too', async () => {
		const items = [...ITEMS, { id: 'c1', tier: 'bronze', city: null }];
		const result = await runBulk(emulator(), items, { options: { rowsPerBatch: 1, previewOnly: true } });
		expect(messages(result)).toContain(FOUR.replace('4', '5'));
	});

	test('in a file empty cells are nothing to speak of', async () => {
		const result = await runFile(emulator(), 'id,tier,city\nc1,gold,\nc2,,Bern');
		expect(messages(result)).toEqual(['2 rows read: 2 profiles submitted in 1 batch.']);
	});
});

describe.each([
	['a week before it expires', 7 * DAY_SECONDS, true],
	['earlier', 8 * DAY_SECONDS, false],
])('the token of the account, %s', (_, tokenSeconds, isSaid) => {
	// A tenant of its own: the node keeps the tokens of each, and emulators may have the same port one after the other.
	const tenantId = `demotenant-${tokenSeconds}`;
	const emulator = emulatorPerTest({ clock: clock.now, identity: { tenantId, tokenSeconds } });

	const credential = () => serverToServerFor(emulator(), { tenantId });

	test.each<[string, INodeParameters]>([
		['Update Profile', { operation: 'updateProfile', profileId: 'c1', attributesMode: 'all' }],
		['Bulk Update Profiles', { operation: 'bulkUpdateProfiles', idField: 'id' }],
		['Get Bulk Update Status', { operation: 'getBulkUpdateStatus', batch: 'batch-1' }],
		['Get Profile', { operation: 'getProfile', profileId: 'c1' }],
	])(`%s ${isSaid ? 'says so once' : 'says nothing'}`, async (_name, parameters) => {
		emulator().putProfile('thirdPartyId', 'c1');
		const items = [
			{ id: 'c1', tier: 'gold' },
			{ id: 'c2', tier: 'gold' },
		];
		const run = { parameters, items, credential: credential(), onError: 'continueRegularOutput' } as const;
		const day = new Date(clock.today() + tokenSeconds * 1_000).toISOString().slice(0, 10);
		const result = await runNode(run);
		expect(messages(result).filter((message) => message.includes('token'))).toEqual(
			isSaid
				? [
						`The profile token of this account expires on ${day}. After that a new one is created, and has to be given to other integrations that use the old one.`,
					]
				: [],
		);
		expect(emulator().identity?.counts.tokenCreations).toBe(0);
	});
});

describe('calls that wait for their turn among the calls of a minute', () => {
	const emulator = emulatorPerTest({ clock: clock.now });

	const waits = (result: NodeRunResult) => messages(result).filter((message) => message.includes('waited'));

	const bulk = async (batches: number, output = 'batches') =>
		await runBulk(
			emulator(),
			Array.from({ length: batches }, (_, item) => ({ id: `c${item}`, tier: 'gold' })),
			{ output, options: { rowsPerBatch: 1, concurrency: 3 } },
		);

	const status = async (questions: number) =>
		await runNode({
			parameters: { operation: 'getBulkUpdateStatus', batch: 'batch-1' },
			items: Array.from({ length: questions }, () => ({})),
			credential: credentialFor(emulator()),
			onError: 'continueRegularOutput',
		});

	test.each([
		['Bulk Update Profiles', bulk, '3 calls waited 181 s in all'],
		['Get Bulk Update Status', status, '1 call waited 60 s in all'],
	])('%s says once how long, for all of a run', async (_, run, told) => {
		expect(waits(await run(55))).toEqual([
			`${told} for a turn among the calls of a minute, the longest 60 s.`,
		]);
	});

	test('the summary has the same time', async () => {
		const { success } = await bulk(55, 'summary');
		expect(Math.round(Number(success[0]?.json.waitedMs) / 1_000)).toBe(181);
	});

	test('nothing is said where none has waited', async () => {
		const result = await bulk(50, 'summary');
		expect(waits(result)).toEqual([]);
		expect(result.success[0]?.json).not.toHaveProperty('waitedMs');
	});
});
