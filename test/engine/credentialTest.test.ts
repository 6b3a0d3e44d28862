import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { AdobeTarget } from '../../nodes/AdobeTarget/AdobeTarget.node';
import { credentialFor, emulatorPerTest } from './emulatedRun';

const TOKEN = 'sample-profile-token-0001';
const open = emulatorPerTest();
const guarded = emulatorPerTest({ profileToken: TOKEN });

async function testCredential(data: Record<string, unknown>): Promise<INodeCredentialTestResult> {
	const { testCredential: test } = new AdobeTarget().methods.credentialTest;
	// The test asks nothing of n8n's context.
	const context = {} as ICredentialTestFunctions;
	return await test.call(context, {
		id: '1',
		name: 'Adobe Target (test)',
		type: 'adobeTargetApi',
		data: JSON.parse(JSON.stringify(data)) as Record<string, string>,
	});
}

test('passes when Target knows the client code and says that the asked profile does not exist', async () => {
	expect(await testCredential(credentialFor(open()))).toEqual({
		status: 'OK',
		message: 'Target knows the client code and answers',
	});
});

test('passes with the right token', async () => {
	expect(await testCredential(credentialFor(guarded(), TOKEN))).toMatchObject({ status: 'OK' });
	expect(guarded().requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
});

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
