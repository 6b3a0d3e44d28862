import * as virtualClock from '../../../../clock/virtualClock';
import { readBatchStatus, statusAddress } from '../../../../../nodes/AdobeTarget/api/calls/batchStatus';
import { CallBudget } from '../../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { submitBatch } from '../../../../../nodes/AdobeTarget/api/calls/submitBatch';
import { waitForBatch } from '../../../../../nodes/AdobeTarget/api/calls/waitForBatch';
import { TargetError } from '../../../../../nodes/AdobeTarget/api/targetError';
import { startEmulator } from '../../../../emulator';
import type { Emulator, EmulatorOptions } from '../../../../emulator';
import { connectionTo } from '../../connectionTo';

jest.mock('../../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;
const MINUTE_MS = 60_000;

const emulators: Emulator[] = [];

async function emulatorWith(options: EmulatorOptions): Promise<Emulator> {
	const emulator = await startEmulator({ callsPerMinute: 50, clock: clock.now, ...options });
	emulators.push(emulator);
	return emulator;
}

afterEach(async () => {
	for (const emulator of emulators.splice(0)) await emulator.close();
});

const batch = (id: string) => Buffer.from(`batch=thirdPartyId,tier\n${id},gold`);

/** Uploads batches as a run with the defaults does, in a process that knows of no other, and asks for each. */
async function worker(emulator: Emulator, name: number, batches: number, asks: boolean): Promise<void> {
	const connection = connectionTo(emulator, { budget: new CallBudget() });
	let next = 0;
	const lane = async () => {
		while (next < batches) {
			const { statusUrl = '' } = await submitBatch(connection, 'v2', batch(`w${name}-${next++}`));
			if (asks) await readBatchStatus(connection, statusAddress(connection.edge, statusUrl), true);
		}
	};
	try {
		await Promise.all([lane(), lane(), lane()]);
	} finally {
		await connection.transport.close();
	}
}

describe.each(['rolling', 'fixed'] as const)('where Target counts in a %s minute', (minute) => {
	test.each([
		[2, 120, false],
		[2, 60, true],
		[5, 60, false],
		[10, 20, true],
	])(
		'%i workers that know nothing of each other bring %i batches each through, asking for them: %s',
		async (workers, batches, asks) => {
			for (const limitAnswer of ['text', 'page'] as const) {
				const emulator = await emulatorWith({ readings: { minute, limitAnswer } });
				await Promise.all(
					Array.from({ length: workers }, (_, name) => worker(emulator, name, batches, asks)),
				);
				expect(emulator.counts.refused).toBeGreaterThan(0);
				expect(emulator.counts.batches).toBe(workers * batches);
			}
		},
	);
});

/** How many times a batch is sent, and for how long, until it is given up. */
async function givenUp(
	connection: ReturnType<typeof connectionTo>,
	emulator: Emulator,
): Promise<{ tries: number; minutes: number }> {
	const began = clock.now();
	const { requests } = emulator.counts;
	const error: unknown = await submitBatch(connection, 'v2', batch('c1')).catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(TargetError);
	const tries = emulator.counts.requests - requests;
	if (tries > 1) expect((error as TargetError).advice).toContain(`It was tried ${tries} times.`);
	return { tries, minutes: Math.round((clock.now() - began) / MINUTE_MS) };
}

describe('where Target answers 503 for ever', () => {
	test('a batch is given up after a quarter of an hour and its retries, the next one after its retries', async () => {
		const emulator = await emulatorWith({});
		emulator.answerNext({ status: 503 }, 1_000);
		const connection = connectionTo(emulator);
		expect(await givenUp(connection, emulator)).toEqual({ tries: 19, minutes: 18 });
		expect(await givenUp(connection, emulator)).toEqual({ tries: 4, minutes: 4 });
		// Nobody knows what the account does in the evening.
		await clock.sleep(60 * MINUTE_MS);
		expect(await givenUp(connection, emulator)).toEqual({ tries: 19, minutes: 18 });
		await connection.transport.close();
	});

	test('and lets it be sent at once, the minute is waited for all the same', async () => {
		const emulator = await emulatorWith({});
		emulator.answerNext({ status: 503, headers: { 'retry-after': '0' } }, 1_000);
		const connection = connectionTo(emulator);
		expect(await givenUp(connection, emulator)).toEqual({ tries: 19, minutes: 18 });
		await connection.transport.close();
	});

	test('to one batch, and takes others meanwhile, that one is given up', async () => {
		const emulator = await emulatorWith({});
		const budget = new CallBudget();
		const connection = connectionTo(emulator, {
			budget,
			retries: { maxRetries: 3, firstPauseMs: 1_000 },
		});
		const { transport } = connection;
		const pickyTransport: typeof transport = {
			...transport,
			send: async (request) => {
				const answer = await transport.send(request);
				return Buffer.from(request.body ?? '').includes('c1') ? { ...answer, status: 503 } : answer;
			},
		};
		const others = (async () => {
			for (let number = 0; number < 40; number++) {
				await submitBatch(connection, 'v2', batch(`other-${number}`));
				await clock.sleep(MINUTE_MS);
			}
		})();
		const error: unknown = await submitBatch(
			{ ...connection, transport: pickyTransport },
			'v2',
			batch('c1'),
		).catch((caught: unknown) => caught);
		expect((error as TargetError).advice).toContain('It was tried 19 times.');
		await others;
		await connection.transport.close();
	});

	test('to the questions about a batch, these go on no longer than their retries once its wait is over', async () => {
		const emulator = await emulatorWith({});
		const connection = connectionTo(emulator);
		const { statusUrl = '' } = await submitBatch(connection, 'v2', batch('c1'));
		emulator.answerNext({ status: 503 }, 1_000);
		const began = clock.now();
		const wait = waitForBatch(connection, statusUrl, 5 * MINUTE_MS);
		await expect(wait).rejects.toThrow('Target is limiting the requests');
		expect((clock.now() - began) / MINUTE_MS).toBeLessThanOrEqual(5 + 4);
		await connection.transport.close();
	});

	test('a batch that is to be sent once only is sent once', async () => {
		const emulator = await emulatorWith({});
		emulator.answerNext({ status: 503 }, 1_000);
		const connection = connectionTo(emulator, { retries: { maxRetries: 0, firstPauseMs: 1_000 } });
		expect(await givenUp(connection, emulator)).toEqual({ tries: 1, minutes: 0 });
		await connection.transport.close();
	});
});
