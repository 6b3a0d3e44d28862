import { startForeignHost } from '../../engine/foreignHost';
import { CSV, nodeOf, readExample } from '../examples/examples';
import type { Execution } from '../server/execution';
import { startN8nWithNode } from '../server/n8nWithNode';
import { serverToServer, start, update } from '../server/runOperation';
import { requestNode } from './requestNode';

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
				nodes: [trigger, requestNode(saved, url)],
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
