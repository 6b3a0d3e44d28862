import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Emulator, RecordedRequest } from '../../emulator';
import { shows } from '../../soak/secrets';
import { credentialFor, emulatorPerTest, runUpdate, serverToServerFor } from '../emulatedRun';
import type { NodeRunResult } from '../engine';
import { startForeignHost } from '../foreignHost';
import type { ForeignHost } from '../foreignHost';

const CLIENT_SECRET = 'c5e8-client-71f0-secret-d2b94a';

const edge = emulatorPerTest();
/** The sign-in and the Admin API; which of them is asked is told by the path. */
const adobe = emulatorPerTest({ identity: { clientSecret: CLIENT_SECRET } });

let foreign: ForeignHost;

beforeEach(async () => {
	foreign = await startForeignHost();
	edge().putProfile('thirdPartyId', 'c1');
});

afterEach(async () => {
	await foreign.close();
});

async function run(others: ICredentialDataDecryptedObject = {}): Promise<NodeRunResult> {
	const credential = serverToServerFor(adobe(), {
		...credentialFor(edge()),
		authentication: 'oAuthServerToServer',
		clientSecret: CLIENT_SECRET,
		scopes: 'openid,AdobeID',
		...others,
	});
	return await runUpdate(edge(), [{ id: 'c1', tier: 'gold' }], {}, { credential });
}

const wholeOf = ({ method, url, headers, body }: RecordedRequest) =>
	`${method} ${url} ${JSON.stringify(headers)} ${body.toString('latin1')}`;

/** The paths of the requests that show a secret. */
function pathsWith(emulator: Emulator, secret: string): string[] {
	const found = emulator.requests.filter((request) => shows(wholeOf(request), secret));
	return [...new Set(found.map(({ url }) => url.split('?')[0] ?? ''))];
}

test('each secret of a sign-in goes to its own address, and to no other', async () => {
	const { error } = await run();
	expect(error).toBeUndefined();
	const bearer = ({ headers }: RecordedRequest) => headers.authorization?.slice(7) ?? '';
	const profileToken = edge().requests.map(bearer).find(Boolean) ?? '';
	const signIn = adobe().requests.map(bearer).find(Boolean) ?? '';
	expect([profileToken, signIn]).toEqual([
		expect.stringContaining('profile-token'),
		expect.stringContaining('ims-token'),
	]);

	expect(pathsWith(adobe(), CLIENT_SECRET)).toEqual(['/ims/token/v3']);
	expect(pathsWith(adobe(), signIn)).toEqual(['/demotenant/target/authentication/token']);
	expect(pathsWith(adobe(), profileToken)).toEqual([]);
	expect(pathsWith(edge(), CLIENT_SECRET)).toEqual([]);
	expect(pathsWith(edge(), signIn)).toEqual([]);
});

test.each([
	['edge URL', 'edgeUrl'],
	['IMS URL', 'imsUrl'],
	['Admin URL', 'adminUrl'],
])('the %s is no way to send a secret over http', async (label, field) => {
	const { error } = await run({ [field]: 'http://adobe.example.com' });
	expect(error?.message).toBe(`The ${label} in the credential is not https`);
	expect([adobe().counts.requests, edge().counts.requests]).toEqual([0, 0]);
});

const REDIRECTS = [301, 302, 303, 307, 308];

test.each([
	['the sign-in', 0],
	['the Admin API', 1],
] as const)('a redirect of %s is not followed', async (_, before) => {
	for (const status of REDIRECTS) {
		for (let smooth = 0; smooth < before; smooth++) adobe().answerNext({ fault: 'latency', ms: 0 });
		adobe().answerNext({ status, headers: { location: `${foreign.url}/stolen` } });
		// Each signs in anew, as tokens are kept by all that a credential says.
		const { error } = await run({
			scopes: REDIRECTS.map(() => 'openid')
				.slice(REDIRECTS.indexOf(status))
				.join(),
		});
		expect(error?.message).toMatch(/refused|gave no token/);
	}
	expect(foreign.seen).toEqual([]);
	expect(adobe().counts.faults).toBe(REDIRECTS.length * (before + 1));
});
