import { checkAccount } from '../../../../nodes/AdobeTarget/api/calls/checkAccount';
import { fetchProfile } from '../../../../nodes/AdobeTarget/api/calls/fetchProfile';
import { answering, errorOf } from '../answering';

const UNKNOWN = { status: 404, text: 'No profile found for client democlient with third party id c1' };

test.each([
	['thirdPartyId', 'c 1/2', '/rest/v1/profiles/thirdPartyId/c%201%2F2?client=democlient'],
	['pcId', '1-2.28_20', '/rest/v1/profiles/1-2.28_20?client=democlient'],
	['ecid', '0123', '/rest/v1/profiles/marketingCloudVisitorId/0123?client=democlient'],
] as const)('a profile is fetched by its %s %j', async (idType, id, path) => {
	const connection = answering([{ text: '{"profileAttributes":{}}' }]);
	expect(await fetchProfile(connection, idType, id)).toEqual({ profileAttributes: {} });
	expect(connection.requests).toEqual([
		{
			method: 'GET',
			url: `https://democlient.tt.omtrdc.net${path}`,
			headers: { authorization: 'Bearer sample-token', accept: 'application/json' },
			maxAnswerBytes: 1_000_000,
			isSubmit: false,
			signal: undefined,
		},
	]);
});

test('a 404 in Target’s words says that there is no such profile', async () => {
	expect(await fetchProfile(answering([UNKNOWN]), 'thirdPartyId', 'c1')).toBeUndefined();
});

test('a 404 of other words is a wrong address, and is not asked again', async () => {
	const connection = answering([{ status: 404, text: 'Not here' }]);
	const error = await errorOf(fetchProfile(connection, 'pcId', '1'));
	expect(error).toMatchObject({ message: 'Target does not know this address', status: 404, retry: 'never' });
});

test.each(['.', '..'])('the ID %j would be a step in the path, and is never sent', async (id) => {
	const connection = answering([UNKNOWN]);
	const error = await errorOf(fetchProfile(connection, 'pcId', id));
	expect(error.message).toBe(`The ID of the profile is "${id}", which can’t be a part of an address`);
	expect(connection.requests).toEqual([]);
});

test.each([
	['a\ud800b', 'The ID of the profile holds a broken character: half of a surrogate pair, at position 2'],
	['\udc00\ud800', 'The ID of the profile holds a broken character: half of a surrogate pair, at position 1'],
	['x'.repeat(2_001), 'The ID of the profile is 2001 characters long; an address may have 2000 of them'],
])('an ID that can’t be a part of an address is never sent, and said in words: %#', async (id, message) => {
	for (const idType of ['thirdPartyId', 'pcId', 'ecid'] as const) {
		const connection = answering([UNKNOWN]);
		expect((await errorOf(fetchProfile(connection, idType, id))).message).toBe(message);
		expect(connection.requests).toEqual([]);
	}
});

test.each([
	['%2e', '%252e'],
	['%2e%2e', '%252e%252e'],
	['..\\', '..%5C'],
	['../..', '..%2F..'],
	['...', '...'],
	['\u0000\r\n\t', '%00%0D%0A%09'],
	['?a#b;c', '%3Fa%23b%3Bc'],
	['😀', '%F0%9F%98%80'],
])('the ID %j stays one step of the path', async (id, step) => {
	const connection = answering([UNKNOWN]);
	await fetchProfile(connection, 'thirdPartyId', id);
	const url = `https://democlient.tt.omtrdc.net/rest/v1/profiles/thirdPartyId/${step}?client=democlient`;
	expect(connection.requests[0]?.url).toBe(url);
	expect(new URL(url).pathname).toBe(`/rest/v1/profiles/thirdPartyId/${step}`);
});

test.each([
	['too deep', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
	['too long', `{"a":"${'x'.repeat(1_000_000)}"}`],
])('what is %s is no profile', async (_, text) => {
	const error = await errorOf(fetchProfile(answering([{ text }]), 'pcId', '1'));
	expect(error.message).toBe('The answer could not be understood as one from Target');
});

test('brackets and quotes in texts do not make a profile deep, nor do many beside each other', async () => {
	for (const attributes of [
		{ a: '['.repeat(200), '"{\\': ['"', { b: ['\\"['] }], c: `${'{}[]'.repeat(100)}\\` },
		{ a: Array.from({ length: 200 }, () => [[]]) },
		JSON.parse(`{"a":${'['.repeat(98)}${']'.repeat(98)}}`) as object,
	]) {
		const profile = { profileAttributes: attributes };
		const text = JSON.stringify(profile);
		expect(await fetchProfile(answering([{ text }]), 'pcId', '1')).toEqual(profile);
	}
});

test.each([
	...['', 'null', '7', '"text"', '[]', '{', '<html>', '{}', '{"status":"ok"}', '{"client":"democlient"}'],
	...['{"profileAttributes":null}', '{"profileAttributes":"a"}', '{"visitorId":"1"}', '{"success":false}'],
])('%j is no profile', async (text) => {
	await errorOf(fetchProfile(answering([{ text }]), 'pcId', '1'));
});

test('fetches are not among the calls that are limited', async () => {
	const connection = answering([{ text: '{"profileAttributes":{}}' }]);
	const take = jest.spyOn(connection.budget, 'take');
	await fetchProfile(connection, 'pcId', '1');
	expect(take).not.toHaveBeenCalled();
});

describe('the account', () => {
	const NO_ROWS = {
		text: '<response><success>false</success><batchStatus></batchStatus><message>Batch is empty</message></response>',
	};

	test('is right when Target does not know an ID that nobody has, and takes the token for a batch without rows', async () => {
		const connection = answering([UNKNOWN, NO_ROWS]);
		expect(await checkAccount(connection)).toBe('notRefused');
		expect(connection.requests[1]).toMatchObject({
			method: 'POST',
			url: 'https://democlient.tt.omtrdc.net/m2/democlient/v2/profile/batchUpdate',
			body: 'batch=thirdPartyId,n8n-credential-test',
		});
		expect(connection.requests[0]?.url).toBe(
			'https://democlient.tt.omtrdc.net/rest/v1/profiles/thirdPartyId/n8n-credential-test?client=democlient',
		);
	});

	test('has a wrong client code when the address is not known', async () => {
		const error = await errorOf(checkAccount(answering([{ status: 404, text: 'Not here' }])));
		expect(error.message).toBe('The edge answers, but does not know this client code');
		expect(error.advice).toContain('the credential says "democlient"');
		expect(error.status).toBe(404);
	});

	test('has a wrong token when Target refuses it', async () => {
		const error = await errorOf(checkAccount(answering([{ status: 403 }])));
		expect(error).toMatchObject({ message: 'Target refused the profile authentication token', status: 403 });
	});

	test('fails with anything else just as it came', async () => {
		const stopped = new Error('stopped');
		const transport = { send: () => Promise.reject(stopped), close: () => Promise.resolve() };
		await expect(checkAccount(answering([], { transport }))).rejects.toBe(stopped);
	});

	test('without a token is asked without one, and for a batch without rows, too', async () => {
		const connection = answering([UNKNOWN, NO_ROWS], { profileToken: undefined });
		expect(await checkAccount(connection)).toBe('notRefused');
		expect(connection.requests).toHaveLength(2);
		for (const { headers } of connection.requests) expect(headers).not.toHaveProperty('authorization');
	});

	const submitted = (success: string, message: string) => ({
		text: `<response><success>${success}</success><message>${message}</message></response>`,
	});

	test.each([
		['that there is nothing in it', NO_ROWS, 'notRefused'],
		['so without tags', { text: 'falseBatch is empty' }, 'notRefused'],
		['that it is taken', submitted('true', 'Batch submitted for processing'), 'notRefused'],
		['no for another reason', submitted('false', 'Unexpected Error'), 'saysNothing'],
		['no without a reason', submitted('false', ''), 'saysNothing'],
	])('of a batch without rows is told %s', async (_, answer, check) => {
		expect(await checkAccount(answering([UNKNOWN, answer]))).toBe(check);
	});

	test.each([
		['401', { status: 401 }, 'Target refused the profile authentication token'],
		['403', { status: 403 }, 'Target refused the profile authentication token'],
		[
			'a no about the token',
			submitted('false', 'Invalid authentication token'),
			'Target refused the profile authentication token',
		],
		['a redirect', { status: 302 }, 'Target’s address answered with a redirect, which is not followed'],
		['404', { status: 404 }, 'Target does not know this address'],
		['503', { status: 503 }, 'Target is limiting the requests'],
		['a page', { text: '<html>Sign in</html>' }, 'A web page came back instead of an answer from Target'],
		['any JSON', { text: '{}' }, 'The answer could not be understood as one from Target'],
		['nothing', { text: '' }, 'Target’s answer was empty'],
	])('is not right when a batch without rows gets %s', async (_, answer, message) => {
		expect((await errorOf(checkAccount(answering([UNKNOWN, answer])))).message).toBe(message);
	});
});
