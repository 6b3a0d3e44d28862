import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

import * as virtualClock from '../../../clock/virtualClock';
import { submitBatch } from '../../../../nodes/AdobeTarget/api/calls/submitBatch';
import { submitUpdate } from '../../../../nodes/AdobeTarget/api/calls/submitUpdate';
import { TargetError } from '../../../../nodes/AdobeTarget/api/targetError';
import { startEmulator } from '../../../emulator';
import type { CannedAnswer, Emulator, Fault } from '../../../emulator';
import { connectionTo } from '../connectionTo';

jest.mock('../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

let emulator: Emulator;

beforeEach(async () => {
	emulator = await startEmulator({ clock: clock.now, callsPerMinute: 1_000 });
});

afterEach(async () => {
	onSleep();
	jest.restoreAllMocks();
	await emulator.close();
});

const FORM = 'mbox3rdPartyId=c1&profile.tier=gold';
const BATCH = Buffer.from('batch=thirdPartyId,tier\nc1,gold');

const OPERATIONS = {
	'an update': async (connection: ReturnType<typeof connectionTo>) => {
		await submitUpdate(connection, FORM);
	},
	'a batch': async (connection: ReturnType<typeof connectionTo>) => {
		await submitBatch(connection, 'v2', BATCH);
	},
};

/** The pauses of a request that meets these answers, and how it ended. */
async function pausesOf(
	send: (connection: ReturnType<typeof connectionTo>) => Promise<void>,
	answers: ReadonlyArray<CannedAnswer | Fault>,
	maxRetries = 3,
): Promise<{ pauses: number[]; error: unknown; requests: number }> {
	for (const answer of answers) emulator.answerNext(answer);
	const connection = connectionTo(emulator, { retries: { maxRetries, firstPauseMs: 1_000 } });
	const pauses: number[] = [];
	onSleep((milliseconds) => pauses.push(milliseconds));
	const error: unknown = await send(connection).catch((failure: unknown) => failure);
	await connection.transport.close();
	return { pauses, error, requests: emulator.counts.requests };
}

const PASSING: ReadonlyArray<readonly [string, CannedAnswer | Fault]> = [
	['408', { status: 408 }],
	['429', { status: 429 }],
	['500', { status: 500 }],
	['502', { status: 502 }],
	['503', { status: 503 }],
	['504', { status: 504 }],
	['a connection cut before the answer', { fault: 'close', at: 'requestRead' }],
	['a connection cut in the answer', { fault: 'close', at: 'halfBody', processed: false }],
	['half an answer', { status: 200, body: '<response><success>true</success><mess' }],
	['an empty answer', { status: 200, body: '' }],
];
const FINAL: ReadonlyArray<readonly [string, CannedAnswer]> = [
	['400', { status: 400 }],
	['401', { status: 401 }],
	['403', { status: 403 }],
	['404', { status: 404 }],
	['413', { status: 413 }],
	['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
	['success=false', { status: 200, body: 'falseUnexpected Error' }],
	['a web page', { status: 200, body: '<html>Sign in</html>' }],
];

describe.each(Object.entries(OPERATIONS))('%s', (_, send) => {
	test.each(PASSING)('is sent again after %s', async (__, answer) => {
		const { error, requests } = await pausesOf(send, [answer, answer]);
		expect(error).toBeUndefined();
		expect(requests).toBe(3);
	});

	const counted = PASSING.filter(([name]) => name !== '503' || send === OPERATIONS['an update']);

	test.each(counted)(
		'is given up after so many times %s, and the error says how many',
		async (__, answer) => {
			const { error, requests } = await pausesOf(send, [answer, answer, answer], 2);
			expect(requests).toBe(3);
			expect(error).toBeInstanceOf(TargetError);
			expect((error as TargetError).advice).toContain('It was tried 3 times.');
		},
	);

	test.each(FINAL)('is not sent again after %s', async (__, answer) => {
		const { error, requests, pauses } = await pausesOf(send, [answer]);
		expect(error).toBeInstanceOf(TargetError);
		expect({ requests, pauses }).toEqual({ requests: 1, pauses: [] });
	});
});

const send = OPERATIONS['an update'];

test('where nothing is tried again, the error does not say how often it was tried', async () => {
	const { error, requests } = await pausesOf(send, [{ status: 500 }], 0);
	expect(requests).toBe(1);
	expect((error as TargetError).advice).not.toContain('tried');
});

test('after a 503 of the bulk API only the call budget makes it wait', async () => {
	jest.spyOn(Math, 'random').mockReturnValue(1);
	const { pauses } = await pausesOf(OPERATIONS['a batch'], [
		{ status: 503, headers: { 'retry-after': '7' } },
	]);
	expect(pauses[0]).toBe(0);
});

test('pauses double from the first one up to two minutes', async () => {
	jest.spyOn(Math, 'random').mockReturnValue(1);
	const { pauses } = await pausesOf(send, Array<CannedAnswer>(10).fill({ status: 500 }), 9);
	expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000]);
});

test('pauses are drawn from nothing up to their limit, so that many don’t come back together', async () => {
	jest.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0.5).mockReturnValueOnce(0.25);
	const { pauses } = await pausesOf(send, Array<CannedAnswer>(3).fill({ status: 500 }));
	expect(pauses).toEqual([0, 1_000, 1_000]);
});

test.each([
	['seconds', '7', 7_000],
	['a date', 'in 90 s', 90_000],
	['more than two minutes', '86400', 120_000],
])('Retry-After in %s is followed', async (_, header, expected) => {
	const inSeconds = /in (-?\d+) s/.exec(header)?.[1];
	const second = Math.ceil(clock.today() / 1_000) * 1_000;
	const retryAfter =
		inSeconds === undefined ? header : new Date(second + Number(inSeconds) * 1_000).toUTCString();
	const { pauses } = await pausesOf(send, [{ status: 429, headers: { 'retry-after': retryAfter } }]);
	expect(pauses).toHaveLength(1);
	expect(Math.abs((pauses[0] ?? NaN) - expected)).toBeLessThan(1_000);
});

test.each(['', 'soon', '-3', '1.5', '0'])('Retry-After "%s" is none', async (header) => {
	jest.spyOn(Math, 'random').mockReturnValue(1);
	const { pauses } = await pausesOf(send, [{ status: 500, headers: { 'retry-after': header } }]);
	expect(pauses).toEqual([1_000]);
});

test.each([
	['an update', { status: 429 }, 1_000],
	['a batch', { status: 429 }, 1_000],
	// After a 503 it is the call budget that waits.
	['a batch', { status: 503 }, 60_000],
] as const)(
	'a Retry-After that has passed is none: by a clock that is fast, %s (%j) would use up its tries at once',
	async (what, answer, expected) => {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const headers = { 'retry-after': new Date(clock.today() - 5_000).toUTCString() };
		const { pauses, error } = await pausesOf(OPERATIONS[what], [{ ...answer, headers }]);
		expect(error).toBeUndefined();
		expect(Math.max(...pauses)).toBe(expected);
	},
);

test('a server that is away and comes back within the retries gets the update', async () => {
	const { port } = new URL(emulator.url);
	const connection = connectionTo(emulator, { retries: { maxRetries: 5, firstPauseMs: 1_000 } });
	await emulator.close();
	let away = 0;
	const back = new Promise<void>((resolve, reject) => {
		onSleep(() => {
			if (++away !== 3) return;
			startEmulator({ port: Number(port) }).then((started) => {
				emulator = started;
				resolve();
			}, reject);
		});
	});
	await submitUpdate(connection, FORM);
	await back;
	await connection.transport.close();
	expect(emulator.counts.singleUpdates).toBe(1);
});

test('a host that does not exist is not asked again', async () => {
	const connection = connectionTo({ url: 'https://target.invalid', clientCode: 'democlient' });
	const pauses: number[] = [];
	onSleep((milliseconds) => pauses.push(milliseconds));
	await expect(submitUpdate(connection, FORM)).rejects.toBeInstanceOf(TargetError);
	await connection.transport.close();
	expect(pauses).toEqual([]);
});

test('stopping ends the pause before the next try', async () => {
	emulator.answerNext({ status: 500 }, 100);
	const stop = new AbortController();
	const connection = connectionTo(emulator, { signal: stop.signal });
	onSleep(() => {
		stop.abort(new Error('stopped'));
	});
	await expect(submitUpdate(connection, FORM)).rejects.toThrow('stopped');
	await connection.transport.close();
	expect(emulator.counts.requests).toBe(1);
});

let slow: Server | undefined;

afterEach(() => {
	slow?.closeAllConnections();
	slow?.close();
	slow = undefined;
});

test('an upload is sent whole each time, with its length', async () => {
	const lengths: Array<[header: string | undefined, body: number]> = [];
	slow = createServer((request, response) => {
		let body = 0;
		request.on('data', (chunk: Buffer) => (body += chunk.length));
		request.on('end', () => {
			lengths.push([request.headers['content-length'], body]);
			response.statusCode = lengths.length < 3 ? 500 : 200;
			response.end('<response><success>true</success><batchStatus></batchStatus></response>');
		});
	}).listen(0, '127.0.0.1');
	await once(slow, 'listening');
	const { port } = slow.address() as AddressInfo;
	const connection = connectionTo({ url: `http://127.0.0.1:${port}`, clientCode: 'democlient' });
	const file = Buffer.from(`batch=thirdPartyId,tier\n${'c1,gold\n'.repeat(100_000)}`);
	const { attempts } = await submitBatch(connection, 'v2', file);
	await connection.transport.close();
	expect(attempts).toBe(3);
	expect(lengths).toEqual(Array(3).fill([String(file.length), file.length]));
});
