import { batchIdOf, submitBatch } from '../../../../nodes/AdobeTarget/api/calls/submitBatch';
import type { TokenSource } from '../../../../nodes/AdobeTarget/api/sending/tokenSource';
import { submitUpdate, updateRequest } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import { answering, errorOf } from '../answering';

const TAKEN = { text: '<response><success>true</success><message>Thanks</message></response>' };
const BATCH = Buffer.from('batch=pcId,a\n1,x');

const UPDATE = 'https://democlient.tt.omtrdc.net/m2/democlient/profile/update';

test('an update is posted with its parameters in the address and the token, and gives Target’s message', async () => {
	const connection = answering([TAKEN]);
	expect(await submitUpdate(connection, 'mboxPC=1&profile.a=x')).toBe('Thanks');
	expect(connection.requests).toEqual([
		{
			method: 'POST',
			url: `${UPDATE}?mboxPC=1&profile.a=x`,
			headers: { accept: 'application/xml, */*;q=0.5', authorization: 'Bearer sample-token' },
			maxAnswerBytes: 64_000,
			isSubmit: true,
			signal: undefined,
		},
	]);
});

test('an update is posted as a form where an address of 8,000 bytes can’t hold it', async () => {
	const connection = answering([TAKEN, TAKEN]);
	const fits = `mboxPC=1&profile.a=`.padEnd(8_000 - UPDATE.length - 1, 'x');
	await submitUpdate(connection, fits);
	await submitUpdate(connection, `${fits}x`);
	expect(connection.requests.map(({ url, body, headers }) => [url, body, headers['content-type']])).toEqual([
		[`${UPDATE}?${fits}`, undefined, undefined],
		[UPDATE, `${fits}x`, 'application/x-www-form-urlencoded'],
	]);
	expect(updateRequest(connection.edge, fits)).toEqual({ url: `${UPDATE}?${fits}`, body: '' });
});

test.each([
	['v1', 'https://democlient.tt.omtrdc.net/m2/democlient/profile/batchUpdate'],
	['v2', 'https://democlient.tt.omtrdc.net/m2/democlient/v2/profile/batchUpdate'],
] as const)('a batch goes to the address of bulk API %s', async (version, url) => {
	const connection = answering([TAKEN]);
	expect(await submitBatch(connection, version, BATCH)).toEqual({
		batchId: undefined,
		statusUrl: undefined,
		message: 'Thanks',
		attempts: 1,
	});
	expect(connection.requests).toMatchObject([{ method: 'POST', url, body: BATCH }]);
});

test('batches are among the calls that are limited, updates are not', async () => {
	const connection = answering([TAKEN]);
	const take = jest.spyOn(connection.budget, 'take');
	await submitUpdate(connection, 'mboxPC=1');
	expect(take).not.toHaveBeenCalled();
	await submitBatch(connection, 'v2', BATCH);
	expect(take).toHaveBeenCalledTimes(1);
});

test('a batch’s status address comes as Target gave it, with the batch ID in it', async () => {
	const statusUrl = 'http://mboxedge45.tt.omtrdc.net/s?a=1&batchId=demo-1&m2Node=00';
	const text = `<response><success>true</success><batchStatus>${statusUrl.replaceAll('&', '&amp;')}</batchStatus></response>`;
	expect(await submitBatch(answering([{ text }]), 'v2', BATCH)).toMatchObject({
		batchId: 'demo-1',
		statusUrl,
		message: '',
	});
});

test.each([
	[undefined, undefined],
	['no address', undefined],
	['https://edge.example.com/s', undefined],
	['https://edge.example.com/s?batchId=a%26b', 'a&b'],
])('the batch ID in %j is %j', (statusUrl, batchId) => {
	expect(batchIdOf(statusUrl)).toBe(batchId);
});

test.each([
	[
		'says no',
		{ text: '<response><success>false</success><message>No</message></response>' },
		'Target refused the update: No',
	],
	['can’t be understood', { text: 'hello' }, 'The answer could not be understood as one from Target'],
	['has a status below 200', { ...TAKEN, status: 199 }, 'Target refused the request'],
	[
		'has status 300',
		{ ...TAKEN, status: 300 },
		'Target’s address answered with a redirect, which is not followed',
	],
])('an answer that %s is an error', async (_, answer, message) => {
	expect((await errorOf(submitUpdate(answering([answer]), 'mboxPC=1'))).message).toBe(message);
});

test('a no in JSON is one, too, and is not sent again', async () => {
	for (const submit of [
		(asked: ReturnType<typeof answering>) => submitUpdate(asked, 'mboxPC=1'),
		(asked: ReturnType<typeof answering>) => submitBatch(asked, 'v2', BATCH),
	]) {
		const retries = { maxRetries: 3, firstPauseMs: 0 };
		const connection = answering([{ text: '{"success":false,"message":"Batch is empty"}' }], { retries });
		const error = await errorOf(submit(connection));
		expect(error.message).toBe('Target refused the update: Batch is empty');
		expect([error.mayBeTaken, connection.requests.length]).toEqual([false, 1]);
	}
});

test.each([200, 201, 299])('an answer with status %d is read', async (status) => {
	expect(await submitUpdate(answering([{ ...TAKEN, status }]), 'mboxPC=1')).toBe('Thanks');
});

test('without a token none is sent', async () => {
	const connection = answering([TAKEN], { profileToken: undefined });
	await submitUpdate(connection, 'mboxPC=1');
	expect(connection.requests[0]?.headers).toEqual({ accept: 'application/xml, */*;q=0.5' });
});

test('a token that is refused again and again is renewed twice, and the error speaks of a token that renews itself', async () => {
	const asked: Array<string | undefined> = [];
	const tokens: TokenSource = {
		expiresAt: undefined,
		known: (refused) => (refused === undefined ? undefined : `sample-token-${asked.length}`),
		ripened: () => Promise.resolve(false),
		current: () => Promise.resolve('sample-token-0'),
		renewed: (refused) => {
			asked.push(refused);
			return Promise.resolve(`sample-token-${asked.length}`);
		},
	};
	const connection = answering([{ status: 401 }], { tokens });
	const error = await errorOf(submitUpdate(connection, 'mboxPC=1'));
	expect(asked).toEqual(['sample-token-0', 'sample-token-1']);
	expect(connection.requests.map(({ headers }) => headers.authorization)).toEqual([
		'Bearer sample-token-0',
		'Bearer sample-token-1',
		'Bearer sample-token-2',
	]);
	const pasted = await errorOf(submitUpdate(answering([{ status: 401 }]), 'mboxPC=1'));
	expect(error.advice).not.toBe(pasted.advice);
});
