import type { IDataObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import type { Emulator } from '../../emulator';
import { credentialFor, emulatorPerTest, runBulk, runFile, runUpdate } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';
import { notPlain } from './plainOutput';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;
const MINUTE_MS = 60_000;

const emulator = emulatorPerTest({ clock: clock.now });
const slow = emulatorPerTest({ clock: clock.now, processingMs: 90 * MINUTE_MS });

test.each<[what: string, value: unknown, place: string]>([
	['undefined', { a: undefined }, 'success[0].json.a is undefined'],
	['NaN', { a: [NaN] }, 'success[0].json.a[0] is NaN'],
	['infinity', { a: -Infinity }, 'success[0].json.a is -Infinity'],
	['a negative zero', { a: -0 }, 'success[0].json.a is 0'],
	['a bigint', { a: 1n }, 'success[0].json.a is bigint'],
	['a date', { a: new Date(0) }, 'success[0].json.a is made by Date'],
	['a map', { a: { b: new Map() } }, 'success[0].json.a.b is made by Map'],
	['bytes', { a: Buffer.from('a') }, 'success[0].json.a is made by Buffer'],
	['an error', { a: new Error('a') }, 'success[0].json.a is made by Error'],
	[
		'an own way to JSON',
		{ a: { toJSON: () => 1 } },
		'success[0].json.a is something that writes its own JSON',
	],
	['a hole', { a: Array(1) }, 'success[0].json.a has holes, or more than its entries'],
	[
		'a getter',
		{
			get a() {
				return 1;
			},
		},
		'success[0].json.a is hidden or computed',
	],
	['a symbol', { [Symbol('a')]: 1 }, 'success[0].json has a symbol'],
])('%s is found', (_, json, place) => {
	expect(notPlain({ success: [{ json: json as IDataObject }], failed: [] })).toContain(place);
});

const ITEMS: readonly IDataObject[] = [
	{ id: 'c1', tier: 'gold', points: 12, tags: ['a', 'b'], address: { city: 'Bern' } },
	{ id: 'c2', tier: null, points: 0.5, tags: [], address: {} },
];
/** What nodes before this one may make of a field; none of it may come out of this node. */
const ODD = [
	{ id: 'c1', when: new Date(0), points: NaN, none: undefined, big: 12n, map: new Map([['a', 1]]) },
	{ id: 'c2', error: new Error('a'), bytes: Buffer.from('a') },
	{ id: new Date(0), tier: 'gold' },
] as unknown as readonly IDataObject[];
const CSV = 'id,tier\nc1,gold\nc2,"silver, or so"\nc1,\n,bronze\n';
const PROFILE = '{"client":"a","visitorId":"c1","modifiedAt":"2026-01-01T00:00:00Z","profileAttributes":';

type Before = (at: Emulator) => void;

type Way = readonly [what: string, run: () => Promise<NodeRunResult>, before?: Before];

/** Nothing is to be done beforehand. */
const NOTHING: Before = () => undefined;

/** n8n adds the input's fields to what goes to the error output, so an odd item's error stays here. */
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const update = (options: INodeParameters, items = ITEMS) =>
	runUpdate(emulator(), items, { options: { excludeFields: 'id', ...options } }, CONTINUE);
const bulk = (parameters: INodeParameters, items = ITEMS, at = emulator()) =>
	runBulk(at, items, parameters, CONTINUE);
const file = (parameters: INodeParameters) => runFile(emulator(), CSV, parameters, CONTINUE);
const other = (operation: string, parameters: INodeParameters) =>
	runNode({
		parameters: { operation, profileId: 'c1', batch: 'batch-1', ...parameters },
		items: ITEMS,
		credential: credentialFor(emulator()),
		...CONTINUE,
	});

const WAYS: readonly Way[] = [
	['Update Profile', () => update({})],
	['a preview of Update Profile', () => update({ previewOnly: true })],
	['Update Profile that looks whether there is a profile', () => update({ verifyProfileExists: true })],
	[
		'Update Profile for which no profile is an error',
		() => update({ verifyProfileExists: true, unknownProfiles: 'error' }),
	],
	['Update Profile with the input’s fields', () => update({ includeInputFields: true })],
	['Update Profile of odd fields', () => update({ nestedValues: 'json' }, ODD)],
	['a preview of odd fields', () => update({ previewOnly: true, nestedValues: 'json' }, ODD)],
	['Bulk Update Profiles', () => bulk({})],
	['Bulk Update Profiles in several batches', () => bulk({ options: { rowsPerBatch: 1 } })],
	['the totals of Bulk Update Profiles', () => bulk({ output: 'summary' })],
	['the totals with waiting', () => bulk({ output: 'summary', waitForProcessing: true })],
	['batches with waiting', () => bulk({ waitForProcessing: true })],
	[
		'batches that are not through in time',
		() => bulk({ waitForProcessing: true, maxWaitMinutes: 5 }, ITEMS, slow()),
	],
	[
		'totals of batches that are not through in time',
		() => bulk({ output: 'summary', waitForProcessing: true, maxWaitMinutes: 5 }, ITEMS, slow()),
	],
	[
		'batches whose rows fail in Target',
		() => bulk({ waitForProcessing: true }),
		(at) => {
			at.failRowsOf('thirdPartyId', 'c1');
		},
	],
	[
		'totals of rows that fail in Target',
		() => bulk({ output: 'summary', waitForProcessing: true }),
		(at) => {
			at.failRowsOf('thirdPartyId', 'c1');
		},
	],
	['a preview of Bulk Update Profiles', () => bulk({ options: { previewOnly: true } })],
	['Bulk Update Profiles of odd fields', () => bulk({ options: { invalidRows: 'skip' } }, ODD)],
	['the totals of odd fields', () => bulk({ output: 'summary', options: { invalidRows: 'skip' } }, ODD)],
	[
		'a batch that Target refuses',
		() => bulk({}),
		(at) => {
			at.answerNext({ status: 400 });
		},
	],
	[
		'the totals of a batch that Target refuses',
		() => bulk({ output: 'summary' }),
		(at) => {
			at.answerNext({ status: 400 });
		},
	],
	[
		'a batch without an address for its status',
		() => bulk({ waitForProcessing: true }),
		(at) => {
			at.answerNext({ status: 200, body: '<response><success>true</success></response>' });
		},
	],
	['a file', () => file({ options: { invalidRows: 'skip' } })],
	[
		'the totals of a file',
		() => file({ output: 'summary', options: { invalidRows: 'skip', commas: 'encode' } }),
	],
	['a file with a row that can’t be sent', () => file({})],
	['a preview of a file', () => file({ options: { invalidRows: 'skip', previewOnly: true } })],
	[
		'Get Profile',
		() => other('getProfile', {}),
		(at) => {
			at.putProfile('thirdPartyId', 'c1', { tier: 'gold' });
		},
	],
	[
		'Get Profile as it comes',
		() => other('getProfile', { simplify: false }),
		(at) => {
			at.putProfile('thirdPartyId', 'c1', { tier: 'gold', __proto__x: 'a' });
		},
	],
	['Get Profile of no profile', () => other('getProfile', {})],
	[
		'Get Profile of no profile, which is no error',
		() => other('getProfile', { options: { returnEmptyWhenMissing: true } }),
	],
	[
		'Get Profile of odd names',
		() => other('getProfile', {}),
		(at) => {
			at.answerNext(
				{
					status: 200,
					body: `${PROFILE}{"__proto__":{"value":"a"},"constructor":{"value":{"b":[1]}},"c":null}}`,
				},
				2,
			);
		},
	],
	['Get Bulk Update Status of a batch that is not known', () => other('getBulkUpdateStatus', {})],
	['Get Bulk Update Status without counts', () => other('getBulkUpdateStatus', { includeCounts: false })],
	[
		'Get Bulk Update Status of failed rows',
		() => other('getBulkUpdateStatus', {}),
		(at) => {
			at.answerNext(
				{
					status: 200,
					body: '<response><batchId>1</batchId><status>complete</status><batchSize>x</batchSize><failedUpdates>1</failedUpdates><profile><id>c1</id><status>failed</status></profile></response>',
				},
				2,
			);
		},
	],
];

test.each(WAYS.map(([what, run, before = NOTHING]) => ({ what, run, before })))(
	'$what comes out as plain JSON',
	async ({ run, before }) => {
		before(emulator());
		const result = await run();
		expect(result.error).toBeUndefined();
		expect(result.success.length + result.failed.length).toBeGreaterThan(0);
		expect(notPlain(result)).toEqual([]);
		const items = [...result.success, ...result.failed].map(({ json }) => json);
		expect(JSON.parse(JSON.stringify(items))).toEqual(items);
	},
);

test('the input’s own fields go on as they came, whatever they are', async () => {
	const when = new Date(0) as unknown as IDataObject;
	const { success } = await update({ includeInputFields: true }, [{ id: 'c1', when }]);
	expect(success[0]?.json.when).toBe(when);
});
