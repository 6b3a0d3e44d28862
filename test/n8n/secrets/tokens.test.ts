import { startN8nWithNode } from '../server/n8nWithNode';
import { serverToServer, start, update } from '../server/runOperation';

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
