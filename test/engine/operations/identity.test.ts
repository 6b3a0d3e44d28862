import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import { AdobeTarget } from '../../../nodes/AdobeTarget/AdobeTarget.node';
import {
	credentialFor,
	emulatorPerTest,
	runBulk,
	runUpdate,
	savedText,
	serverToServerFor,
} from '../emulatedRun';
import { testCredential } from '../engine';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const emulator = emulatorPerTest({
	clock: clock.now,
	identity: { attributeNames: ['profile.tier', 'city', 'age'] },
});

/** What was sent or shown must hold none of these. */
const SECRETS = /sample-(client-secret|ims-token|profile-token)/;

function credential(others: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return serverToServerFor(emulator(), { scopes: 'openid, AdobeID', ...others });
}

test.each([
	['Update Profile', runUpdate],
	['Bulk Update Profiles', runBulk],
] as const)('%s signs in by itself, and leaves no secret in what n8n saves', async (_, run) => {
	emulator().putProfile('thirdPartyId', 'c1');
	const result = await run(emulator(), [{ id: 'c1', tier: 'gold' }], {}, { credential: credential() });
	expect(result.error).toBeUndefined();
	expect(emulator().profile('thirdPartyId', 'c1')?.get('tier')).toBe('gold');
	expect(savedText(result)).not.toMatch(SECRETS);
});

test('a sign-in that is refused is the error of the run, in words and without secrets', async () => {
	const result = await runUpdate(
		emulator(),
		[{ id: 'c1', tier: 'gold' }],
		{},
		{ credential: credential({ clientSecret: 'sample-client-secret-wrong' }) },
	);
	expect(result.error?.message).toBe('Adobe does not take the client secret');
	expect(savedText(result)).not.toMatch(SECRETS);
	expect(emulator().counts.singleUpdates).toBe(0);
});

describe('the credential test', () => {
	test('passes, and says until when the token is good', async () => {
		expect(await testCredential(credential())).toEqual({
			status: 'OK',
			message: expect.stringMatching(
				/^Target knows the client code, and did not refuse the token.*\. The Admin API calls the token valid until 20\d\d-\d\d-\d\dT.*; it is renewed by itself$/,
			) as string,
		});
	});

	test.each([
		['commas', 'openid,AdobeID'],
		['commas and spaces', 'openid, AdobeID ,target_sdk'],
		['spaces', 'openid AdobeID  target_sdk'],
		['lines and tabs', ' openid\r\nAdobeID\ttarget_sdk\n'],
		['commas without a scope', ',openid,,AdobeID,'],
		['no-break spaces', 'openid\u00a0AdobeID'],
	])('passes with scopes that have %s between them', async (_, scopes) => {
		expect(await testCredential(credential({ scopes }))).toMatchObject({ status: 'OK' });
		const form = emulator().requests[0]?.body.toString() ?? '';
		expect(form).not.toMatch(/scope=[^&]*(\+|%20|%0)/);
	});

	test.each([
		['a wrong secret', { clientSecret: 'wrong' }, 'Adobe does not take the client secret'],
		['a wrong tenant', { tenantId: 'other' }, 'does not know the tenant'],
		['a scope that is not granted', { scopes: 'openid,other' }, 'does not grant the scopes'],
		[
			'no tenant',
			{ tenantId: ' ' },
			'The credential has no tenant ID. Target shows it in its address, after the @',
		],
		['scopes of commas alone', { scopes: ' , ,' }, 'The credential has no list of scopes'],
		['a client ID with a space in it', { clientId: 'a b' }, 'characters that none has'],
		['a secret with a line end in it', { clientSecret: 'a\nb' }, 'characters that none has'],
		[
			'an IMS URL that is not https',
			{ imsUrl: 'http://ims.example.com' },
			'The IMS URL in the credential is not https',
		],
		[
			'an Admin URL with a user in it',
			{ adminUrl: 'https://a:b@example.com' },
			'The Admin URL in the credential has more than host and path',
		],
		['an IMS that can’t be reached', { imsUrl: 'http://127.0.0.1:1' }, 'refused the connection'],
	])('says what is wrong: %s', async (_, others, reason) => {
		const { status, message } = await testCredential(credential(others));
		expect(status).toBe('Error');
		expect(message).toContain(reason);
		expect(message).not.toMatch(SECRETS);
	});
});

describe('attribute names', () => {
	async function names(data: ICredentialDataDecryptedObject, filter?: string) {
		const context: Partial<ILoadOptionsFunctions> = {
			getCredentials: <T extends object>() => Promise.resolve(data as T),
			helpers: {} as ILoadOptionsFunctions['helpers'],
		};
		const { getAttributeNames } = new AdobeTarget().methods.listSearch;
		const { results } = await getAttributeNames.call(context as ILoadOptionsFunctions, filter);
		return results;
	}

	test('those that Target knows are offered, in order and without "profile."', async () => {
		expect(await names(credential())).toEqual(['age', 'city', 'tier'].map((name) => ({ name, value: name })));
	});

	test('those that hold what is searched for are offered', async () => {
		expect(await names(credential(), 'I')).toEqual(['city', 'tier'].map((name) => ({ name, value: name })));
	});

	test('without server-to-server there are none, and nothing is asked', async () => {
		expect(await names(credentialFor(emulator()))).toEqual([]);
		expect(emulator().counts.requests).toBe(0);
	});
});
