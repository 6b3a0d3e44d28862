import type { INodeParameters } from 'n8n-workflow';
import { startEmulator } from '../../emulator';
import { startForeignHost, type ForeignHost } from '../../engine/foreignHost';
import { CSV, emulatorCredential, nodeOf, readExample } from '../examples/examples';
import type { Execution } from '../server/execution';
import { filesThatShow } from './filesThatShow';
import { requestNode } from './requestNode';
import { startN8nWithNode, type N8nWithNode } from '../server/n8nWithNode';
import type { Credential } from '../server/rest';
import { serverToServer } from '../server/runOperation';

const TOKEN = '00000000-sample-token-for-the-tests';

/** Where n8n 2.41 keeps the request of an HTTP Request node that failed, for every node after it to read. */
const LEAK = '={{ $json.error.cause.options.headers.authorization }}';

let n8n: N8nWithNode;
let other: ForeignHost;

beforeAll(async () => {
	n8n = await startN8nWithNode({ profileToken: TOKEN });
	other = await startForeignHost();
});

afterAll(async () => {
	await other.close();
	await n8n.stop();
});

/** An HTTP Request node with the credential, which goes on after an error to a node that reads the failed request. */
async function ask(
	path: string,
	options: INodeParameters,
	allowInHttpRequest: boolean,
	others: Credential['data'] = {},
): Promise<Execution> {
	const credential = emulatorCredential(n8n.emulator, TOKEN);
	const data = { ...credential.data, allowInHttpRequest, ...others };
	return await askWith({ ...credential, data }, `${n8n.emulator.url}${path}`, options);
}

/** The same with any credential, for any address. */
async function askWith(
	credential: Credential,
	url: string,
	options: INodeParameters = {},
): Promise<Execution> {
	const saved = await n8n.rest.createCredential(credential);
	const trigger = nodeOf(readExample(CSV.file, saved), CSV.trigger);
	const workflow = await n8n.rest.createWorkflow({
		name: 'HTTP Request',
		nodes: [
			trigger,
			requestNode(saved, url, options, { onError: 'continueRegularOutput' }),
			{
				id: '3',
				name: 'Read',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [400, 0],
				parameters: {
					assignments: { assignments: [{ id: '1', name: 'read', type: 'string', value: LEAK }] },
				},
			},
		],
		connections: {
			[trigger.name]: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
			Ask: { main: [[{ node: 'Read', type: 'main', index: 0 }]] },
		},
	});
	return await n8n.rest.run(workflow, CSV.trigger);
}

const profile = () => `/rest/v1/profiles/thirdPartyId/c1?client=${n8n.emulator.clientCode}`;

test('without its owner’s leave, the credential gives the token to no workflow', async () => {
	const { requests } = n8n.emulator.counts;
	const execution = await ask('/unknown', {}, false);
	expect(JSON.stringify(execution.json('Ask'))).toContain('This credential is not allowed in other nodes');
	expect(execution.text).not.toContain(TOKEN);
	expect((await filesThatShow(n8n.folder, [TOKEN])).showing).toEqual([]);
	expect(n8n.emulator.counts.requests).toBe(requests);
});

test('with its owner’s leave, a request is answered', async () => {
	n8n.emulator.putProfile('thirdPartyId', 'c1', { tier: 'gold' });
	const execution = await ask(profile(), {}, true);
	expect(execution.json('Ask')).toMatchObject([{ profileAttributes: { tier: { value: 'gold' } } }]);
});

test('a token that was signed in for goes to the edge, and to no other host', async () => {
	const target = await startEmulator({ identity: {} });
	try {
		target.putProfile('thirdPartyId', 'c1', { tier: 'gold' });
		const credential = serverToServer({ emulator: target });
		const allowed = { ...credential, data: { ...credential.data, allowInHttpRequest: true } };
		const fetched = await askWith(allowed, `${target.url}${profile()}`);
		expect(fetched.json('Ask')).toMatchObject([{ profileAttributes: { tier: { value: 'gold' } } }]);

		const { length: before } = other.seen;
		await askWith(allowed, `${other.url}${profile()}`);
		const seen = other.seen.slice(before);
		expect(seen).toHaveLength(1);
		expect(seen.join()).not.toMatch(/authorization|sample-profile-token/i);
	} finally {
		await target.close();
	}
});

test('with Allowed HTTP Request Domains on None, n8n gives the credential to no request', async () => {
	const { requests } = n8n.emulator.counts;
	const execution = await ask(profile(), {}, true, { allowedHttpRequestDomains: 'none' });
	expect(execution.json('Ask')).toEqual([
		{ error: 'This credential is configured to prevent use within an HTTP Request or GraphQL node' },
	]);
	expect(execution.text).not.toContain(TOKEN);
	expect(n8n.emulator.counts.requests).toBe(requests);
});

test.each<[string, () => INodeParameters, string]>([
	['a proxy of its own', () => ({ proxy: other.url }), 'a proxy of its own'],
	['lax certificates', () => ({ allowUnauthorizedCerts: true }), '\\"Ignore SSL Issues\\" on'],
])('a request with %s gets no token', async (_, options, what) => {
	const { length: before } = other.seen;
	const execution = await ask(profile(), options(), true);
	expect(JSON.stringify(execution.json('Ask'))).toContain(`The request has ${what}`);
	expect(execution.text).not.toContain(TOKEN);
	expect(other.seen).toHaveLength(before);
});

test('a redirect to another host is not followed', async () => {
	n8n.emulator.answerNext({ status: 302, headers: { location: `${other.url}/stolen` } });
	const redirect: INodeParameters = { redirect: { redirect: { followRedirects: true, maxRedirects: 21 } } };
	const { length: before } = other.seen;
	const execution = await ask(profile(), redirect, true);
	expect(execution.status).toBe('success');
	expect(other.seen).toHaveLength(before);
});

// A flaw of n8n's, which is why the field is off by default. SECURITY.md and the field itself say so.
test('with its owner’s leave, n8n hands the token of a failed request to the workflow', async () => {
	const execution = await ask('/unknown', {}, true);
	expect(execution.json('Read')).toEqual([{ read: `Bearer ${TOKEN}` }]);
});
