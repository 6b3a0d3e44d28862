import { credentialFor, emulatorPerTest } from '../emulatedRun';
import { testCredential } from '../engine';

const TOKEN = 'sample-profile-token-0001';
const open = emulatorPerTest();
const guarded = emulatorPerTest({ profileToken: TOKEN });

test('without a token passes when Target knows the client code and says that the asked profile does not exist', async () => {
	expect(await testCredential(credentialFor(open()))).toEqual({
		status: 'OK',
		message: 'Target knows the client code, and took a batch without rows that came without a token',
	});
	expect(open().counts).toMatchObject({ batches: 0, rows: 0 });
});

test('passes with the right token', async () => {
	expect(await testCredential(credentialFor(guarded(), TOKEN))).toEqual({
		status: 'OK',
		message:
			'Target knows the client code, and did not refuse the token for a batch without rows. An account that asks for no token may take any',
	});
	const { requests } = guarded();
	expect(requests.map(({ method, url }) => `${method} ${url.replace(/\?.*/, '')}`)).toEqual([
		'GET /rest/v1/profiles/thirdPartyId/n8n-credential-test',
		`POST /m2/${guarded().clientCode}/v2/profile/batchUpdate`,
	]);
	expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Bearer ${TOKEN}`));
	expect(guarded().counts).toMatchObject({ batches: 0, rows: 0 });
});

test('what goes wrong beside Target is no word on the credential, and says what to do instead', async () => {
	const broken = Object.defineProperty(credentialFor(open()), 'clientCode', {
		get() {
			throw new Error('sample-secret-0001');
		},
	});
	const { status, message } = await testCredential(broken);
	expect(status).toBe('Error');
	expect(message).toMatch(/^The credential could not be tested\. .*run Get Profile/);
	expect(message).not.toMatch(/report|sample-secret/);
});

describe('where fetches are open to everybody', () => {
	const half = emulatorPerTest({ profileToken: TOKEN, readings: { tokenCovers: 'bulk' } });

	test('no token does not pass where batches need one', async () => {
		const { status, message } = await testCredential(credentialFor(half()));
		expect([status, message]).toEqual([
			'Error',
			expect.stringMatching(/^Target asks for a profile authentication token\. /),
		]);
	});

	test('a wrong token does not pass', async () => {
		const { status, message } = await testCredential(credentialFor(half(), 'sample-other-token'));
		expect([status, message]).toEqual([
			'Error',
			expect.stringMatching(/^Target refused the profile authentication token\. /),
		]);
	});

	test('the right one does', async () => {
		expect(await testCredential(credentialFor(half(), TOKEN))).toMatchObject({ status: 'OK' });
	});
});

test.each([
	[
		'the token',
		guarded,
		TOKEN,
		'It refused a batch without rows for another reason than the token, so whether the token is good is not known',
	],
	[
		'there being none',
		open,
		undefined,
		'It refused a batch without rows for another reason than a missing token, so whether batches and updates need one is not known',
	],
] as const)(
	'a batch without rows that is refused for another reason says nothing of %s, and is not quoted',
	async (_, emulator, token, said) => {
		emulator().answerNext({ fault: 'latency', ms: 0 });
		emulator().answerNext({
			status: 200,
			body: '<response><success>false</success><message>Unexpected Error 4711</message></response>',
		});
		expect(await testCredential(credentialFor(emulator(), token))).toEqual({
			status: 'OK',
			message: `Target knows the client code. ${said}`,
		});
	},
);

test.each([
	[
		'a client code that Target does not know',
		() => ({ ...credentialFor(open()), clientCode: 'other' }),
		'does not know this client code',
	],
	[
		'a client code that none can be',
		() => ({ ...credentialFor(open()), clientCode: 'a.b/c' }),
		'client code in the credential is not valid',
	],
	['no client code', () => ({}), 'client code in the credential is not valid'],
	['a missing token', () => credentialFor(guarded()), 'Target asks for a profile authentication token'],
	[
		'a wrong token',
		() => credentialFor(guarded(), 'sample-other-token'),
		'Target refused the profile authentication token',
	],
	[
		'an empty token',
		() => credentialFor(guarded(), ' '),
		'The credential has no profile authentication token',
	],
	[
		'an address that is not https',
		() => ({ ...credentialFor(open()), edgeUrl: 'http://target.example.com' }),
		'is not https',
	],
	[
		'a host that does not exist',
		() => ({ ...credentialFor(open()), edgeUrl: 'https://target.invalid' }),
		'target.invalid',
	],
	[
		'a server that refuses the connection',
		() => ({ ...credentialFor(open()), edgeUrl: 'http://127.0.0.1:1' }),
		'refused the connection',
	],
])('names what is wrong: %s', async (_, credential, reason) => {
	const { status, message } = await testCredential(credential());
	expect(status).toBe('Error');
	expect(message).toContain(reason);
	expect(message).not.toMatch(/sample-(profile|other)-token/);
});

test.each([
	['any JSON', { status: 200, body: '{}' }, 'could not be understood as one from Target'],
	['JSON of another server', { status: 200, body: '{"status":"ok"}' }, 'could not be understood'],
	['a web page', { status: 200, body: '<html>Sign in</html>' }, 'A web page came back'],
	[
		'a 404 of some other server',
		{ status: 404, body: '<html>nginx</html>' },
		'does not know this client code',
	],
	['a server error', { status: 500 }, 'Target has a problem of its own'],
])('is not taken in by %s', async (_, answer, reason) => {
	open().answerNext(answer);
	const { status, message } = await testCredential(credentialFor(open()));
	expect(status).toBe('Error');
	expect(message).toContain(reason);
});
