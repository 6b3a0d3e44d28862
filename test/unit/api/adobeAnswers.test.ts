import {
	createProfileToken,
	existingProfileToken,
	profileAttributeNames,
} from '../../../nodes/AdobeTarget/api/adminApi';
import { requestImsToken } from '../../../nodes/AdobeTarget/api/imsToken';
import { answering, errorOf } from './answering';

const SETTINGS = {
	tenantId: 'demo/tenant',
	clientId: 'sample-client-id',
	clientSecret: 'sample client secret',
	scopes: 'openid,AdobeID',
	imsUrl: 'https://ims.example.com',
	adminUrl: 'https://admin.example.com',
};
const ADMIN_HEADERS = {
	authorization: 'Bearer sample-ims-token',
	'x-api-key': 'sample-client-id',
	accept: 'application/vnd.adobe.target.v1+json',
	'content-type': 'application/vnd.adobe.target.v1+json',
};
const TOKEN_ADDRESS =
	'https://admin.example.com/demo%2Ftenant/target/authentication/token?authorizationScope=profile_api';

function json(value: unknown, status = 200) {
	return { status, text: JSON.stringify(value) };
}

describe('Adobe’s identity service', () => {
	test('is asked with the client credentials as a form, and gives a token and its life', async () => {
		const { transport, requests } = answering([
			json({ access_token: 'sample-ims-token', expires_in: 86_399 }),
		]);
		expect(await requestImsToken(transport, SETTINGS)).toEqual({
			token: 'sample-ims-token',
			expiresIn: 86_399,
		});
		expect(requests).toEqual([
			{
				method: 'POST',
				url: 'https://ims.example.com/ims/token/v3',
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: 'grant_type=client_credentials&client_id=sample-client-id&client_secret=sample+client+secret&scope=openid%2CAdobeID',
				maxAnswerBytes: 64_000,
			},
		]);
	});

	test.each([
		['no JSON', { text: 'hello' }],
		['no token', json({ expires_in: 5 })],
		['an empty token', json({ access_token: '', expires_in: 5 })],
		['a token that is no text', json({ access_token: 5, expires_in: 5 })],
		['a life that is no number', json({ access_token: 'a', expires_in: '5' })],
	])('that answers with %s gave none', async (_, answer) => {
		const error = await errorOf(requestImsToken(answering([answer]).transport, SETTINGS));
		expect(error).toMatchObject({ message: 'Adobe’s identity service gave no token', retry: 'never' });
	});

	test.each([
		[400, { error: 'invalid_client' }, /does not know this client ID, or the client secret/, 'never'],
		[401, { error: 'invalid_client' }, /does not know this client ID, or the client secret/, 'never'],
		[400, { error: 'invalid_scope' }, /does not grant the scopes/, 'never'],
		[400, { error: 'unauthorized_client' }, /does not let this client ID sign in/, 'never'],
		[400, { error: 'toString' }, /refused the credential/, 'never'],
		[400, { error: { toString: 1 } }, /refused the credential/, 'never'],
		[499, {}, /refused the credential/, 'never'],
		[429, { error: 'invalid_client' }, /^Adobe’s identity service is limiting the requests/, 'afterPause'],
		[500, {}, /^Adobe’s identity service has a problem of its own/, 'afterPause'],
		[503, {}, /^Adobe’s identity service has a problem of its own/, 'afterPause'],
	])('that answers %i %j is said in words', async (status, body, message, retry) => {
		const error = await errorOf(requestImsToken(answering([json(body, status)]).transport, SETTINGS));
		expect(error).toMatchObject({ status, retry });
		expect(error.message).toMatch(message);
		expect(error.advice).toContain(`(HTTP ${status})`);
		expect(error.advice).toMatch(/^(Compare the credential with|Wait some minutes\.)/);
	});
});

describe('the Admin API', () => {
	test.each([
		['read', existingProfileToken, 'GET', 200],
		['created', createProfileToken, 'POST', 200],
		['created', createProfileToken, 'POST', 201],
	] as const)('lets a profile token be %s', async (_, ask, method, status) => {
		const { transport, requests } = answering([json({ accessToken: 'sample-token', expiresIn: 60 }, status)]);
		expect(await ask(transport, SETTINGS, 'sample-ims-token')).toEqual({
			token: 'sample-token',
			expiresIn: 60,
		});
		const idempotent = method === 'GET';
		expect(requests).toEqual([
			{ method, url: TOKEN_ADDRESS, headers: ADMIN_HEADERS, idempotent, maxAnswerBytes: 64_000 },
		]);
	});

	test.each([
		['has none', { status: 404 }],
		['has an expired one', json({ accessToken: 'sample-token', expiresIn: 0 })],
	])('that %s gives none', async (_, answer) => {
		const { transport } = answering([answer]);
		expect(await existingProfileToken(transport, SETTINGS, 'sample-ims-token')).toBeUndefined();
	});

	test.each([
		['no JSON', { text: 'hello' }],
		['a token that is no text', json({ accessToken: 5, expiresIn: 5 })],
		['a token that no header can have', json({ accessToken: 'a b', expiresIn: 5 })],
		['an empty token', json({ accessToken: '', expiresIn: 5 })],
		['a token that ends with a line', json({ accessToken: 'a\n', expiresIn: 5 })],
		['a token that begins with a line', json({ accessToken: '\na', expiresIn: 5 })],
		['a life that is no number', json({ accessToken: 'a', expiresIn: '5' })],
	])('that answers with %s gave no token', async (_, answer) => {
		const error = await errorOf(
			existingProfileToken(answering([answer]).transport, SETTINGS, 'sample-ims-token'),
		);
		expect(error).toMatchObject({
			message: 'Adobe’s Admin API gave no profile token',
			status: 200,
			retry: 'never',
		});
	});

	test.each([
		[204, /refused the request/, /tenant ID and the scopes.*\(HTTP 204\)/, 'never'],
		[400, /refused the request/, /tenant ID and the scopes.*\(HTTP 400\)/, 'never'],
		[401, /did not take the sign-in/, /\(HTTP 401\)/, 'never'],
		[403, /may not use Adobe’s Admin API/, /product profile.*\(HTTP 403\)/, 'never'],
		[404, /does not know the tenant/, /"demo\/tenant"/, 'never'],
		[429, /is limiting the requests/, /\(HTTP 429\)/, 'afterPause'],
		[499, /refused the request/, /\(HTTP 499\)/, 'never'],
		[500, /has a problem of its own/, /\(HTTP 500\)/, 'afterPause'],
		[503, /has a problem of its own/, /\(HTTP 503\)/, 'afterPause'],
	])('that answers %i is said in words', async (status, message, advice, retry) => {
		const { transport } = answering([{ status }]);
		const asked = [
			createProfileToken(transport, SETTINGS, 'a'),
			profileAttributeNames(transport, SETTINGS, 'a'),
		];
		for (const error of await Promise.all(asked.map(errorOf))) {
			expect(error).toMatchObject({ status, retry });
			expect(error.message).toMatch(message);
			expect(error.advice).toMatch(advice);
		}
	});

	test.each([
		['as a list', { mboxProfileAttributes: ['tier', 7, 'city', null] }, ['tier', 'city']],
		['as nothing', {}, []],
		['as no list', { mboxProfileAttributes: 'tier' }, []],
	])('names the profile attributes %s', async (_, body, names) => {
		const { transport, requests } = answering([json(body)]);
		expect(await profileAttributeNames(transport, SETTINGS, 'sample-ims-token')).toEqual(names);
		expect(requests).toEqual([
			{
				method: 'GET',
				url: 'https://admin.example.com/demo%2Ftenant/target/profileattributes/mbox',
				headers: ADMIN_HEADERS,
				maxAnswerBytes: 1_000_000,
			},
		]);
	});

	test('names 5,000 attributes at most, and the sign-in is not among them', async () => {
		const names = ['sample-ims-token', ...Array.from({ length: 6_000 }, (_, index) => `a${index}`)];
		const { transport } = answering([json({ mboxProfileAttributes: names })]);
		const read = await profileAttributeNames(transport, SETTINGS, 'sample-ims-token');
		expect(read.slice(0, 2)).toEqual(['(token)', 'a0']);
		expect(read).toHaveLength(5_000);
	});

	test.each(['.', '..', 'a\ud800'])(
		'is not asked for the tenant %j, which is said in words',
		async (tenantId) => {
			const { transport, requests } = answering([json({})]);
			const error = await errorOf(profileAttributeNames(transport, { ...SETTINGS, tenantId }, 'a'));
			expect(error.message).toMatch(/^The tenant ID of the credential (is|holds a broken character)/);
			expect(requests).toEqual([]);
		},
	);

	test('names no attributes where its answer is no JSON', async () => {
		const { transport } = answering([{ text: 'hello' }]);
		expect(await profileAttributeNames(transport, SETTINGS, 'sample-ims-token')).toEqual([]);
	});
});
