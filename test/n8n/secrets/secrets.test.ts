import type { INodeParameters } from 'n8n-workflow';
import { ECHO_ENCODINGS, ECHO_PLACES, type CannedAnswer, type Fault } from '../../emulator';
import { SPOILINGS, STAGES } from '../../emulator/faults/faults';
import { shows } from '../../soak/secrets';
import { emulatorCredential } from '../examples/examples';
import { filesThatShow } from './filesThatShow';
import { startN8nWithNode } from '../server/n8nWithNode';
import { serverToServer, start, update } from '../server/runOperation';

const CLIENT_SECRET = 'c5e8-client-71f0-secret-d2b94a';

/** The first token that the Admin API of an emulator gives. */
const PROFILE_TOKEN = 'sample-profile-token-000001';

/** What goes wrong once, or is answered, in a run that is then looked at for secrets. */
const TROUBLES: ReadonlyArray<CannedAnswer | Fault> = [
	{ status: 400, body: 'no' },
	{ status: 401, body: 'token refused' },
	{ status: 403 },
	{ status: 404 },
	{ status: 413 },
	{ status: 429 },
	{ status: 500 },
	{ status: 302, headers: { location: 'http://127.0.0.1:9/' } },
	{ status: 200, body: '' },
	{ status: 200, body: '<html>Sign in</html>' },
	{ status: 200, body: '<response><success>false</success><message>no</message></response>' },
	{ status: 200, body: '<response><succ' },
	...STAGES.flatMap((at): Fault[] => [
		{ fault: 'reset', at },
		{ fault: 'close', at },
		{ fault: 'gibberish', at },
	]),
	...SPOILINGS.map((how): Fault => ({ fault: 'spoiled', how })),
	{ fault: 'wrongLength', claims: 'more' },
	{ fault: 'wrongLength', claims: 'less' },
	...ECHO_PLACES.flatMap((at) => ECHO_ENCODINGS.map((as): Fault => ({ fault: 'echoToken', at, as }))),
	...[400, 401, 500].map((pageStatus): Fault => ({
		fault: 'echoToken',
		at: 'page',
		as: 'plain',
		pageStatus,
	})),
];

const OPERATIONS: readonly INodeParameters[] = [
	update({ maxRetries: 0, verifyProfileExists: false }),
	{ operation: 'bulkUpdateProfiles', idField: 'id', options: { maxRetries: 0 } },
	{ operation: 'getProfile', profileId: '={{ $json.id }}', options: { maxRetries: 0 } },
	{ operation: 'getBulkUpdateStatus', batch: 'demo-1', options: { maxRetries: 0 } },
];

test('no secret is in anything that n8n keeps, however a run ends', async () => {
	const n8n = await startN8nWithNode(
		{ identity: { clientSecret: CLIENT_SECRET }, callsPerMinute: 1_000 },
		{ N8N_LOG_LEVEL: 'debug' },
	);
	try {
		const { emulator, folder } = n8n;
		emulator.putProfile('thirdPartyId', 'c0', { tier: 'silver' });
		const credentials = [serverToServer(n8n, CLIENT_SECRET), emulatorCredential(emulator, PROFILE_TOKEN)];
		const texts: string[] = [];
		const run = async (credential: (typeof credentials)[number], parameters: INodeParameters) => {
			texts.push((await (await start(n8n, credential, 1, parameters))()).text);
		};
		const ways = credentials.flatMap((credential) =>
			OPERATIONS.map((parameters) => [credential, parameters] as const),
		);
		for (const way of ways) await run(...way);
		// They meet the troubles in turns: each of them all troubles is what tests in n8n's engine do.
		for (const [index, trouble] of TROUBLES.entries()) {
			const way = ways[index % ways.length];
			if (way === undefined) continue;
			emulator.answerNext(trouble);
			await run(...way);
		}
		await run(serverToServer(n8n, `${CLIENT_SECRET}-wrong`), update({}));
		for (const credential of credentials) await run(credential, update({ previewOnly: true }));

		const tokens = emulator.requests.flatMap(({ headers }) => headers.authorization?.slice(7) ?? []);
		const secrets = [...new Set([...tokens, CLIENT_SECRET, PROFILE_TOKEN])];
		expect(secrets.length).toBeGreaterThan(2);
		for (const text of texts) expect(secrets.filter((secret) => shows(text, secret))).toEqual([]);
		const { files, showing } = await filesThatShow(folder, secrets);
		expect(files).toEqual(expect.arrayContaining(['database.sqlite', 'n8n.log']));
		expect(showing).toEqual([]);
		// What is searched is where it would be: words of the same executions are found there.
		const { showing: found } = await filesThatShow(folder, ['Adobe Target', 'thirdPartyId']);
		expect(found.some((line) => line.includes('database.sqlite'))).toBe(true);
	} finally {
		await n8n.stop();
	}
});
