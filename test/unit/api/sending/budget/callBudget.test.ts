import * as virtualClock from '../../../../clock/virtualClock';
import { CallBudget, budgetOf } from '../../../../../nodes/AdobeTarget/api/sending/budget/callBudget';
import { CallLine } from '../../../../../nodes/AdobeTarget/api/sending/budget/callLine';
import { readBatchStatus, statusAddress } from '../../../../../nodes/AdobeTarget/api/calls/batchStatus';
import { submitBatch } from '../../../../../nodes/AdobeTarget/api/calls/submitBatch';
import { startEmulator } from '../../../../emulator';
import type { Emulator } from '../../../../emulator';
import { connectionTo } from '../../connectionTo';

jest.mock('../../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const emulators: Emulator[] = [];

async function emulatorWith(callsPerMinute: number): Promise<Emulator> {
	const emulator = await startEmulator({ callsPerMinute, clock: clock.now });
	emulators.push(emulator);
	return emulator;
}

afterEach(async () => {
	onSleep();
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
	budget.refusals.add(60_000);
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

const MINUTE_MS = 60_200;
const DAY_MS = 24 * 3_600_000;

/** A budget whose calls are all used, one ended every so many milliseconds from now on. */
async function usedUp(apartMs: number): Promise<CallBudget> {
	const budget = new CallBudget();
	const ends = await Promise.all(Array.from({ length: 50 }, () => budget.take()));
	for (const end of ends) {
		end();
		if (apartMs > 0) await clock.sleep(apartMs);
	}
	return budget;
}

/** How often anybody falls asleep while something runs. */
async function sleepsOf(work: () => Promise<unknown>): Promise<number> {
	let sleeps = 0;
	onSleep(() => sleeps++);
	await work();
	onSleep();
	return sleeps;
}

test.each([
	[50, 200],
	[50, 0],
	[500, 20],
])('%i that wait begin as soon as they may, and nobody looks in vain', async (waiting, apartMs) => {
	const began = clock.now();
	const budget = await usedUp(apartMs);
	const times: number[] = [];
	const sleeps = await sleepsOf(() =>
		Promise.all(
			Array.from({ length: waiting }, async () => {
				const end = await budget.take();
				times.push(Math.round(clock.now() - began));
				end();
			}),
		),
	);
	expect(times).toEqual(
		Array.from(
			{ length: waiting },
			(_, number) => (number % 50) * apartMs + (Math.floor(number / 50) + 1) * MINUTE_MS,
		),
	);
	expect(sleeps).toBeLessThanOrEqual(waiting);
});

test('an upload that begins at once has not waited, though some time passes by itself', async () => {
	const budget = new CallBudget();
	const { now } = clock;
	let passed = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => now() + (passed += 0.01));
	(await budget.take())();
	const sleeps = await sleepsOf(async () => {
		(await budget.take(undefined, { uploadedAt: 0 }))();
	});
	jest.restoreAllMocks();
	expect(sleeps).toBe(0);
});

test('no moment slips through by the rounding of times', async () => {
	for (let number = 0; number < 200; number++) {
		await clock.sleep(0.1);
		const budget = await usedUp(0);
		(await budget.take())();
	}
});

test('where all calls hang, the end of one is waited for, without a look in between', async () => {
	const budget = new CallBudget();
	const ends = await Promise.all(Array.from({ length: 50 }, () => budget.take()));
	const [endFirst = () => undefined] = ends;
	let began = 0;
	const sleeps = await sleepsOf(async () => {
		const waiting = budget.take().then(() => (began = clock.now()));
		await clock.sleep(10 * MINUTE_MS);
		endFirst();
		await waiting;
	});
	expect(began).toBe(clock.now());
	// This test's own sleep, and the one until a minute after the end.
	expect(sleeps).toBe(2);
});

test('a pause that comes while they wait is kept by all, and ends after two minutes at most', async () => {
	const budget = await usedUp(0);
	const began = clock.now();
	const times = Array.from({ length: 3 }, async () => {
		(await budget.take())();
		return clock.now() - began;
	});
	await clock.sleep(50_000);
	budget.refusals.add(100_000);
	expect(await Promise.all(times)).toEqual([150_000, 150_000, 150_000]);

	budget.refusals.add(86_400_000);
	const paused = clock.now();
	(await budget.take())();
	expect(clock.now() - paused).toBe(120_000);
});

/** Who begins, in order: uploads by number, questions by when their batch was uploaded. */
async function orderOf(budget: CallBudget, line: ReadonlyArray<number | { readonly uploadedAt: number }>) {
	const order: Array<number | { uploadedAt: number }> = [];
	await Promise.all(
		line.map(async (who) => {
			const end = await budget.take(undefined, typeof who === 'number' ? undefined : who);
			order.push(who);
			end();
		}),
	);
	return order;
}

test('uploads go first as they came, then questions, the oldest batch first', async () => {
	const budget = new CallBudget();
	budget.refusals.add(10_000);
	const [young, old] = [{ uploadedAt: 2_000 }, { uploadedAt: 1_000 }];
	expect(await orderOf(budget, [young, 1, old, 2, 3])).toEqual([1, 2, 3, old, young]);
});

describe('a call for the token', () => {
	test('goes before uploads and questions, and counts like them', async () => {
		const budget = await usedUp(0);
		const order: string[] = [];
		const began = clock.now();
		const note = (who: string) => (end: () => void) => {
			order.push(who);
			end();
		};
		await Promise.all([
			budget.take(undefined, { uploadedAt: 0 }).then(note('question')),
			budget.take().then(note('upload')),
			budget.takeAhead().then(note('ahead')),
		]);
		expect(order).toEqual(['ahead', 'upload', 'question']);
		expect(clock.now() - began).toBeGreaterThan(MINUTE_MS);
	});

	test('takes no calls from questions where nobody uploads', async () => {
		const budget = new CallBudget();
		(await budget.takeAhead())();
		const began = clock.now();
		for (let asked = 0; asked < 49; asked++) (await budget.take(undefined, { uploadedAt: 0 }))();
		expect(clock.now()).toBe(began);
	});

	test('leaves the line when it is stopped', async () => {
		const budget = await usedUp(0);
		const stop = new AbortController();
		const stopped = budget.takeAhead(stop.signal);
		const next = budget.take();
		stop.abort(new Error('stopped'));
		await expect(stopped).rejects.toThrow('stopped');
		(await next)();
	});
});

test('a call that was not made is free at once for the next in the line', async () => {
	const budget = new CallBudget();
	const ends = await Promise.all(Array.from({ length: 50 }, () => budget.take()));
	const began = clock.now();
	const next = budget.take();
	ends[7]?.(false);
	(await next)();
	expect(clock.now()).toBe(began);
});

/** Uploads as a run does, three at a time, as many as may be within a time. */
async function uploadFor(budget: CallBudget, milliseconds: number, eachTakes = 0): Promise<number> {
	const until = clock.now() + milliseconds;
	let uploads = 0;
	const worker = async () => {
		for (;;) {
			const end = await budget.take();
			if (clock.now() < until) uploads++;
			if (eachTakes > 0) await clock.sleep(eachTakes);
			end();
			if (clock.now() >= until) return;
		}
	};
	await Promise.all([worker(), worker(), worker()]);
	return uploads;
}

/** Asks so many questions at once; tells how long each has waited. */
function questionsTo(budget: CallBudget, count: number): Promise<number[]> {
	const asked = clock.now();
	return Promise.all(
		Array.from({ length: count }, async (_, uploadedAt) => {
			(await budget.take(undefined, { uploadedAt }))();
			return clock.now() - asked;
		}),
	);
}

test('questions take no call that an upload is likely to need, though few uploads stand in the line at a time', async () => {
	const budget = new CallBudget();
	const uploading = uploadFor(budget, 4.5 * MINUTE_MS);
	await clock.sleep(MINUTE_MS / 2);
	const questions = questionsTo(budget, 200);
	expect(await uploading).toBe(250);
	// They begin when the uploads are over, and there is room again.
	expect(Math.min(...(await questions))).toBeGreaterThanOrEqual(4 * MINUTE_MS);
});

test('questions use half of the calls beside uploads that need not wait', async () => {
	const budget = new CallBudget();
	const uploading = uploadFor(budget, 5 * MINUTE_MS, 20_000);
	await clock.sleep(2 * MINUTE_MS);
	const waited = await questionsTo(budget, 100);
	expect(Math.max(...waited)).toBe(3 * MINUTE_MS);
	expect(await uploading).toBeGreaterThanOrEqual(45);
});

test('a question that has waited five minutes goes before uploads, and uploads keep nine calls of ten', async () => {
	const budget = new CallBudget();
	const uploading = uploadFor(budget, 30 * MINUTE_MS);
	await clock.sleep(1_000);
	const waited = await questionsTo(budget, 400);
	expect(waited[0]).toBeGreaterThanOrEqual(5 * 60_000);
	expect(waited[99]).toBeLessThan(27 * MINUTE_MS);
	expect(Math.max(...waited)).toBeLessThan(38 * MINUTE_MS);
	expect(await uploading).toBeGreaterThanOrEqual(30 * 45);
});

test('many who wait and are stopped leave one listener at most, and none when they are gone', async () => {
	const budget = new CallBudget();
	budget.refusals.add(60_000);
	const stop = new AbortController();
	const add = jest.spyOn(stop.signal, 'addEventListener');
	const sleep = jest.spyOn(clock, 'sleep');
	const sleeps = await sleepsOf(async () => {
		const waiting = Promise.allSettled(Array.from({ length: 100 }, () => budget.take(stop.signal)));
		stop.abort(new Error('stopped'));
		expect((await waiting).every(({ status }) => status === 'rejected')).toBe(true);
	});
	expect(add).toHaveBeenCalledTimes(1);
	expect(sleeps).toBe(1);
	// The one sleep was ended with the last of them.
	expect(sleep.mock.calls[0]?.[1]?.aborted).toBe(true);
	sleep.mockRestore();
});

test('whoever is stopped while waiting leaves the line, and others go on', async () => {
	const budget = new CallBudget();
	budget.refusals.add(60_000);
	const stop = new AbortController();
	const stopped = budget.take(stop.signal);
	const next = budget.take();
	stop.abort(new Error('stopped'));
	await expect(stopped).rejects.toThrow('stopped');
	(await next)();
});

describe('a share of the calls', () => {
	/** Has so many calls of a line begin as soon as they may; tells when they did. */
	const timesOf = async (budget: CallBudget, calls: number): Promise<number[]> => {
		const began = clock.now();
		return await Promise.all(
			Array.from({ length: calls }, async () => {
				(await budget.take())();
				return Math.round(clock.now() - began);
			}),
		);
	};

	test.each([1, 7, 25, 49])('of %i is kept in each minute', async (share) => {
		const times = await timesOf(new CallBudget(new CallLine(), share), 3 * share);
		const expected = [0, 1, 2].flatMap((minute) => Array<number>(share).fill(minute * MINUTE_MS));
		expect(times).toEqual(expected);
	});

	test('of two that differ the smaller holds for both, and no longer than its calls count', async () => {
		const line = new CallLine();
		const [small, large] = [new CallBudget(line, 20), new CallBudget(line, 50)];
		expect(await timesOf(large, 30)).toEqual(Array<number>(30).fill(0));
		const began = clock.now();
		(await small.take())();
		expect(clock.now() - began).toBe(MINUTE_MS);
		expect(await timesOf(large, 20)).toEqual([...Array<number>(19).fill(0), MINUTE_MS]);
		await clock.sleep(MINUTE_MS);
		expect(await timesOf(large, 50)).toEqual(Array<number>(50).fill(0));
	});

	test.each([1, 2, 3])(
		'of %i lets those through who need two calls together, and none waits for ever',
		async (share) => {
			const budget = new CallBudget(new CallLine(), share);
			(await budget.takeAhead())();
			const ends = [budget.takeAhead(undefined, 2), budget.takeAhead(undefined, 2)];
			await Promise.all(
				ends.map(async (end) => {
					(await end)();
				}),
			);
			(await budget.take())();
			(await budget.take(undefined, { uploadedAt: 0 }))();
		},
	);

	test.each([1, 2, 5, 9, 10])(
		'of %i leaves uploads nine calls of ten, however many questions have waited',
		async (share) => {
			const budget = new CallBudget(new CallLine(), share);
			const until = clock.now() + 60 * MINUTE_MS;
			const asking = Array.from({ length: 100 }, async () => {
				while (clock.now() < until) (await budget.take(undefined, { uploadedAt: 0 }))();
			});
			expect(await uploadFor(budget, 60 * MINUTE_MS)).toBeGreaterThanOrEqual(60 * share * 0.88);
			await Promise.all(asking);
		},
	);

	test('of one lets questions through as well, once they have waited', async () => {
		const budget = new CallBudget(new CallLine(), 1);
		const uploading = uploadFor(budget, 30 * MINUTE_MS);
		const waited = await questionsTo(budget, 3);
		expect(Math.max(...waited)).toBeLessThan(30 * MINUTE_MS);
		expect(await uploading).toBeGreaterThan(20);
	});
});

const account = (clientCode: string, baseUrl = 'https://edge.example.com') => ({ clientCode, baseUrl });

const lineOf = (edge: ReturnType<typeof account>) => budgetOf(edge).line;

test('an account has one budget, however its client code is written', () => {
	expect(lineOf(account('DemoClient'))).toBe(lineOf(account('democlient', 'https://EDGE.example.com/path')));
	expect(lineOf(account('other'))).not.toBe(lineOf(account('democlient')));
});

test('another edge has another budget, so that none can close it by the same client code', () => {
	const other = lineOf(account('democlient', 'https://other.example.com'));
	expect(other).not.toBe(lineOf(account('democlient')));
});

test('a budget is forgotten when it was not used for a day, and not before', async () => {
	const budget = budgetOf(account('democlient'));
	const used = async () => {
		(await budget.take())();
	};
	await clock.sleep(DAY_MS - 1_000);
	expect(lineOf(account('democlient'))).toBe(budget.line);
	await clock.sleep(DAY_MS - 1_000);
	await used();
	await clock.sleep(DAY_MS - 1_000);
	expect(lineOf(account('democlient'))).toBe(budget.line);
	await clock.sleep(DAY_MS + 1_000);
	lineOf(account('other'));
	expect(lineOf(account('democlient'))).not.toBe(budget.line);
});
