import * as virtualClock from '../../clock/virtualClock';
import { startEmulator } from '../../emulator';
import type { Emulator } from '../../emulator';
import { emulatorPerTest, runBulk } from '../emulatedRun';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock, onSleep } = virtualClock;

const ITEMS = Array.from({ length: 40 }, (_, index) => ({ id: `c${index}`, tier: `t${index}` }));
const ONE_ROW_EACH = { rowsPerBatch: 1, maxRetries: 3 };

const emulator = emulatorPerTest({ clock: clock.now });

let restarted: Emulator | undefined;

afterEach(async () => {
	onSleep();
	await restarted?.close();
	restarted = undefined;
});

function held(id: string): string | undefined {
	return (
		emulator().profile('thirdPartyId', id)?.get('tier') ?? restarted?.profile('thirdPartyId', id)?.get('tier')
	);
}

/** Closes the emulator once it has taken so many batches; the requests under way are cut. */
async function closeAfter(batches: number): Promise<void> {
	while (emulator().counts.batches < batches) await new Promise(setImmediate);
	await emulator().close();
}

async function restart(): Promise<void> {
	const { url, clientCode } = emulator();
	restarted = await startEmulator({ port: Number(new URL(url).port), clientCode, clock: clock.now });
}

test('a Target that goes away in the middle of 40 batches and comes back gets every row', async () => {
	let sleeps = 0;
	let back: Promise<void> | undefined;
	const gone = closeAfter(15);
	onSleep(() => {
		if (++sleeps === 3) back = restart();
	});
	const { success, error } = await runBulk(emulator(), ITEMS, { options: ONE_ROW_EACH });
	await gone;
	await back;
	expect(error).toBeUndefined();
	expect(success).toHaveLength(40);
	for (const { id, tier } of ITEMS) expect(held(id)).toBe(tier);
	expect(success.some(({ json }) => Number(json.attempts) > 1)).toBe(true);
});

test('batches that could not be sent are named with their rows, and the rest is reported as sent', async () => {
	const gone = closeAfter(15);
	const { success, failed, error, hints } = await runBulk(
		emulator(),
		ITEMS,
		{ options: ONE_ROW_EACH },
		{ onError: 'continueErrorOutput' },
	);
	await gone;
	expect(error).toBeUndefined();
	expect(success.length + failed.length).toBe(40);
	for (const { json } of success) expect(held(`c${Number(json.firstItem)}`)).toBeDefined();
	for (const { json, pairedItem } of failed) {
		const { item } = pairedItem as { item: number };
		expect(json.error).toMatch(
			new RegExp(`^Batch ${item + 1} \\(1 profile, item ${item}\\) was not submitted: 127\\.0\\.0\\.1`),
		);
		expect(json.message).toContain('It was tried 4 times.');
	}
	const hinted = hints.map(({ message }) => message).join(' ');
	expect(hinted).toContain(`${failed.length} profiles not submitted`);
});

test('a run that stops says which batches were not sent, what was, and what was not tried', async () => {
	const gone = closeAfter(15);
	const { error } = await runBulk(emulator(), ITEMS, { options: { ...ONE_ROW_EACH, concurrency: 2 } });
	await gone;
	const [, batch] =
		/^Batch (\d+) \(1 profile, item \d+\) was not submitted: /.exec(error?.message ?? '') ?? [];
	expect(Number(batch)).toBeGreaterThanOrEqual(15);
	expect(error?.description).toMatch(/Batch \d+ \(1 profile, item \d+\) was not submitted either\./);
	const [, sent, untried] =
		/(\d+) of 40 profiles, in \d+ batches, had been submitted before the workflow stopped\. (\d+) items had not been tried\./.exec(
			error?.description ?? '',
		) ?? [];
	expect(Number(sent) + Number(untried) + 2).toBe(40);
	expect(emulator().counts.batches).toBeGreaterThanOrEqual(Number(sent));
});

test('503s of a limit that is lower than known are waited out within the run, and the output says the attempts', async () => {
	emulator().answerNext({ status: 503 }, 2);
	const { success } = await runBulk(emulator(), ITEMS.slice(0, 4), { options: ONE_ROW_EACH });
	expect(success.map(({ json }) => json.status)).toEqual(Array(4).fill('submitted'));
	expect(success.reduce((sum, { json }) => sum + Number(json.attempts), 0)).toBe(6);
});

test('two executions at once, with more calls than a minute has, never see a 503', async () => {
	const many = (from: number) =>
		Array.from({ length: 60 }, (_, index) => ({ id: `c${from + index}`, tier: 'gold' }));
	const runs = await Promise.all([
		runBulk(emulator(), many(0), { options: ONE_ROW_EACH }),
		runBulk(emulator(), many(60), { options: ONE_ROW_EACH }),
	]);
	for (const { success } of runs) expect(success).toHaveLength(60);
	expect(emulator().counts).toMatchObject({ batches: 120, refused: 0 });
});
