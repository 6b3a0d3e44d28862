import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { credentialFor, emulatorPerTest, runUpdate } from '../emulatedRun';

const emulator = emulatorPerTest();

function known(...ids: string[]) {
	for (const id of ids) emulator().putProfile('thirdPartyId', id);
}

function held(id: string) {
	return Object.fromEntries(emulator().profile('thirdPartyId', id) ?? []);
}

test('each item becomes one update, and comes out in input order, paired with its item', async () => {
	const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
	known(...ids);
	const { success, error } = await runUpdate(
		emulator(),
		ids.map((id) => ({ id, tier: `tier of ${id}` })),
	);
	expect(error).toBeUndefined();
	expect(success).toEqual(
		ids.map((id, item) => ({
			json: {
				profileId: id,
				idType: 'thirdPartyId',
				submitted: true,
				attributesSent: 1,
				message: 'Request successfully submitted. Whether Target has a profile with this ID was not checked.',
			},
			pairedItem: { item },
		})),
	);
	for (const id of ids) expect(held(id)).toEqual({ tier: `tier of ${id}` });
});

test('output keeps the input order when answers come back in another', async () => {
	const waiting: ServerResponse[] = [];
	const server = createServer((_, response) => {
		waiting.push(response);
		if (waiting.length < 3) return;
		for (const held of waiting.reverse()) held.end('trueRequest successfully submitted');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const credential = { ...credentialFor(emulator()), edgeUrl: `http://127.0.0.1:${port}` };
	const items = ['c0', 'c1', 'c2'].map((id) => ({ id, tier: 'gold' }));
	const { success } = await runUpdate(emulator(), items, {}, { credential });
	server.close();
	expect(success.map(({ json }) => json.profileId)).toEqual(['c0', 'c1', 'c2']);
});

test('a PC ID is sent with its location hint', async () => {
	emulator().putProfile('pcId', '1368007744041-575948.28_20');
	await runUpdate(emulator(), [{ id: '1368007744041-575948.28_20', tier: 'gold' }], { idType: 'pcId' });
	expect(Object.fromEntries(emulator().profile('pcId', '1368007744041-575948.28_20') ?? [])).toEqual({
		tier: 'gold',
	});
});

test('attributes are defined one by one, with expressions, and empties are not sent', async () => {
	known('c1');
	const { success } = await runUpdate(emulator(), [{ id: 'c1', loyalty: { points: 12 } }], {
		attributesMode: 'define',
		attributes: {
			assignments: [
				{ id: '1', name: 'points', value: '={{ $json.loyalty.points }}', type: 'number' },
				{ id: '2', name: 'profile.source', value: 'crm', type: 'string' },
				{ id: '3', name: 'empty', value: '={{ $json.missing }}', type: 'string' },
			],
		},
	});
	expect(held('c1')).toEqual({ points: '12', source: 'crm' });
	expect(success[0]?.json.attributesSent).toBe(2);
});

test('selected fields are sent by their paths', async () => {
	known('c1');
	await runUpdate(emulator(), [{ id: 'c1', a: 1, b: { c: 2, d: 3 } }], {
		attributesMode: 'selected',
		fields: 'a, b.c, missing',
	});
	expect(held('c1')).toEqual({ a: '1', 'b.c': '2' });
});

test.each([
	['flatten', { 'a.b': '1', tags: 'x|y' }],
	['json', { a: '{"b":1}', tags: '["x","y"]' }],
	['omit', { plain: '1' }],
])('nested values: %s', async (nestedValues, expected) => {
	known('c1');
	await runUpdate(emulator(), [{ id: 'c1', a: { b: 1 }, tags: ['x', 'y'], plain: 1 }], {
		options: { excludeFields: nestedValues === 'omit' ? 'id' : 'id, plain', nestedValues },
	});
	expect(held('c1')).toEqual(expected);
});

test.each([1, 3])('no more than %i sockets are opened for as many updates at a time', async (concurrency) => {
	const items = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	await runUpdate(emulator(), items, { options: { concurrency } });
	expect(emulator().counts.singleUpdates).toBe(20);
	expect(emulator().counts.connections).toBe(concurrency);
});

test('an unknown profile is submitted like any other, and the output claims no more', async () => {
	const { success } = await runUpdate(emulator(), [{ id: 'nobody', tier: 'gold' }]);
	expect(success[0]?.json).toMatchObject({ submitted: true });
	expect(JSON.stringify(success)).not.toMatch(/updated/i);
	expect(emulator().profile('thirdPartyId', 'nobody')).toBeUndefined();
});

test('the next run goes over the connection of the one before', async () => {
	for (let run = 0; run < 3; run++) await runUpdate(emulator(), [{ id: 'c1', tier: 'gold' }]);
	expect(emulator().counts).toMatchObject({ singleUpdates: 3, connections: 1, openConnections: 1 });
});

test.each([
	['concurrency', 0, 'The option "Concurrency" must be a number'],
	['concurrency', 'many', 'The option "Concurrency" must be a number'],
	['timeoutSeconds', -1, 'The option "Timeout (Seconds)" must be a number'],
	['nestedValues', 'other', 'The parameter "Nested Values" has a value that it can’t have'],
])('the option %s refuses %j and sends nothing', async (name, value, message) => {
	const { error } = await runUpdate(emulator(), [{ id: 'c1', tier: 'gold' }], { options: { [name]: value } });
	expect(error?.message).toBe(message);
	expect(emulator().counts.requests).toBe(0);
});

test('no input items, no output and no request', async () => {
	const { success, error } = await runUpdate(emulator(), []);
	expect(error).toBeUndefined();
	expect(success).toEqual([]);
	expect(emulator().counts.requests).toBe(0);
});
