import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Readings } from '../../emulator';
import { seededRandom } from '../../emulator/random';
import { readingsByChance, USUAL_READINGS } from '../../emulator/readings';
import { checkedAccount, TOKEN } from './checkedAccount';

const MINUTE_MS = 60_000;
const SETTINGS = { longestMs: 180 * MINUTE_MS, limit: true };

/** What no check of some small profiles can find out that makes no token. */
const NOT_FOUND_OUT = [
	'adminNotFound',
	'adminSettings',
	'gatewayBytes',
	'largeBodies',
	'newTokenAfterMs',
	'rowsLost',
	'updateRenews',
	// It is the emulator's own: how much it takes from others than the node.
	'strict',
	// Told as a time within which a profile has shown, which depends on when it is looked for.
	'fetchLagMs',
];

/** Where a status can't be had, nobody knows how it counts. */
function unknowable({ statusWords }: Readings): string[] {
	return statusWords === 'notFound' || statusWords === 'successFalse' ? ['batchSize'] : [];
}

/** Seeds of readings that have each value that any reading has. */
const SEEDS = [0, 2, 5, 6, 7, 9, 11, 12, 13, 15, 18];

test('the seeds draw each value of each reading', () => {
	// A time or a share may be any number.
	const drawnBy = (seeds: readonly number[]) =>
		seeds
			.flatMap((seed) => Object.entries(readingsByChance(seededRandom(seed))))
			.filter(([, value]) => typeof value !== 'number' || value === 0)
			.map(([name, value]) => `${name}: ${String(value)}`);
	const all = drawnBy(Array.from({ length: 200 }, (_, seed) => seed));
	expect(drawnBy(SEEDS)).toEqual(expect.arrayContaining([...new Set(all)]));
});

test.each(SEEDS)('each setting of an Adobe drawn by chance is named as it is (%i)', async (seed) => {
	// A row that is lost leaves its question unanswered, so none is here.
	const readings = { ...readingsByChance(seededRandom(seed)), rowsLost: 0 };
	const { report, evidence } = await checkedAccount({ profileToken: TOKEN, readings }, SETTINGS);
	const hidden = [...NOT_FOUND_OUT, ...unknowable(readings)];
	const found = Object.fromEntries(Object.entries(readings).filter(([name]) => !hidden.includes(name)));
	expect(report.readings).toEqual(found);
	const { visibleAfterMs = NaN } = evidence;
	expect(visibleAfterMs).toBeGreaterThanOrEqual(readings.fetchLagMs);
	expect(visibleAfterMs).toBeLessThanOrEqual(readings.fetchLagMs + 4 * MINUTE_MS);
});

test.each([3, 10, 17])('a report makes an emulator of which the same is reported (%i)', async (seed) => {
	const readings = { ...readingsByChance(seededRandom(seed)), rowsLost: 0 };
	const { report } = await checkedAccount({ profileToken: TOKEN, readings }, SETTINGS);
	await expectSameFrom(JSON.stringify(report.readings));
});

const REPORTS = join(__dirname, '../../account/reports');

test('the reports of accounts that are kept make emulators of which the same is reported', async () => {
	const files = existsSync(REPORTS) ? readdirSync(REPORTS).filter((name) => name.endsWith('.json')) : [];
	for (const file of files) {
		const { readings } = JSON.parse(readFileSync(join(REPORTS, file), 'utf8')) as { readings: object };
		await expectSameFrom(JSON.stringify(readings));
	}
});

async function expectSameFrom(json: string): Promise<void> {
	const readings = JSON.parse(json) as Partial<Readings>;
	expect(Object.keys(USUAL_READINGS)).toEqual(expect.arrayContaining(Object.keys(readings)));
	const again = await checkedAccount({ profileToken: TOKEN, readings }, SETTINGS);
	expect(again.report.readings).toMatchObject(readings);
}
