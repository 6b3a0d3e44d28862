import { checkAccount } from '../../../nodes/AdobeTarget/api/checkAccount';
import { edgeFrom } from '../../../nodes/AdobeTarget/api/edge';
import { fetchProfile } from '../../../nodes/AdobeTarget/api/fetchProfile';
import { answering, errorOf } from './answering';

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
	expect(error.message).toBe(`A profile with the ID "${id}" can’t be asked for`);
	expect(connection.requests).toEqual([]);
});

test.each(['', 'null', '7', '"text"', '[]', '{', '<html>'])('%j is no profile', async (text) => {
	await errorOf(fetchProfile(answering([{ text }]), 'pcId', '1'));
});

test('fetches are not among the calls that are limited', async () => {
	const connection = answering([{ text: '{}' }]);
	const take = jest.spyOn(connection.budget, 'take');
	await fetchProfile(connection, 'pcId', '1');
	expect(take).not.toHaveBeenCalled();
});

describe('the account', () => {
	test('is right when Target does not know an ID that nobody has', async () => {
		const connection = answering([UNKNOWN]);
		await checkAccount(connection);
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

	test('without a token is asked without one', async () => {
		const connection = answering([UNKNOWN], { edge: edgeFrom({ clientCode: 'democlient' }) });
		await checkAccount(connection);
		expect(connection.requests[0]?.headers).toEqual({ accept: 'application/json' });
	});
});
