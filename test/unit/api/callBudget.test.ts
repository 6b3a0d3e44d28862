import * as virtualClock from '../../clock/virtualClock';
import { CallBudget, budgetOf } from '../../../nodes/AdobeTarget/api/callBudget';
import { readBatchStatus, statusAddress } from '../../../nodes/AdobeTarget/api/batchStatus';
import { submitBatch } from '../../../nodes/AdobeTarget/api/submitBatch';
import { startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { connectionTo } from './connectionTo';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

const emulators: Emulator[] = [];

async function emulatorWith(callsPerMinute: number): Promise<Emulator> {
	const emulator = await startEmulator({ callsPerMinute, clock: clock.now });
	emulators.push(emulator);
	return emulator;
}

afterEach(async () => {
	for (const emulator of emulators.splice(0)) await emulator.close();
});

function batch(number: number): Buffer {
	return Buffer.from(`batch=thirdPartyId,tier\nc${number},gold`);
}

/** Uploads batches, so many at a time. */
async function upload(
	connection: ReturnType<typeof connectionTo>,
	from: number,
	to: number,
	atATime: number,
) {
	let next = from;
	const worker = async () => {
		while (next < to) await submitBatch(connection, 'v2', batch(next++));
	};
	await Promise.all(Array.from({ length: atATime }, worker));
	await connection.transport.close();
}

test('two executions that share a client code never see a 503, and everything arrives', async () => {
	const emulator = await emulatorWith(50);
	const budget = new CallBudget();
	await Promise.all([
		upload(connectionTo(emulator, { budget }), 0, 80, 3),
		upload(connectionTo(emulator, { budget }), 80, 160, 3),
	]);
	expect(emulator.counts).toMatchObject({ batches: 160, refused: 0 });
});

test('uploads and status calls count alike', async () => {
	const emulator = await emulatorWith(50);
	const connection = connectionTo(emulator);
	for (let number = 0; number < 40; number++) {
		const { statusUrl = '' } = await submitBatch(connection, 'v2', batch(number));
		await readBatchStatus(connection, statusAddress(connection.edge, statusUrl), true);
	}
	await connection.transport.close();
	expect(emulator.counts).toMatchObject({ batches: 40, statusCalls: 40, refused: 0 });
});

test('calls are made at once up to 50, and no faster than they have to wait after that', async () => {
	const emulator = await emulatorWith(50);
	const budget = new CallBudget();
	const began = clock.now();
	await upload(connectionTo(emulator, { budget }), 0, 50, 5);
	expect(clock.now() - began).toBe(0);
	await upload(connectionTo(emulator, { budget }), 50, 100, 5);
	expect(clock.now() - began).toBeLessThan(65_000);
	expect(emulator.counts.refused).toBe(0);
});

test('when Target’s limit is lower than known, 503s are waited out and nothing is lost', async () => {
	const emulator = await emulatorWith(10);
	await upload(connectionTo(emulator), 0, 45, 3);
	expect(emulator.counts.batches).toBe(45);
	expect(emulator.counts.refused).toBeGreaterThan(0);
	for (let number = 0; number < 45; number++) {
		expect(emulator.profile('thirdPartyId', `c${number}`)?.get('tier')).toBe('gold');
	}
});

test('a 503 closes the budget for everybody for a minute, or for as long as Retry-After says', async () => {
	const emulator = await emulatorWith(50);
	const budget = new CallBudget();
	emulator.answerNext({ status: 503 });
	let began = clock.now();
	await upload(connectionTo(emulator, { budget }), 0, 1, 1);
	expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);

	emulator.answerNext({ status: 503, headers: { 'retry-after': '7' } });
	began = clock.now();
	await upload(connectionTo(emulator, { budget }), 1, 2, 1);
	expect(clock.now() - began).toBeGreaterThanOrEqual(7_000);
	expect(clock.now() - began).toBeLessThan(9_000);
});

test('those who wait come to their turn in order', async () => {
	const budget = new CallBudget();
	budget.pause(60_000);
	const order: number[] = [];
	await Promise.all(
		Array.from({ length: 20 }, async (_, number) => {
			const end = await budget.take();
			order.push(number);
			end();
		}),
	);
	expect(order).toEqual(Array.from({ length: 20 }, (_, number) => number));
});

test('whoever is stopped while waiting leaves the line, and others go on', async () => {
	const budget = new CallBudget();
	budget.pause(60_000);
	const stop = new AbortController();
	const stopped = budget.take(stop.signal);
	const next = budget.take();
	stop.abort(new Error('stopped'));
	await expect(stopped).rejects.toThrow('stopped');
	(await next)();
});

test('a client code has one budget, however it is written', () => {
	expect(budgetOf('DemoClient')).toBe(budgetOf('democlient'));
	expect(budgetOf('other')).not.toBe(budgetOf('democlient'));
});
