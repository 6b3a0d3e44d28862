import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { CannedAnswer, Fault } from '../emulator';
import { SPOILINGS, STAGES } from '../emulator/faults';
import { startForeignHost } from '../engine/foreignHost';
import { CSV, nodeOf, readExample, WEBHOOK } from './examples';
import type { Execution } from './execution';
import { startN8nWithNode, type N8nWithNode } from './n8nWithNode';
import type { Credential } from './rest';

const SECRET = 'sample-client-secret';

/** A credential that signs in to the emulator of one n8n, whichever n8n keeps it. */
function serverToServer({ emulator }: N8nWithNode, clientSecret = SECRET): Credential {
	return {
		name: 'Adobe Target (server-to-server)',
		type: 'adobeTargetApi',
		data: {
			clientCode: emulator.clientCode,
			authentication: 'oAuthServerToServer',
			tenantId: 'demotenant',
			clientId: 'sample-client-id',
			clientSecret,
			scopes: 'openid,AdobeID',
			customEndpoints: true,
			edgeUrl: emulator.url,
			adminUrl: emulator.url,
			imsUrl: emulator.url,
		},
	};
}

/** Starts an operation over items; gives what waits for its end. */
async function start(
	n8n: N8nWithNode,
	credential: Credential,
	items: number,
	parameters: INodeParameters,
): Promise<() => Promise<Execution>> {
	const saved = await n8n.rest.createCredential(credential);
	const trigger = nodeOf(readExample(CSV.file, saved), CSV.trigger);
	const node = nodeOf(readExample(WEBHOOK.file, saved), WEBHOOK.update);
	const workflow = await n8n.rest.createWorkflow({
		name: 'Send',
		nodes: [trigger, { ...node, name: 'Send', parameters }],
		connections: { [trigger.name]: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
		pinData: {
			[trigger.name]: Array.from({ length: items }, (_, index) => ({
				json: { id: `c${index}`, tier: 'gold' },
			})),
		},
	});
	const execution = await n8n.rest.start(workflow, CSV.trigger);
	return async () => await n8n.rest.end(execution);
}

const update = (options: INodeParameters): INodeParameters => ({
	operation: 'updateProfile',
	profileId: '={{ $json.id }}',
	attributesMode: 'selected',
	fields: 'tier',
	options,
});

test('a token that expires in the middle is made anew once, for four executions in each of two n8n', async () => {
	// The node takes no token that lives less than a minute.
	const one = await startN8nWithNode({ identity: { tokenSeconds: 61 } });
	const two = await startN8nWithNode();
	try {
		const { emulator } = one;
		emulator.putProfile('thirdPartyId', 'c0');
		const items = 160;
		const began = Date.now();
		const runs = [];
		for (const n8n of [one, two, one, two, one, two, one, two]) {
			const options = { maxRequestsPerSecond: 2, maxRetries: 0 };
			runs.push(await start(n8n, serverToServer(one), items, update(options)));
		}
		for (const end of runs) {
			const execution = await end();
			expect(execution.error).toBeUndefined();
			expect(execution.json('Send')).toHaveLength(items);
		}
		const seconds = (Date.now() - began) / 1_000;
		expect(seconds).toBeGreaterThan(75);
		expect(emulator.counts.singleUpdates).toBe(8 * items);
		expect(emulator.identity?.counts.tokensBroken).toBe(0);
		expect(emulator.identity?.counts.tokenCreations).toBe(1);
	} finally {
		await one.stop();
		await two.stop();
	}
});

test('n8n’s HTTP Request node gets the token for the edge, and for no other host', async () => {
	const n8n = await startN8nWithNode({ identity: {} });
	const other = await startForeignHost();
	try {
		n8n.emulator.putProfile('thirdPartyId', 'c1', { tier: 'gold' });
		const credential = serverToServer(n8n);
		const saved = await n8n.rest.createCredential({
			...credential,
			data: { ...credential.data, allowInHttpRequest: true },
		});
		const trigger = nodeOf(readExample(CSV.file, saved), CSV.trigger);
		const ask = async (url: string): Promise<Execution> => {
			const workflow = await n8n.rest.createWorkflow({
				name: 'HTTP Request',
				nodes: [
					trigger,
					{
						id: '2',
						name: 'Ask',
						type: 'n8n-nodes-base.httpRequest',
						typeVersion: 4.2,
						position: [200, 0],
						parameters: {
							url,
							authentication: 'predefinedCredentialType',
							nodeCredentialType: 'adobeTargetApi',
							options: {},
						},
						credentials: { adobeTargetApi: { id: saved.id, name: saved.name } },
					},
				],
				connections: { [trigger.name]: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
			});
			return await n8n.rest.run(workflow, CSV.trigger);
		};
		const { url, clientCode } = n8n.emulator;
		const fetched = await ask(`${url}/rest/v1/profiles/thirdPartyId/c1?client=${clientCode}`);
		expect(fetched.error).toBeUndefined();
		expect(fetched.json('Ask')).toMatchObject([{ profileAttributes: { tier: { value: 'gold' } } }]);
		await ask(`${other.url}/rest/v1/profiles/thirdPartyId/c1`);
		expect(other.seen).toHaveLength(1);
		expect(other.seen.join()).not.toMatch(/authorization|sample-profile-token/i);
	} finally {
		await other.close();
		await n8n.stop();
	}
});

/** What goes wrong once, or is answered, in a run that is then looked at for secrets. */
const TROUBLES: ReadonlyArray<CannedAnswer | Fault | undefined> = [
	undefined,
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
];

/** A secret as it may be found: as it is, in a URL, in JSON, and in Base64 at each of the three places it can begin. */
function waysToWrite(secret: string): string[] {
	const inBase64 = ['', ' ', '  '].map((before) =>
		Buffer.from(`${before}${secret}`).toString('base64').slice(4, -4),
	);
	return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inBase64];
}

test('no secret is in anything that n8n keeps, however a run ends', async () => {
	const n8n = await startN8nWithNode({ identity: {}, callsPerMinute: 1_000 });
	try {
		const { emulator, folder } = n8n;
		emulator.putProfile('thirdPartyId', 'c0');
		const credential = serverToServer(n8n);
		const bulk: INodeParameters = {
			operation: 'bulkUpdateProfiles',
			idField: 'id',
			options: { maxRetries: 0 },
		};
		const texts: string[] = [];
		for (const trouble of TROUBLES) {
			for (const parameters of [update({ maxRetries: 0, verifyProfileExists: false }), bulk]) {
				if (trouble !== undefined) emulator.answerNext(trouble);
				const end = await start(n8n, credential, 1, parameters);
				texts.push((await end()).text);
			}
		}
		const wrong = await start(n8n, serverToServer(n8n, `${SECRET}-wrong`), 1, update({}));
		texts.push((await wrong()).text);
		const preview = await start(n8n, credential, 1, update({ previewOnly: true }));
		texts.push((await preview()).text);

		const secrets = [SECRET, 'sample-ims-token', 'sample-profile-token'].flatMap(waysToWrite);
		for (const text of texts) {
			for (const secret of secrets) expect(text).not.toContain(secret);
		}
		const files = await readdir(folder, { recursive: true, withFileTypes: true });
		const looked: string[] = [];
		for (const file of files.filter(
			(entry) => entry.isFile() && !entry.parentPath.includes('node_modules'),
		)) {
			const name = path.join(file.parentPath, file.name);
			const content = await readFile(name);
			looked.push(file.name);
			for (const secret of secrets) expect([name, content.includes(secret)]).toEqual([name, false]);
			if (file.name === 'database.sqlite') expect(content.includes('Adobe Target')).toBe(true);
		}
		expect(looked).toEqual(expect.arrayContaining(['database.sqlite', 'n8n.log']));
	} finally {
		await n8n.stop();
	}
});
