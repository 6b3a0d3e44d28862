import { setImmediate } from 'node:timers/promises';

import * as virtualClock from '../../clock/virtualClock';
import { startEmulator } from '../../emulator';
import { soakRound } from '../../soak/round';
import { runUpdate } from '../emulatedRun';
import { nothingIsLeftAfterEachTest } from './leftovers';

jest.mock('../../../nodes/AdobeTarget/api/clock', () => virtualClock);

nothingIsLeftAfterEachTest();

const CONCURRENCY = 50;
const SIZE = { updates: 500, batches: 12 };

// The small sister of `npm run test:soak`: some of these rounds have retries, the others claim failures.
test.each([1, 2, 3, 4, 5, 6])('round %i of random faults: what is claimed is held', async (round) => {
	const { updates, rows, faults, impatient } = await soakRound(1, round, { size: SIZE });
	expect(faults).toBeGreaterThan(5);
	expect(updates.claimed + updates.failed).toBe(SIZE.updates);
	expect(updates.failed + rows.failed > 0).toBe(impatient);
});

test('connections that were reset, some as soon as they were made, are not kept beside those that are free', async () => {
	const faults = { seed: 1, rate: 0.05, kinds: ['reset'] as const };
	const emulator = await startEmulator({ clientCode: 'resets-by-chance', faults });
	try {
		const items = Array.from({ length: 1_000 }, (_, item) => ({ id: `c${item}`, tier: 'gold' }));
		for (let run = 0; run < 2; run++) {
			const { success } = await runUpdate(
				emulator,
				items,
				{ options: { excludeFields: 'id', concurrency: CONCURRENCY, maxRetries: 0 } },
				{ onError: 'continueRegularOutput' },
			);
			expect(success).toHaveLength(1_000);
			const deadline = performance.now() + 1_000;
			while (emulator.counts.openConnections > CONCURRENCY && performance.now() < deadline)
				await setImmediate();
			expect(emulator.counts.openConnections).toBeLessThanOrEqual(CONCURRENCY);
		}
	} finally {
		await emulator.close();
	}
});
