import { emulatorCredential } from '../../n8n/examples/examples';
import type { Credential } from '../../n8n/server/rest';
import type { Started, Trial } from '../trial';

/** The first token that the Admin API of an emulator gives. */
const PROFILE_TOKEN = 'sample-profile-token-000001';

/** What is behind the Test button of the credential, for each way to sign in and the two commonest mistakes. */
export function checkCredential(started: Started): void {
	it.each<[string, (trial: Trial) => Credential]>([
		['without authentication', ({ n8n }) => emulatorCredential(n8n.emulator)],
		['with the right token', ({ locked }) => emulatorCredential(locked, PROFILE_TOKEN)],
		['with server-to-server', ({ signingIn }) => signingIn],
	])('passes the test of a credential %s', async (_, credentialOf) => {
		expect(await test(started(), credentialOf)).toMatchObject({ status: 'OK' });
	});

	it.each<[string, (trial: Trial) => Credential, RegExp]>([
		['a wrong token', ({ locked }) => emulatorCredential(locked, 'a-token-that-is-wrong'), /token/i],
		[
			'a wrong client code',
			({ n8n }) => emulatorCredential({ ...n8n.emulator, url: n8n.emulator.url, clientCode: 'nobody' }),
			/client code/i,
		],
	])('fails the test of a credential with %s, and says so', async (_, credentialOf, words) => {
		expect(await test(started(), credentialOf)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(words) as string,
		});
	});

	async function test(trial: Trial, credentialOf: (trial: Trial) => Credential) {
		const credential = credentialOf(trial);
		const { id } = await trial.n8n.rest.createCredential(credential);
		return await trial.n8n.rest.testCredential(id, credential);
	}
}
