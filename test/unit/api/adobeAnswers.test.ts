import {
	createProfileToken,
	existingProfileToken,
	profileAttributeNames,
} from '../../../nodes/AdobeTarget/api/tokens/adminApi';
import { createTransport } from '../../../nodes/AdobeTarget/api/http/httpTransport';
import { requestImsToken } from '../../../nodes/AdobeTarget/api/tokens/imsToken';
import { answering, errorOf } from './answering';
import { startRawServer } from './http/rawServer';

const SETTINGS = {
	tenantId: 'demo/tenant',
	clientId: 'sample-client-id',
	clientSecret: 'sample client secret',
	scopes: 'openid,AdobeID',
	imsUrl: 'https://ims.example.com',
	adminUrl: 'https://admin.example.com',
	createToken: true,
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

	test('that does not answer is said to be asked again, not to be sent an update again', async () => {
		const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
		const way = createTransport({ connections: 1, timeoutMs: 5_000 });
		const { advice } = await errorOf(requestImsToken(way, { ...SETTINGS, imsUrl: server.url }));
		expect(advice).toMatch(/^Asking again does no harm\. \(\w+\)$/);
		await way.close();
		await server.close();
	});

	test.each([
		['no JSON', { text: 'hello' }],
		['no token', json({ expires_in: 5 })],
		['an empty token', json({ access_token: '', expires_in: 5 })],
		['a token that is no text', json({ access_token: 5, expires_in: 5 })],
		['a token with a line end', json({ access_token: 'sample-ims\ntoken', expires_in: 86_399 })],
		['a token with a space', json({ access_token: 'sample-ims token', expires_in: 86_399 })],
		[
			'a token with a letter that no header has',
			json({ access_token: 'sample-ims-tőken', expires_in: 86_399 }),
		],
		['a life that is no number', json({ access_token: 'a', expires_in: '5' })],
	])('that answers with %s gave none', async (_, answer) => {
		const error = await errorOf(requestImsToken(answering([answer]).transport, SETTINGS));
		expect(error).toMatchObject({ message: 'Adobe’s identity service gave no token', retry: 'never' });
	});

	test.each([
		[400, { error: 'invalid_client' }, /does not know this client ID, or the client secret/, 'never'],
		[401, { error: 'invalid_client' }, /does not know this client ID, or the client secret/, 'never'],
		[
			400,
			{ error: 'invalid_client', error_description: 'invalid client_secret parameter' },
			/^Adobe does not take the client secret$/,
			'never',
		],
		[
			400,
			{ error: 'invalid_client', error_description: 'invalid client_id parameter' },
			/^Adobe does not know this client ID$/,
			'never',
		],
		[
			401,
			{ error: 'invalid_client', error_description: 'invalid client credentials' },
			/does not know this client ID, or the client secret/,
			'never',
		],
		[400, { error: 'invalid_scope' }, /does not grant the scopes/, 'never'],
		[400, { error: 'unauthorized_client' }, /does not let this client ID sign in/, 'never'],
		[400, { error: 'toString' }, /refused the credential/, 'never'],
		[400, { error: { toString: 1 } }, /refused the credential/, 'never'],
		[400, { error: 'invalid_request' }, /refused the credential/, 'never'],
		[429, { error: 'invalid_client' }, /^Adobe’s identity service is limiting the requests/, 'afterPause'],
		[500, {}, /^Adobe’s identity service has a problem of its own/, 'afterPause'],
		[503, {}, /^Adobe’s identity service has a problem of its own/, 'afterPause'],
	])('that answers %i %j is said in words', async (status, body, message, retry) => {
		const error = await errorOf(requestImsToken(answering([json(body, status)]).transport, SETTINGS));
		expect(error).toMatchObject({ status, retry });
		expect(error.message).toMatch(message);
		expect(error.advice).toContain(`(HTTP ${status})`);
		expect(error.advice).toMatch(/^(Compare the credential with|Copy it anew|Wait some minutes\.)/);
	});
});

test.each([302, 404, 407, 499])(
	'HTTP %i without a word of Adobe’s is not blamed on the credential',
	async (status) => {
		for (const text of ['{}', '<html>Not Found</html>']) {
			const error = await errorOf(requestImsToken(answering([{ status, text }]).transport, SETTINGS));
			expect(error.message).toBe('Adobe’s identity service gave no token');
			expect(error.advice).toMatch(/IMS URL.*proxy.*\(HTTP \d+\)$/);
		}
	},
);

/** What Adobe's gateway says before the Admin API is asked, and what its codes mean. */
const GATEWAY: ReadonlyArray<
	readonly [status: number, body: object, message: RegExp, advice: RegExp, not: RegExp]
> = [
	[
		403,
		{ error_code: '403003', message: 'Api Key is invalid' },
		/^Adobe’s Admin API does not take this client ID$/,
		/add the API Adobe Target to the project.*\(HTTP 403\) It says: "403003: Api Key is invalid"\.$/i,
		/role/,
	],
	[
		403,
		{ error_code: 403025, message: 'Profile is not valid' },
		/^Adobe’s Admin API does not take the product profile of the project$/,
		/product profile of Target.*\(HTTP 403\) It says: "403025: Profile is not valid"\.$/,
		/Approver or higher/,
	],
	[
		401,
		{ error_code: '401013', message: 'Oauth token is not valid' },
		/calls the sign-in not valid$/,
		/scopes.*\(HTTP 401\) It says: "401013: Oauth token is not valid"\.$/,
		/role/,
	],
	[
		403,
		{ message: 'Forbidden <b>' },
		/may not use Adobe’s Admin API for this tenant/,
		/product profile.*tenant ID.*\(HTTP 403\) It says: "Forbidden ‹b>"\.$/,
		/Approver or higher/,
	],
	[
		429,
		{ error_code: '429050', message: 'Too many requests' },
		/is limiting the requests/,
		/^Wait some minutes\. \(HTTP 429\)$/,
		/credential/,
	],
];

test.each(GATEWAY)('the Admin API’s answer %i %j is told by its code, and quoted', async (...one) => {
	const [status, body, message, advice, not] = one;
	const { transport } = answering([json(body, status)]);
	const error = await errorOf(
		createProfileToken({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
	);
	expect(error.message).toMatch(message);
	expect(error.advice).toMatch(advice);
	expect(error.advice).not.toMatch(not);
});

test('the sign-in is not quoted, and of long words no more than 200 characters', async () => {
	const body = { error_code: '403003', message: `Bearer sample-ims-token is bad ${'x'.repeat(500)}` };
	const { transport } = answering([json(body, 403)]);
	const { advice } = await errorOf(
		existingProfileToken({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
	);
	expect(advice).not.toContain('sample-ims-token');
	expect(advice).toContain('"403003: Bearer (token) is bad xxx');
	expect(advice.length).toBeLessThan(600);
});

describe('the Admin API', () => {
	test.each([
		['read', existingProfileToken, 'GET', 200],
		['created', createProfileToken, 'POST', 200],
		['created', createProfileToken, 'POST', 201],
	] as const)('lets a profile token be %s', async (_, ask, method, status) => {
		const { transport, requests } = answering([json({ accessToken: 'sample-token', expiresIn: 60 }, status)]);
		expect(await ask({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' })).toEqual({
			token: 'sample-token',
			expiresIn: 60,
		});
		const idempotent = method === 'GET';
		expect(requests).toEqual([
			{ method, url: TOKEN_ADDRESS, headers: ADMIN_HEADERS, idempotent, maxAnswerBytes: 64_000 },
		]);
	});

	test.each([
		['has none', json({ httpStatus: 404, errors: [{ errorCode: 'NotFound', message: 'No token' }] }, 404)],
		['names an empty one', json({ accessToken: '', expiresIn: 5 })],
		['names none', json({ accessToken: null })],
		['has an expired one', json({ accessToken: 'sample-token', expiresIn: 0 })],
	])('that %s gives none', async (_, answer) => {
		const { transport } = answering([answer]);
		expect(
			await existingProfileToken({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
		).toBeUndefined();
	});

	test.each([
		['nothing', { text: '' }],
		['a page', { text: '<!DOCTYPE html><h1>Not Found</h1>' }],
		['an empty object', { text: '{}' }],
		['a list', { text: '[]' }],
		['its own words, cut', { text: '{"httpStatus":404,"errors":[{"errorCode":"NotFound"' }],
		['a gateway’s code', { text: '{"error_code":"404000","message":"Not found"}' }],
		['a gateway’s code beside', { text: '{"error_code":"1","httpStatus":404,"errors":[{"errorCode":"a"}]}' }],
		['a server’s words', { text: '{"status":404,"error":"Not Found","message":"No route","path":"/x"}' }],
		['the words of another status', { text: '{"httpStatus":406,"errors":[{"errorCode":"a"}]}' }],
		['no error', { text: '{"httpStatus":404,"errors":[]}' }],
		['errors without a code', { text: '{"httpStatus":404,"errors":[null,"a",{"message":"a"}]}' }],
	])('a 404 with %s does not say that there is no token', async (_, answer) => {
		const { transport } = answering([{ status: 404, ...answer }]);
		const error = await errorOf(
			existingProfileToken({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
		);
		expect(error).toMatchObject({
			message: 'Adobe’s Admin API does not say whether there is a profile token',
			status: 404,
			retry: 'never',
		});
	});

	test('quotes its own errors', async () => {
		const body = {
			httpStatus: 400,
			errors: [{ errorCode: 'Bad.Scope', message: 'Bearer sample-ims-token' }],
		};
		const { transport } = answering([json(body, 400)]);
		const { advice } = await errorOf(
			existingProfileToken({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
		);
		expect(advice).toMatch(/ It says: "Bad\.Scope: Bearer \(token\)"\.$/);
	});

	test.each([
		['no JSON', { text: 'hello' }],
		['a token that is no text', json({ accessToken: 5, expiresIn: 5 })],
		['a token that no header can have', json({ accessToken: 'a b', expiresIn: 5 })],
		['nothing in it', json({})],
		['a token that ends with a line', json({ accessToken: 'a\n', expiresIn: 5 })],
		['a token that begins with a line', json({ accessToken: '\na', expiresIn: 5 })],
		['a life that is no number', json({ accessToken: 'a', expiresIn: '5' })],
	])('that answers with %s gave no token', async (_, answer) => {
		const error = await errorOf(
			existingProfileToken({
				transport: answering([answer]).transport,
				settings: SETTINGS,
				imsToken: 'sample-ims-token',
			}),
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
		[503, /does not serve for the moment/, /50 calls a minute.*\(HTTP 503\)/, 'afterPause'],
	])('that answers %i is said in words', async (status, message, advice, retry) => {
		const { transport } = answering([{ status }]);
		const asked = [
			createProfileToken({ transport, settings: SETTINGS, imsToken: 'a' }),
			profileAttributeNames({ transport, settings: SETTINGS, imsToken: 'a' }),
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
		expect(
			await profileAttributeNames({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
		).toEqual(names);
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
		const read = await profileAttributeNames({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' });
		expect(read.slice(0, 2)).toEqual(['(token)', 'a0']);
		expect(read).toHaveLength(5_000);
	});

	test.each(['.', '..', 'a\ud800'])(
		'is not asked for the tenant %j, which is said in words',
		async (tenantId) => {
			const { transport, requests } = answering([json({})]);
			const error = await errorOf(
				profileAttributeNames({ transport, settings: { ...SETTINGS, tenantId }, imsToken: 'a' }),
			);
			expect(error.message).toMatch(/^The tenant ID of the credential (is|holds a broken character)/);
			expect(requests).toEqual([]);
		},
	);

	test('names no attributes where its answer is no JSON', async () => {
		const { transport } = answering([{ text: 'hello' }]);
		expect(
			await profileAttributeNames({ transport, settings: SETTINGS, imsToken: 'sample-ims-token' }),
		).toEqual([]);
	});
});
