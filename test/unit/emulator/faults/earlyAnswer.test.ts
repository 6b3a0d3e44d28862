import { setTimeout as pause } from 'node:timers/promises';

import { startEmulator, type Emulator } from '../../../emulator';
import { RawClient, until, updateRequest } from '../rawClient';
import { element, FORM, get, post, upload, withEmulator } from '../withEmulator';

let emulator: Emulator;

beforeEach(async () => {
	emulator = await startEmulator();
	emulator.putProfile('thirdPartyId', 'c1');
});

afterEach(async () => {
	await emulator.close();
});

const held = () => emulator.profile('thirdPartyId', 'c1')?.get('tier');

test('success is answered to the head, and the body processed when it has arrived', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 0 });
	const { head, body } = updateRequest('gold');
	const client = new RawClient(emulator);
	client.send(head);
	await until(() => client.received.includes('<success>true</success>'));
	expect(held()).toBeUndefined();
	client.send(body);
	await until(() => held() === 'gold');
	expect(emulator.counts).toMatchObject({ singleUpdates: 1, faults: 1, refused: 0 });
	const next = updateRequest('silver');
	client.send(next.head + next.body);
	await until(() => held() === 'silver');
	client.giveUp();
});

test('a body that is written over after the answer is processed as it arrived', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 0 });
	const { head, body } = updateRequest('gold');
	const client = new RawClient(emulator);
	client.send(head + body.slice(0, -2));
	await until(() => client.received.includes('<success>true</success>'));
	client.send('ne');
	await until(() => held() === 'gone');
	client.giveUp();
});

test('a body that breaks off is processed as far as it came', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 0 });
	const { head, body } = updateRequest('gold');
	const client = new RawClient(emulator);
	client.send(head + body.slice(0, -2));
	await until(() => client.received.includes('<success>true</success>'));
	client.giveUp();
	await emulator.settled();
	expect(held()).toBe('go');
});

test('a body of which nothing can be made is nobody’s but the emulator’s', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 0 });
	const { text } = await upload(emulator, ['thirdPartyId,tier', 'c1,gold', 'c2,a b']);
	expect(element(text, 'success')).toBe('true');
	await emulator.settled();
	expect(emulator.counts).toMatchObject({ batches: 0, refused: 1 });
	expect(held()).toBeUndefined();
});

test('a large body is still on its way when the answer is there, and is read at its pace', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 2 });
	const rows = Array.from({ length: 20_000 }, (_, row) => `c${row},${'x'.repeat(1_000)}`);
	const body = ['batch=thirdPartyId,tier', ...rows].join('\n');
	const client = new RawClient(emulator);
	client.send(
		`POST /m2/democlient/v2/profile/batchUpdate HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${FORM}\r\ncontent-length: ${body.length}\r\n\r\n`,
	);
	client.send(body);
	await until(() => client.received.includes('</response>'));
	expect(client.unsentBytes).toBeGreaterThan(5_000_000);
	expect(emulator.counts.batches).toBe(0);
	await emulator.settled();
	expect(client.unsentBytes).toBe(0);
	expect(emulator.counts).toMatchObject({ batches: 1, rows: 20_000 });
	client.giveUp();
});

test('the status of a batch is known by the ID that the early answer gave', async () => {
	emulator.answerNext({ fault: 'earlyAnswer', ms: 0 });
	const { text } = await upload(emulator, ['thirdPartyId,tier', 'c1,gold']);
	await emulator.settled();
	const { pathname, search } = new URL(element(text, 'batchStatus'));
	expect(element((await get(emulator, pathname + search)).text, 'status')).toBe('incomplete');
	expect(element((await get(emulator, pathname + search)).text, 'status')).toBe('complete');
	expect(held()).toBe('gold');
});

test('what is turned down by its head, or answered by its body, has no early answer', async () => {
	const options = { profileToken: 'sample-token', callsPerMinute: 1, identity: undefined };
	await withEmulator(options, async (other) => {
		const bearer = { authorization: 'Bearer sample-token' };
		const batch = 'batch=thirdPartyId,tier\nc1,gold';
		other.answerNext({ fault: 'earlyAnswer', ms: 0 }, 5);
		expect((await post(other, 'v2/profile/batchUpdate', batch)).status).toBe(401);
		expect((await post(other, 'v2/profile/batchUpdate', batch, bearer)).status).toBe(200);
		expect((await post(other, 'v2/profile/batchUpdate', batch, bearer)).status).toBe(503);
		expect((await post(other, 'profile/nowhere', batch, bearer)).status).toBe(404);
		await pause(0);
		const fetched = await get(other, '/rest/v1/profiles/thirdPartyId/c1?client=democlient', bearer);
		expect(fetched.text).toContain('"gold"');
		expect(other.counts).toMatchObject({ faults: 5, batches: 1, refused: 3 });
	});
});

test('a slow reader holds a batch in flight while others come and go', async () => {
	emulator.answerNext({ fault: 'slowReading', ms: 5 });
	const rows = Array.from({ length: 20_000 }, (_, row) => `slow${row},${'x'.repeat(1_000)}`);
	const slow = upload(emulator, ['thirdPartyId,tier', ...rows]);
	await until(() => emulator.counts.requests === 1);
	for (let batch = 0; batch < 10; batch++) {
		await upload(emulator, ['thirdPartyId,tier', `quick${batch},gold`]);
	}
	expect(emulator.counts.batches).toBe(10);
	expect(element((await slow).text, 'success')).toBe('true');
	expect(emulator.counts).toMatchObject({ batches: 11, rows: 20_010 });
});
