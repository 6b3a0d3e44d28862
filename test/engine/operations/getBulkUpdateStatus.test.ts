import type { INodeParameters } from 'n8n-workflow';

import type { Emulator } from '../../emulator';
import { credentialFor, emulatorPerTest, ON_ERROR, runBulk, savedText } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRun } from '../engine';

const TOKEN = 'sample-profile-token-0001';
const emulator = emulatorPerTest({ profileToken: TOKEN });

async function runStatus(
	target: Emulator,
	batch: string,
	parameters: INodeParameters = {},
	rest: Partial<NodeRun> = {},
) {
	return await runNode({
		parameters: { operation: 'getBulkUpdateStatus', batch: '={{ $json.batch }}', ...parameters },
		items: [{ batch }],
		credential: credentialFor(target, TOKEN),
		...rest,
	});
}

/** Uploads a batch, and asks for its status once, which is always incomplete. */
async function submitted(): Promise<{ batchId: string; statusUrl: string }> {
	emulator().failRowsOf('thirdPartyId', 'c1');
	const { success } = await runBulk(
		emulator(),
		[
			{ id: 'c0', tier: 'gold' },
			{ id: 'c1', tier: 'silver' },
		],
		{},
		{ credential: credentialFor(emulator(), TOKEN) },
	);
	const { batchId, statusUrl } = success[0]?.json ?? {};
	if (typeof batchId !== 'string' || typeof statusUrl !== 'string') throw new TypeError('No batch');
	await fetch(statusUrl);
	return { batchId, statusUrl };
}

test.each(['statusUrl', 'batchId'] as const)(
	'the status is asked by %s, with counts and failed rows',
	async (by) => {
		const batch = await submitted();
		const { success } = await runStatus(emulator(), batch[by]);
		expect(success).toEqual([
			{
				json: {
					batchId: batch.batchId,
					status: 'complete',
					batchSize: 2,
					consumedCount: 2,
					successfulUpdates: 1,
					profilesNotFound: 0,
					failedUpdates: 1,
					failedProfiles: ['c1'],
					statusUrl: expect.stringContaining(batch.batchId) as string,
				},
				pairedItem: { item: 0 },
			},
		]);
	},
);

test('a batch that can’t be a part of an address is an error in words, and nothing is asked', async () => {
	for (const [batch, message] of [
		[
			'a\ud800',
			'The batch ID or status URL holds a broken character: half of a surrogate pair, at position 2',
		],
		['..', 'The batch ID or status URL is "..", which can’t be a part of an address'],
		['http://[', 'The status URL is not on a host of Target'],
	] as const) {
		const { failed } = await runStatus(emulator(), batch, {}, { onError: 'continueErrorOutput' });
		expect(failed.map(({ json }) => json.error)).toEqual([message]);
	}
	expect(emulator().counts.requests).toBe(0);
});

test('the status URL is asked just as Target gave it', async () => {
	const { statusUrl } = await submitted();
	await runStatus(emulator(), statusUrl, { includeCounts: false });
	await runStatus(emulator(), statusUrl);
	const asked = emulator()
		.requests.slice(-2)
		.map(({ url }) => emulator().url + url);
	expect(asked).toEqual([statusUrl, `${statusUrl}&showDetails=true`]);
});

test('without counts there are none', async () => {
	const { statusUrl } = await submitted();
	const { success } = await runStatus(emulator(), statusUrl, { includeCounts: false });
	expect(success[0]?.json).toMatchObject({ status: 'complete', batchSize: 2 });
	expect(success[0]?.json).not.toHaveProperty('consumedCount');
});

test('a batch that Target does not know is no error, and a warning says so', async () => {
	const { success, hints, error } = await runStatus(emulator(), 'never-submitted');
	expect(error).toBeUndefined();
	expect(success[0]?.json).toMatchObject({ batchId: 'never-submitted', status: 'unknown', batchSize: 0 });
	expect(hints).toHaveLength(1);
	expect(hints[0]?.type).toBe('warning');
	expect(hints[0]?.message).toMatch(
		/^Target’s word for "never-submitted" is "unknown"\. .*Compare the batch ID/,
	);
});

test('of many batches, the unknown ones are named in one warning, each once', async () => {
	const { batchId } = await submitted();
	const items = [{ batch: 'gone-1' }, { batch: batchId }, { batch: 'gone-2' }, { batch: 'gone-1' }];
	const { success, hints } = await runStatus(emulator(), '', {}, { items });
	expect(success.map(({ json }) => json.status)).toEqual(['unknown', 'complete', 'unknown', 'unknown']);
	expect(hints.map(({ message }) => message)).toEqual([
		expect.stringMatching(/^Target’s word for "gone-1", "gone-2" is "unknown"/),
	]);
});

test('a batch that Target knows brings no warning', async () => {
	const { batchId } = await submitted();
	const { hints } = await runStatus(emulator(), batchId);
	expect(hints).toEqual([]);
});

test.each(['unknown', 'UNKNOWN', 'odd'])('another word, %s, is given as it is', async (word) => {
	const body = `<response><batchId>b1</batchId><status>${word}</status></response>`;
	emulator().answerNext({ status: 200, body });
	const { success, hints } = await runStatus(emulator(), 'b1');
	expect(success[0]?.json).toMatchObject({ batchId: 'b1', status: word });
	expect(hints).toHaveLength(word === 'odd' ? 0 : 1);
});

const FOREIGN = [
	'https://evil.example.com/m2/democlient/profile/batchStatus?batchId=x',
	'http://127.0.0.1:1/m2/democlient/profile/batchStatus?batchId=x',
	'https://tt.omtrdc.net.evil.example.com/?batchId=x',
	'https://evilomtrdc.net/?batchId=x',
	'https://evil.example.com\\.tt.omtrdc.net/?batchId=x',
	'https://user@demo.tt.omtrdc.net/?batchId=x',
	'https://demo.tt.omtrdc.net:8443/?batchId=x',
	'ftp://demo.tt.omtrdc.net/?batchId=x',
	'file:///etc/hosts',
	'https://',
];

test.each(FOREIGN.flatMap((url) => ON_ERROR.map((onError) => ({ url, onError }))))(
	'$url is refused before anything is sent ($onError)',
	async ({ url, onError }) => {
		const result = await runStatus(emulator(), url, {}, { onError });
		const message = result.error?.message ?? result.failed[0]?.json.error ?? result.success[0]?.json.error;
		expect(message).toBe('The status URL is not on a host of Target');
		expect(emulator().counts.connections).toBe(0);
		expect(savedText(result)).not.toContain(TOKEN);
	},
);

test.each(['../../profile/update?', 'x&showDetails=false', 'a/b#c', '//evil.example.com/x'])(
	'the batch ID %s changes neither host nor path',
	async (batchId) => {
		await runStatus(emulator(), batchId);
		expect(emulator().requests.map(({ url }) => url)).toEqual([
			`/m2/${emulator().clientCode}/profile/batchStatus?batchId=${encodeURIComponent(batchId)}&showDetails=true`,
		]);
	},
);

test.each([
	['nothing', '', 'There is no batch to ask for'],
	['a page instead of a status', 'x', 'A web page came back instead of an answer from Target'],
])('%s is an error in words', async (_, batch, message) => {
	emulator().answerNext({ status: 200, body: '<html>Sign in</html>' });
	const { error } = await runStatus(emulator(), batch);
	expect(error?.message).toBe(message);
});

test('one batch per item, and an item that fails does not touch the others', async () => {
	const { statusUrl } = await submitted();
	const { success, failed } = await runStatus(
		emulator(),
		'',
		{},
		{
			items: [{ batch: statusUrl }, { batch: '' }, { batch: statusUrl }],
			onError: 'continueErrorOutput',
		},
	);
	expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
});
