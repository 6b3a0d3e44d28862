import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { CSV, emulatorCredential, nodeOf, readExample, WEBHOOK } from '../examples/examples';
import type { Execution } from '../server/execution';
import { startN8nWithNode, type N8nWithNode } from '../server/n8nWithNode';
import type { CredentialTestResult } from '../server/rest';
import { startPasswordProxy, startTlsFront, type PasswordProxy, type TlsFront } from './privateTls';

const HOST = 'target.example.com';
const TOKEN = '00000000-sample-token-for-the-tests';
const ITEMS = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));

/** Runs one of the node's operations over items, with a credential that leads to the address given. */
async function run(
	n8n: N8nWithNode,
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
	{ rest, emulator }: Pick<N8nWithNode, 'rest' | 'emulator'>,
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
	let folder: string;
	let emulator: Emulator;
	let front: TlsFront;
	let proxy: PasswordProxy;

	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'private-tls-'));
		emulator = await startEmulator({ profileToken: TOKEN });
		front = await startTlsFront(folder, HOST, emulator.url);
		proxy = await startPasswordProxy(front.port);
	});

	afterAll(async () => {
		await proxy.close();
		await front.close();
		await emulator.close();
		await rm(folder, { recursive: true });
	});

	test('single and bulk arrive over TLS', async () => {
		const n8n = await startN8nWithNode(
			{},
			{
				HTTPS_PROXY: proxy.url,
				NO_PROXY: '127.0.0.1',
				NODE_EXTRA_CA_CERTS: front.authorityFile,
			},
		);
		try {
			for (const { id } of ITEMS) emulator.putProfile('thirdPartyId', id);
			for (const which of ['update', 'bulk'] as const) {
				const execution = await run(n8n, `https://${HOST}`, which, TOKEN);
				expect(execution.error).toBeUndefined();
				expect(execution.text).not.toContain('sample-proxy-password');
				expect(execution.text).not.toContain(TOKEN);
			}
			const { status } = await testCredential(
				{ rest: n8n.rest, emulator },
				{ edgeUrl: `https://${HOST}`, authentication: 'profileToken', profileToken: TOKEN },
			);
			expect(status).toBe('OK');
			expect(emulator.counts).toMatchObject({ singleUpdates: 20, batches: 1, rows: 20 });
			expect(new Set(proxy.tunnels)).toEqual(new Set([`${HOST}:443`]));
		} finally {
			await n8n.stop();
		}
	});

	test('a wrong password and an unknown authority are errors in words', async () => {
		const { requests } = emulator.counts;
		const n8n = await startN8nWithNode({}, { HTTPS_PROXY: proxy.wrongUrl, NO_PROXY: '127.0.0.1' });
		try {
			const refused = await run(n8n, `https://${HOST}`, 'update', TOKEN);
			const said = `The proxy did not let the connection to ${HOST} through`;
			expect(refused.error).toBe(`Item 0: ${said}`);
			const { message } = await testCredential({ rest: n8n.rest, emulator }, { edgeUrl: `https://${HOST}` });
			expect(message).toContain(said);
			expect(proxy.refused).toBeGreaterThan(0);
		} finally {
			await n8n.stop();
		}
		const trusting = await startN8nWithNode({}, { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
		try {
			const unknown = await run(trusting, `https://${HOST}`, 'bulk', TOKEN);
			expect(unknown.error).toContain(`${HOST} has a certificate that is not trusted`);
		} finally {
			await trusting.stop();
		}
		expect(emulator.counts.requests).toBe(requests);
	});
});

describe('n8n’s protection against requests into its own network', () => {
	const ON = { N8N_SSRF_PROTECTION_ENABLED: 'true' };

	test('a blocked address is refused by single and bulk, and nothing is sent', async () => {
		const n8n = await startN8nWithNode({}, ON);
		try {
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
		} finally {
			await n8n.stop();
		}
	});

	test('an allowed address works', async () => {
		const n8n = await startN8nWithNode({}, { ...ON, N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' });
		try {
			for (const { id } of ITEMS) n8n.emulator.putProfile('thirdPartyId', id);
			for (const which of ['update', 'bulk'] as const) {
				const execution = await run(n8n, n8n.emulator.url, which);
				expect(execution.error).toBeUndefined();
			}
			expect(n8n.emulator.counts).toMatchObject({ singleUpdates: 20, batches: 1 });

			expect(await testCredential(n8n)).toMatchObject({ status: 'OK' });
			n8n.emulator.answerNext({ status: 409, body: '<p>inner words</p>' });
			const { status, message } = await testCredential(n8n);
			expect(status).toBe('Error');
			expect(message).not.toContain('inner words');
		} finally {
			await n8n.stop();
		}
	});
});
