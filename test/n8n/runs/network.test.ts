import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { CSV, emulatorCredential, nodeOf, readExample, WEBHOOK } from '../examples/examples';
import type { Execution } from '../server/execution';
import { startEmptyN8n, type EmptyN8n } from '../server/n8nWithNode';
import type { CredentialTestResult } from '../server/rest';
import { startPasswordProxy, startTlsFront, type PasswordProxy, type TlsFront } from './privateTls';

const HOST = 'target.example.com';
const STRANGE_HOST = 'strange.example.com';
/** Of the addresses of this machine, the one that n8n may send requests to where it is protected. */
const ALLOWED_ADDRESS = '127.0.0.2';
const TOKEN = '00000000-sample-token-for-the-tests';
const ITEMS = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));

/** Runs one of the node's operations over items, with a credential that leads to the address given. */
async function run(
	n8n: EmptyN8n,
	edgeUrl: string,
	which: 'update' | 'bulk',
	token?: string,
): Promise<Execution> {
	const credential = await n8n.rest.createCredential(
		emulatorCredential({ clientCode: 'democlient', url: edgeUrl }, token),
	);
	const trigger = nodeOf(readExample(CSV.file, credential), CSV.trigger);
	const node =
		which === 'bulk'
			? nodeOf(readExample(CSV.file, credential), CSV.bulk)
			: nodeOf(readExample(WEBHOOK.file, credential), WEBHOOK.update);
	const parameters: INodeParameters =
		which === 'bulk'
			? { source: 'items', idField: 'id', attributesMode: 'all', options: { maxRetries: 0 } }
			: {
					profileId: '={{ $json.id }}',
					attributesMode: 'selected',
					fields: 'tier',
					options: { maxRetries: 0 },
				};
	const workflow = await n8n.rest.createWorkflow({
		name: which,
		nodes: [trigger, { ...node, name: 'Send', parameters: { ...node.parameters, ...parameters } }],
		connections: { [trigger.name]: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: ITEMS.map((json) => ({ json })) },
	});
	return await n8n.rest.run(workflow, CSV.trigger);
}

/** Tries a credential as the editor does when it is saved. */
async function testCredential(
	{ rest, emulator }: Pick<EmptyN8n, 'rest' | 'emulator'>,
	others: Readonly<Record<string, string>> = {},
): Promise<CredentialTestResult> {
	const credential = emulatorCredential(emulator);
	const serverToServer = {
		tenantId: 'demotenant',
		clientId: 'sample-client-id',
		clientSecret: 'sample-client-secret',
		scopes: 'openid',
	};
	const data = { ...credential.data, ...serverToServer, ...others };
	const { id } = await rest.createCredential({ ...credential, data });
	return await rest.testCredential(id, { ...credential, data });
}

describe('behind a proxy with a password, to a host with a certificate of a private authority', () => {
	const folders: string[] = [];
	let n8n: EmptyN8n;
	let target: Emulator;
	let front: TlsFront;
	let strangeFront: TlsFront;
	let proxy: PasswordProxy;

	/** Starts a host with a certificate of an authority of its own. */
	async function startFront(host: string): Promise<TlsFront> {
		const folder = await mkdtemp(path.join(tmpdir(), 'private-tls-'));
		folders.push(folder);
		return await startTlsFront(folder, host, target.url);
	}

	beforeAll(async () => {
		target = await startEmulator({ profileToken: TOKEN });
		front = await startFront(HOST);
		strangeFront = await startFront(STRANGE_HOST);
		proxy = await startPasswordProxy({ [HOST]: front.port, [STRANGE_HOST]: strangeFront.port });
		n8n = await startEmptyN8n(
			{},
			{
				HTTPS_PROXY: proxy.url,
				NO_PROXY: '127.0.0.1',
				NODE_EXTRA_CA_CERTS: front.authorityFile,
			},
		);
	});

	afterAll(async () => {
		await n8n.stop();
		await proxy.close();
		await front.close();
		await strangeFront.close();
		await target.close();
		for (const folder of folders) await rm(folder, { recursive: true });
	});

	test('single and bulk arrive over TLS', async () => {
		const { singleUpdates, batches } = target.counts;
		for (const { id } of ITEMS) target.putProfile('thirdPartyId', id);
		for (const which of ['update', 'bulk'] as const) {
			const execution = await run(n8n, `https://${HOST}`, which, TOKEN);
			expect(execution.error).toBeUndefined();
			expect(execution.text).not.toContain('sample-proxy-password');
			expect(execution.text).not.toContain(TOKEN);
		}
		const { status } = await testCredential(
			{ rest: n8n.rest, emulator: target },
			{ edgeUrl: `https://${HOST}`, authentication: 'profileToken', profileToken: TOKEN },
		);
		expect(status).toBe('OK');
		expect(target.counts).toMatchObject({ singleUpdates: singleUpdates + 20, batches: batches + 1 });
		expect(proxy.tunnels).toContain(`${HOST}:443`);
	});

	test('an unknown authority is an error in words', async () => {
		const { requests } = target.counts;
		const unknown = await run(n8n, `https://${STRANGE_HOST}`, 'bulk', TOKEN);
		expect(unknown.error).toContain(`${STRANGE_HOST} has a certificate that is not trusted`);
		expect(target.counts.requests).toBe(requests);
	});

	test('a wrong password is an error in words', async () => {
		const { requests } = target.counts;
		// An address of its own, to which no connection is kept.
		const edgeUrl = `https://${HOST}:8443`;
		proxy.changePassword();
		const refused = await run(n8n, edgeUrl, 'update', TOKEN);
		const said = `The proxy did not let the connection to ${HOST}:8443 through`;
		expect(refused.error).toBe(`Item 0: ${said}`);
		const { message } = await testCredential({ rest: n8n.rest, emulator: target }, { edgeUrl });
		expect(message).toContain(said);
		expect(proxy.refused).toBeGreaterThan(0);
		expect(target.counts.requests).toBe(requests);
	});
});

describe('n8n’s protection against requests into its own network', () => {
	let n8n: EmptyN8n;

	beforeAll(async () => {
		n8n = await startEmptyN8n(
			{},
			{ N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_IP_RANGES: `${ALLOWED_ADDRESS}/32` },
		);
	});

	afterAll(async () => {
		await n8n.stop();
	});

	test('a blocked address is refused by single and bulk, and nothing is sent', async () => {
		for (const which of ['update', 'bulk'] as const) {
			const execution = await run(n8n, n8n.emulator.url, which);
			expect(execution.error).toContain('n8n does not let requests go to 127.0.0.1');
		}
		// The name comes to a blocked address only when it is looked up.
		const { port } = new URL(n8n.emulator.url);
		const byName = await run(n8n, `http://localhost:${port}`, 'update');
		expect(byName.error).toContain(`n8n does not let requests go to localhost:${port}`);
		expect(n8n.emulator.counts.connections).toBe(0);

		// The test of a credential has another way out.
		const { url } = n8n.emulator;
		const signingIn = { authentication: 'oAuthServerToServer', imsUrl: url, adminUrl: url };
		const blocked: Array<Record<string, string>> = [
			{},
			{ edgeUrl: `http://localhost:${port}` },
			{ edgeUrl: '', ...signingIn },
		];
		for (const others of blocked) {
			const { status, message } = await testCredential(n8n, others);
			expect(status).toBe('Error');
			expect(message).toContain('n8n does not let requests go to ');
			expect(message).toContain('(N8N_SSRF_PROTECTION_ENABLED) blocks it.');
		}
		expect(n8n.emulator.counts.connections).toBe(0);
	});

	test('an allowed address works', async () => {
		const emulator = await startEmulator({ host: ALLOWED_ADDRESS });
		try {
			for (const { id } of ITEMS) emulator.putProfile('thirdPartyId', id);
			for (const which of ['update', 'bulk'] as const) {
				const execution = await run(n8n, emulator.url, which);
				expect(execution.error).toBeUndefined();
			}
			expect(emulator.counts).toMatchObject({ singleUpdates: 20, batches: 1 });

			const allowed = { rest: n8n.rest, emulator };
			expect(await testCredential(allowed)).toMatchObject({ status: 'OK' });
			emulator.answerNext({ status: 409, body: '<p>inner words</p>' });
			const { status, message } = await testCredential(allowed);
			expect(status).toBe('Error');
			expect(message).not.toContain('inner words');
		} finally {
			await emulator.close();
		}
	});
});
