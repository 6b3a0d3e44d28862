import { setTimeout as pause } from 'node:timers/promises';

import {
	ENDINGS,
	STAGES,
	startEmulator,
	type CannedAnswer,
	type Emulator,
	type Fault,
} from '../../../emulator';
import { RawClient, until, updateRequest } from '../rawClient';
import { element, get, post, upload, withEmulator } from '../withEmulator';

const SUCCESS =
	'<response><success>true</success><pcId></pcId><message>Request successfully submitted</message></response>';
const UPDATE = 'mbox3rdPartyId=c1&profile.tier=gold';
const PROCESSED = ['processed', 'halfHead', 'halfBody'];

/** Long enough for what is to happen on this machine, where it must be seen not to. */
const A_MOMENT_MS = 40;

let emulator: Emulator;

beforeEach(async () => {
	emulator = await startEmulator();
	emulator.putProfile('thirdPartyId', 'c1');
});

afterEach(async () => {
	await emulator.close();
});

const held = () => emulator.profile('thirdPartyId', 'c1')?.get('tier');

describe('an exchange that breaks off', () => {
	const STEPS = { connected: 0, headRead: 1, partRead: 2 } as const;

	it.each(STAGES)('at the stage %s has got so far, and no further', async (at) => {
		emulator.answerNext({ fault: 'close', at });
		const { head, body } = updateRequest('gold');
		const client = new RawClient(emulator);
		const parts = ['', head, body.slice(0, 1), body.slice(1)];
		const last = at in STEPS ? STEPS[at as keyof typeof STEPS] : 3;
		for (const part of parts.slice(0, last)) {
			client.send(part);
			await pause(A_MOMENT_MS);
			expect(client.endedBy).toBeUndefined();
		}
		client.send(parts[last] ?? '');
		await until(() => client.endedBy !== undefined);
		expect(held()).toBe(PROCESSED.includes(at) ? 'gold' : undefined);
		if (at === 'halfHead') expect(client.received).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-ty/);
		else if (at === 'halfBody') {
			expect(client.received).toContain(`\r\ncontent-length: ${SUCCESS.length}\r\n\r\n<response>`);
			expect(client.received.endsWith(SUCCESS.slice(0, SUCCESS.length / 2))).toBe(true);
		} else expect(client.received).toBe('');
		expect(emulator.counts).toMatchObject({ faults: 1, requests: at === 'connected' ? 0 : 1 });
		client.giveUp();
	});

	const BREAKS = ENDINGS.flatMap((fault) => STAGES.map((at) => ({ fault, at })));

	it.each(BREAKS)('by $fault at the stage $at leaves no connection behind', async ({ fault, at }) => {
		emulator.answerNext({ fault, at });
		const { head, body } = updateRequest('gold');
		const client = new RawClient(emulator);
		client.send(head + body);
		if (fault === 'stall') {
			await pause(A_MOMENT_MS);
			expect(client.endedBy).toBeUndefined();
			expect(emulator.counts.openConnections).toBe(1);
			client.giveUp();
		} else {
			await until(() => client.endedBy !== undefined);
			expect(client.endedBy).toBe(fault === 'reset' ? 'RST' : 'FIN');
			expect(client.received.includes('this is no HTTP')).toBe(fault === 'gibberish');
		}
		await until(() => emulator.counts.openConnections === 0);
	});

	it.each(STAGES)('may stall at the stage %s until the emulator is closed', async (at) => {
		emulator.answerNext({ fault: 'stall', at });
		const { head, body } = updateRequest('gold');
		const client = new RawClient(emulator);
		client.send(head + body);
		await until(() => emulator.counts.faults === 1);
		await emulator.close();
		expect(emulator.counts.openConnections).toBe(0);
		client.giveUp();
	});

	it('that would break off within the body breaks off before one that there is not', async () => {
		emulator.answerNext({ fault: 'close', at: 'partRead' });
		await expect(get(emulator, '/rest/v1/profiles/thirdPartyId/c1?client=democlient')).rejects.toThrow();
		await emulator.settled();
	});

	it('has read only a part of a large body when it stalls in it', async () => {
		emulator.answerNext({ fault: 'stall', at: 'partRead' });
		const { head, body } = updateRequest('x'.repeat(30_000_000));
		const client = new RawClient(emulator);
		client.send(head + body);
		await until(() => emulator.counts.requests === 1);
		await pause(10 * A_MOMENT_MS);
		expect(client.unsentBytes).toBeGreaterThan(10_000_000);
		client.giveUp();
		await until(() => emulator.counts.openConnections === 0);
	});

	it('may have sent half of an answer to a request that was not processed', async () => {
		emulator.answerNext({ fault: 'close', at: 'halfBody', processed: false });
		await expect(post(emulator, 'profile/update', UPDATE)).rejects.toThrow();
		expect(held()).toBeUndefined();
	});
});

describe('an answer that is spoiled', () => {
	const SPOILED: ReadonlyArray<readonly [how: string, answer: Fault, text: (text: string) => void]> = [
		[
			'is empty',
			{ fault: 'spoiled', how: 'empty' },
			(text) => {
				expect(text).toBe('');
			},
		],
		[
			'is broken',
			{ fault: 'spoiled', how: 'broken' },
			(text) => {
				expect(text).toContain('{success>true{/success>');
			},
		],
		[
			'is half',
			{ fault: 'spoiled', how: 'half' },
			(text) => {
				expect(text).toBe(SUCCESS.slice(0, SUCCESS.length / 2));
			},
		],
		[
			'is huge',
			{ fault: 'spoiled', how: 'huge' },
			(text) => {
				expect(text).toHaveLength(6_000_000);
			},
		],
	];

	it.each(SPOILED)('%s, and the request processed', async (_, fault, expectText) => {
		emulator.answerNext(fault);
		const { status, text } = await post(emulator, 'profile/update', UPDATE);
		expect(status).toBe(200);
		expectText(text);
		expect(held()).toBe('gold');
	});

	it('may be of a request that was not processed', async () => {
		emulator.answerNext({ fault: 'spoiled', how: 'half', processed: false });
		const { text } = await post(emulator, 'profile/update', UPDATE);
		expect(text).toContain('<success>true</success>');
		expect(held()).toBeUndefined();
	});

	it('is a refusal, and the request not processed', async () => {
		emulator.answerNext({ fault: 'spoiled', how: 'refused' });
		const { status, text } = await upload(emulator, ['thirdPartyId,tier', 'c1,gold']);
		expect(status).toBe(200);
		expect(element(text, 'success')).toBe('false');
		expect(held()).toBeUndefined();
	});

	it.each([undefined, false, true])('has a status of its own, with processed: %s', async (processed) => {
		const answer: CannedAnswer = { status: 502, body: 'Bad Gateway', processed };
		emulator.answerNext(answer);
		expect(await post(emulator, 'profile/update', UPDATE)).toMatchObject({
			status: 502,
			text: 'Bad Gateway',
		});
		expect(held()).toBe(processed ? 'gold' : undefined);
	});
});

describe('an answer with a wrong length', () => {
	async function rawAnswer(fault: Fault): Promise<RawClient> {
		emulator.answerNext(fault);
		const { head, body } = updateRequest('gold');
		const client = new RawClient(emulator);
		client.send(head + body);
		await until(() => client.received.includes('</response>'));
		return client;
	}

	it('claims more than it is, and the connection is closed', async () => {
		const client = await rawAnswer({ fault: 'wrongLength', claims: 'more' });
		expect(client.received).toContain(`content-length: ${SUCCESS.length + 20}\r\n`);
		await until(() => client.endedBy === 'FIN');
		expect(held()).toBe('gold');
		client.giveUp();
	});

	it('claims less than it is, and the connection is kept', async () => {
		const client = await rawAnswer({ fault: 'wrongLength', claims: 'less', processed: false });
		expect(client.received).toContain(`content-length: 73\r\n`);
		await pause(A_MOMENT_MS);
		expect(client.endedBy).toBeUndefined();
		expect(held()).toBeUndefined();
		client.giveUp();
	});
});

describe('a slow Target', () => {
	it('answers so much later', async () => {
		emulator.answerNext({ fault: 'latency', ms: 100 });
		const started = performance.now();
		expect((await post(emulator, 'profile/update', UPDATE)).text).toBe(SUCCESS);
		expect(performance.now() - started).toBeGreaterThan(95);
		expect((await post(emulator, 'profile/update', UPDATE)).text).toBe(SUCCESS);
	});

	it('answers once something else has happened, and at the latest ends when it is closed', async () => {
		let release: (() => void) | undefined;
		emulator.answerNext({ fault: 'held', until: new Promise<void>((resolve) => (release = resolve)) });
		emulator.answerNext({ fault: 'held', until: new Promise(() => undefined) });
		let isAnswered = false;
		const first = post(emulator, 'profile/update', UPDATE).finally(() => (isAnswered = true));
		while (held() === undefined) await pause(1);
		const second = post(emulator, 'profile/update', UPDATE);
		while (emulator.counts.requests < 2) await pause(1);
		expect(isAnswered).toBe(false);
		release?.();
		expect((await first).text).toBe(SUCCESS);
		const closed = expect(second).rejects.toThrow();
		await emulator.close();
		await closed;
	});

	it('reads a large body piece by piece', async () => {
		emulator.answerNext({ fault: 'slowReading', ms: 20 });
		const started = performance.now();
		const rows = Array.from({ length: 40_000 }, (_, row) => `c${row},${'x'.repeat(10)}`);
		const { text } = await upload(emulator, ['thirdPartyId,tier', ...rows]);
		expect(element(text, 'success')).toBe('true');
		// 640 KB are ten pieces at least.
		expect(performance.now() - started).toBeGreaterThan(190);
		expect(emulator.counts.rows).toBe(40_000);
	});
});

describe('a kept connection', () => {
	it('may be closed right after an answer that does not say so', async () => {
		emulator.answerNext({ fault: 'closeAfterAnswer' });
		const { head, body } = updateRequest('gold');
		const client = new RawClient(emulator);
		client.send(head + body);
		await until(() => client.endedBy === 'FIN');
		expect(client.received.includes(SUCCESS)).toBe(true);
		expect(client.received).not.toMatch(/connection: close/i);
		expect(held()).toBe('gold');
		client.giveUp();
	});

	it.each([
		['small', 'late'],
		['large', 'late'.repeat(500_000)],
	])('takes no %s request any more once its FIN is sent', async (_, value) => {
		emulator.answerNext({ fault: 'closeAfterAnswer' });
		const gold = updateRequest('gold');
		const late = updateRequest(value);
		const client = new RawClient(emulator);
		client.send(gold.head + gold.body);
		await until(() => client.received.includes(SUCCESS));
		client.send(late.head + late.body);
		await until(() => emulator.counts.openConnections === 0);
		expect(held()).toBe('gold');
		client.giveUp();
	});

	it('may be reset when the next request comes, which is not processed', async () => {
		emulator.answerNext({ fault: 'resetOnReuse' });
		const gold = updateRequest('gold');
		const next = updateRequest('next');
		const client = new RawClient(emulator);
		client.send(gold.head + gold.body);
		await until(() => client.received.includes(SUCCESS));
		await pause(A_MOMENT_MS);
		expect(client.endedBy).toBeUndefined();
		client.send(next.head + next.body);
		await until(() => client.endedBy === 'RST');
		expect(held()).toBe('gold');
		expect(emulator.counts).toMatchObject({ requests: 2, faults: 1 });
	});
});

it('faults come as often as ordered, those before anything is read to connections, others to requests', async () => {
	await withEmulator({}, async (other) => {
		other.answerNext({ fault: 'reset', at: 'requestRead' });
		other.answerNext({ fault: 'reset', at: 'connected' }, 2);
		other.answerNext({ fault: 'closeAfterAnswer' }, 0);
		const headers = { connection: 'close' };
		for (let call = 0; call < 3; call++) {
			await expect(post(other, 'profile/update', UPDATE, headers)).rejects.toThrow();
		}
		expect(other.counts).toMatchObject({ connections: 3, requests: 1, faults: 3 });
		expect((await post(other, 'profile/update', UPDATE, headers)).status).toBe(200);
		expect(other.counts.faults).toBe(3);
	});
});
