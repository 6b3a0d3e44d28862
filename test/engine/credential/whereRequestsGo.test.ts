import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import * as virtualClock from '../../clock/virtualClock';
import type { CannedAnswer } from '../../emulator';
import { credentialFor, emulatorPerTest, runBulk, runUpdate, savedText } from '../emulatedRun';
import { runNode } from '../engine';
import type { NodeRunResult } from '../engine';
import { startForeignHost } from '../foreignHost';
import type { ForeignHost } from '../foreignHost';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const TOKEN = 'sample-profile-token-0001';
const ITEMS = [{ id: 'c1', tier: 'gold' }];

const emulator = emulatorPerTest({ profileToken: TOKEN });

let foreign: ForeignHost;

beforeEach(async () => {
	foreign = await startForeignHost();
	// Whatever leaves this machine goes to the foreign host, which sees where it was meant to go.
	process.env.HTTPS_PROXY = foreign.url;
	process.env.HTTP_PROXY = foreign.url;
	process.env.NO_PROXY = '127.0.0.1';
});

afterEach(async () => {
	delete process.env.HTTPS_PROXY;
	delete process.env.HTTP_PROXY;
	delete process.env.NO_PROXY;
	await foreign.close();
});

function withToken(others: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return { ...credentialFor(emulator(), TOKEN), ...others };
}

async function runStatus(batch: string, credential = withToken()): Promise<NodeRunResult> {
	return await runNode({ parameters: { operation: 'getBulkUpdateStatus', batch }, items: [{}], credential });
}

/** Fails when the foreign host saw anything, or the token is anywhere in what n8n saves. */
function expectNothingForeign(result: NodeRunResult): void {
	expect(foreign.seen).toEqual([]);
	expect(savedText(result)).not.toContain(TOKEN);
}

const BAD_CLIENT_CODES = [
	'',
	' ',
	'a.b',
	'evil.example.com',
	'evil.example.com/',
	'evil.example.com#',
	'evil.example.com?',
	'evil.example.com\\',
	'a/../../b',
	'..',
	'user@evil.example.com',
	'a:8443',
	'a%2eexample.com',
	'a\nb',
	'a b',
	'ä',
	'ａ',
	'a。b',
	'[::1]',
	'a;b',
];

test.each(BAD_CLIENT_CODES)('the client code %j is refused before anything is sent', async (clientCode) => {
	const result = await runUpdate(
		emulator(),
		ITEMS,
		{},
		{ credential: withToken({ clientCode, customEndpoints: false }) },
	);
	expect(result.error?.message).toBe('The client code in the credential is not valid');
	expectNothingForeign(result);
});

test.each(['democlient', 'DemoClient', 'demo-client_1'])(
	'the client code %s goes to its own host and no other',
	async (clientCode) => {
		const result = await runUpdate(
			emulator(),
			ITEMS,
			{},
			{ credential: withToken({ clientCode, customEndpoints: false }) },
		);
		expect(foreign.seen).toEqual([`CONNECT ${clientCode.toLowerCase()}.tt.omtrdc.net:443`]);
		expect(savedText(result)).not.toContain(TOKEN);
	},
);

const BAD_EDGES = [
	'http://target.example.com',
	'http://127.0.0.1.example.com',
	'http://localhost.example.com',
	'http://0x7f000001.example.com',
	'http://example.com:80@127.0.0.1.example.com',
	'ftp://target.example.com',
	'//target.example.com',
	'target.example.com',
	'https://user:password@target.example.com',
	'https://target.example.com/?a=b',
	'https://target.example.com/#a',
	'javascript:alert(1)',
];

test.each(BAD_EDGES)('the edge URL %s is refused before anything is sent', async (edgeUrl) => {
	const result = await runUpdate(emulator(), ITEMS, {}, { credential: withToken({ edgeUrl }) });
	expect(result.error?.message).toMatch(/^The edge URL in the credential /);
	expectNothingForeign(result);
});

const BAD_STATUS_URLS = (foreignUrl: string) => [
	`${foreignUrl}/m2/democlient/profile/batchStatus?batchId=x`,
	'https://evil.example.com/?batchId=x',
	'http://evil.example.com/?batchId=x',
	'https://tt.omtrdc.net.evil.example.com/?batchId=x',
	'https://eviltt.omtrdc.net.example.com/?batchId=x',
	'https://evil-tt.omtrdc.net/?batchId=x',
	'https://tt.omtrdc.net/?batchId=x',
	'https://omtrdc.net/?batchId=x',
	'https://evil.example.com/.tt.omtrdc.net?batchId=x',
	'https://evil.example.com\\.tt.omtrdc.net/?batchId=x',
	'https://evil.example.com#.tt.omtrdc.net/?batchId=x',
	'https://a.tt.omtrdc.net@evil.example.com/?batchId=x',
	'https://user:password@a.tt.omtrdc.net/?batchId=x',
	'https://a.tt.omtrdc.net:8443/?batchId=x',
	'http://a.tt.omtrdc.net:8080/?batchId=x',
	'https://a.tt.omtrdc.net./?batchId=x',
	'ftp://a.tt.omtrdc.net/?batchId=x',
	'file://a.tt.omtrdc.net/etc/hosts',
	'https://[::1]/?batchId=x',
];

test.each(BAD_STATUS_URLS('http://127.0.0.2:1').map((_, index) => index))(
	'a status URL of a user on a foreign host is refused, number %i',
	async (index) => {
		const result = await runStatus(BAD_STATUS_URLS(foreign.url)[index] ?? '');
		expect(result.error?.message).toBe('The status URL is not on a host of Target');
		expectNothingForeign(result);
		expect(emulator().counts.requests).toBe(0);
	},
);

test.each(BAD_STATUS_URLS('http://127.0.0.2:1').map((_, index) => index))(
	'a status URL in an answer on a foreign host is not asked, number %i',
	async (index) => {
		const url = (BAD_STATUS_URLS(foreign.url)[index] ?? '').replaceAll('&', '&amp;');
		emulator().answerNext({
			status: 200,
			body: `<response><success>true</success><batchStatus>${url}</batchStatus><message>ok</message></response>`,
		});
		const result = await runBulk(emulator(), ITEMS, { waitForProcessing: true }, { credential: withToken() });
		expect(result.success[0]?.json).toMatchObject({ status: 'submitted' });
		expect(result.success[0]?.json.statusProblem).toContain('not on a host of Target');
		expectNothingForeign(result);
	},
);

test('a status URL on another host of Target is asked there, over https', async () => {
	await runStatus('http://mboxedge45.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=x');
	expect(foreign.seen.every((line) => line === 'CONNECT mboxedge45.tt.omtrdc.net:443')).toBe(true);
	expect(foreign.seen.length).toBeGreaterThan(0);
});

const REDIRECTS = [301, 302, 303, 307, 308];

async function redirected(run: () => Promise<NodeRunResult>, status: number): Promise<void> {
	const answer: CannedAnswer = { status, headers: { location: `${foreign.url}/stolen` } };
	emulator().answerNext(answer, 5);
	const result = await run();
	expect(result.error?.message).toContain('redirect, which is not followed');
	expectNothingForeign(result);
}

const verify: INodeParameters = { options: { excludeFields: 'id', verifyProfileExists: true } };

test.each(REDIRECTS)('a redirect with %i is followed by no operation', async (status) => {
	const credential = withToken();
	await redirected(() => runUpdate(emulator(), ITEMS, {}, { credential }), status);
});

test.each(REDIRECTS)('a redirect with %i of an upload is not followed', async (status) => {
	await redirected(() => runBulk(emulator(), ITEMS, {}, { credential: withToken() }), status);
});

test.each(REDIRECTS)('a redirect with %i of a status is not followed', async (status) => {
	await redirected(() => runStatus('x'), status);
});

test.each(REDIRECTS)('a redirect with %i of a fetch is not followed', async (status) => {
	await redirected(() => runUpdate(emulator(), ITEMS, verify, { credential: withToken() }), status);
});

test.each(['../../stolen', '..%2f..%2fstolen', 'x?client=evil', 'x#y', '//evil.example.com', 'a\\b'])(
	'the PC ID %j changes neither host nor path of a fetch',
	async (id) => {
		const result = await runUpdate(
			emulator(),
			[{ id, tier: 'gold' }],
			{ idType: 'pcId', ...verify },
			{ credential: withToken() },
		);
		const [fetched] = emulator().requests;
		expect(fetched?.url).toBe(`/rest/v1/profiles/${encodeURIComponent(id)}?client=${emulator().clientCode}`);
		expectNothingForeign(result);
	},
);

describe('Allowed HTTP Request Domains', () => {
	const restricted = (allowedDomains: string) =>
		withToken({ allowedHttpRequestDomains: 'domains', allowedDomains });

	test('the credential’s own edge may always be called', async () => {
		emulator().putProfile('thirdPartyId', 'c1');
		const { error } = await runUpdate(emulator(), ITEMS, {}, { credential: restricted('') });
		expect(error).toBeUndefined();
	});

	test.each(['', 'example.com', 'tt.omtrdc.net', '*.example.com'])(
		'with %j a status on another host of Target is not asked',
		async (domains) => {
			const url = 'https://mboxedge45.tt.omtrdc.net/m2/democlient/profile/batchStatus?batchId=x';
			const result = await runStatus(url, restricted(domains));
			expect(result.error?.message).toBe('n8n does not let requests go to mboxedge45.tt.omtrdc.net');
			expect(result.error?.description).toContain('Allowed HTTP Request Domains');
			expectNothingForeign(result);
		},
	);

	test.each(['*.tt.omtrdc.net', 'mboxedge45.tt.omtrdc.net', 'example.com, *.TT.omtrdc.net '])(
		'with %j it is',
		async (domains) => {
			await runStatus('https://mboxedge45.tt.omtrdc.net/s?batchId=x', restricted(domains));
			expect(foreign.seen).toContain('CONNECT mboxedge45.tt.omtrdc.net:443');
		},
	);
});
