import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Emulator } from '../../emulator';
import { credentialFor, emulatorPerTest, runBulk, runUpdate } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';

const emulator = emulatorPerTest();

type Run = (target: Emulator) => Promise<NodeRunResult>;

const ITEMS = [{ id: 'c1', tier: 'gold' }];

async function ask(target: Emulator, parameters: INodeParameters): Promise<NodeRunResult> {
	return await runNode({ parameters, items: [{}], credential: credentialFor(target) });
}

/** All requests that Target is sent, by what they ask. */
const REQUESTS = {
	'an update': (target) => runUpdate(target, ITEMS),
	'a batch': (target) => runBulk(target, ITEMS),
	'the status of a batch': async (target) =>
		await ask(target, { operation: 'getBulkUpdateStatus', batch: 'democlient-1-2' }),
	'a profile': async (target) =>
		await ask(target, { operation: 'getProfile', profileId: 'c1', options: { maxRetries: 0 } }),
} satisfies Record<string, Run>;

type What = keyof typeof REQUESTS;

const UPDATES = ['an update', 'a batch'] as const;
const QUESTIONS = ['the status of a batch', 'a profile'] as const;
const UNANSWERED = 'A web page came back instead of an answer from Target';

/** What an answer is called, and what the advice must say and must not, by what was asked. */
const ANSWERS: ReadonlyArray<
	readonly [answers: readonly What[], status: number, message: string, says: RegExp, saysNot: RegExp]
> = [
	[['an update'], 404, 'Target does not know this address', /client code/, /batch/],
	[['a batch'], 404, 'Target does not know this address', /client code/, /batch ID/],
	[
		['the status of a batch'],
		404,
		'Target has no status of a batch at this address',
		/batch ID may be wrong, or too old.*client code/,
		/attribute/,
	],
	[['a profile'], 404, 'Target does not know this address', /client code/, /batch/],
	[['an update'], 413, 'Target says that the request is too large', /shorter attributes/, /batch/],
	[['a batch'], 413, 'Target says that the request is too large', /smaller batches/, /^$/],
	[QUESTIONS, 413, 'Target refused the request', /the credential/, /attribute|batches/],
	[UPDATES, 400, 'Target refused the request', /attributes/, /^$/],
	[['the status of a batch'], 400, 'Target refused the request', /Check the batch/, /attribute/],
	[['a profile'], 400, 'Target refused the request', /Check the ID/, /attribute|batch/],
	[UPDATES, 200, UNANSWERED, /whether the (update|batch) was taken.*send again/, /^$/],
	[QUESTIONS, 200, UNANSWERED, /ask again/, /send again|was taken/],
];

test.each(
	ANSWERS.flatMap(([asked, status, message, says, saysNot]) =>
		asked.map((what) => ({ what, status, message, says, saysNot })),
	),
)('HTTP $status to $what is told with advice that fits', async ({ what, status, message, says, saysNot }) => {
	emulator().answerNext({ status, body: '<html>' });
	const { error } = await REQUESTS[what](emulator());
	expect(error?.message).toContain(message);
	expect(error?.description).toMatch(says);
	expect(error?.description).not.toMatch(saysNot);
});

/** Rows that can't be sent, each kind with its reason and the end of its advice. */
const NO_ID: IDataObject = { id: '', tier: 'x' };
const PLUS: IDataObject = { id: 'a+b', tier: 'x' };
const HALF: IDataObject = { id: 'c1', tier: 'a\ud83d' };
const FOR_NO_ID = 'Every profile needs an ID. ';
const FOR_PLUS = 'Replace these characters in the same way';
const FOR_HALF = 'Such text can’t be sent as UTF-8';

const SEND_OTHERS = {
	'Update Profile': 'Mend them, or set On Error to "Continue" to send the others.',
	'Bulk Update Profiles': 'Mend them, or choose "Skip Them" for Invalid Rows to send the others.',
} as const;

const OPERATIONS = [
	['Update Profile', runUpdate],
	['Bulk Update Profiles', runBulk],
] as const;

describe.each(OPERATIONS)('%s: of several invalid items', (operation, run) => {
	test('with one reason, its advice stands there once, and how the others are sent', async () => {
		const { error } = await run(emulator(), [NO_ID, NO_ID, NO_ID, { id: 'c2', tier: 'x' }]);
		const { description = '' } = error ?? {};
		expect(description?.split(FOR_NO_ID)).toHaveLength(2);
		expect(description).not.toContain('For item');
		expect(description).toMatch(/Item 2: The third-party ID is missing\. Every profile needs an ID\./);
		expect(description?.endsWith(SEND_OTHERS[operation])).toBe(true);
	});

	test('with several reasons, each advice stands there once, with the first item that it is for', async () => {
		const { error } = await run(emulator(), [NO_ID, PLUS, NO_ID, HALF, PLUS, { id: 'c2', tier: 'x' }]);
		const description = error?.description ?? '';
		for (const advice of [`For item 0: ${FOR_NO_ID}`, `For item 1: ${FOR_PLUS}`, `For item 3: ${FOR_HALF}`]) {
			expect(description.split(advice)).toHaveLength(2);
		}
		expect(description.endsWith(SEND_OTHERS[operation])).toBe(true);
	});

	test('with ever other reasons, the advice stays bounded', async () => {
		const items = Array.from({ length: 5_000 }, (_, index) => ({
			id: `${'+'.repeat(200)}${index}`,
			tier: 'x',
		}));
		const { error } = await run(emulator(), items);
		expect(error?.description?.split(FOR_PLUS)).toHaveLength(2);
		expect(error?.description?.length).toBeLessThan(5_000);
	});
});

test.each(OPERATIONS)(
	'%s: one invalid item alone is told with how the others are sent',
	async (operation, run) => {
		const { error } = await run(emulator(), [NO_ID, { id: 'c2', tier: 'x' }]);
		expect(error?.description).toMatch(/^Every profile needs an ID\..* Nothing was sent\.$/);
		expect(error?.description).toContain(SEND_OTHERS[operation].replace('them', 'it'));
		const alone = await run(emulator(), [NO_ID]);
		expect(alone.error?.description).not.toContain('the others');
	},
);

test('profiles that merging makes too large are told with what to do about them', async () => {
	const part = (id: string, name: string) => ({ id, [name]: 'x'.repeat(40_000) });
	const { error } = await runBulk(emulator(), [
		...[part('c1', 'a'), part('c1', 'b'), part('c2', 'a'), part('c2', 'b')],
		{ id: 'c3', tier: 'gold' },
	]);
	expect(error?.message).toBe('4 items could not be sent');
	expect(error?.description?.split('Send fewer or shorter attributes')).toHaveLength(2);
});

test('rows of a file that say themselves how the others are sent say it once', async () => {
	const { error } = await runBulk(
		emulator(),
		[{}],
		{ source: 'file', fileFormat: 'csv', binaryPropertyName: 'data' },
		{ files: [{ data: { content: Buffer.from('id,tier\nc1,"a"b\nc2,"a"b\n'), fileName: 'customers.csv' } }] },
	);
	expect(error?.message).toBe('2 of 2 rows can’t be sent');
	expect(error?.description).toMatch(/^Nothing was sent\. Line 2: .* Line 3: .*Mend the row/);
	expect(error?.description?.split('"Skip Them"')).toHaveLength(2);
});
