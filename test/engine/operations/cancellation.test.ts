import { setImmediate } from 'node:timers/promises';

import { emulatorPerTest, runUpdate } from '../emulatedRun';

/** So long that all ten requests are under way when the execution is stopped: idle connections stay open. */
const emulator = emulatorPerTest({ latencyMs: 5_000 });

test('stopping the execution ends the requests, and turns no item into an error', async () => {
	const items = Array.from({ length: 1_000 }, (_, index) => ({ id: `c${index}`, tier: 'gold' }));
	let cancel: (() => void) | undefined;
	const run = runUpdate(
		emulator(),
		items,
		{},
		{
			onError: 'continueRegularOutput',
			onStarted: (stop) => {
				cancel = stop;
			},
		},
	);
	while (emulator().counts.requests < 10) await setImmediate();
	cancel?.();
	const { success, saved } = await run;
	expect(saved.status).toBe('canceled');
	for (const { json } of success) expect(json.error).toBeUndefined();
	while (emulator().counts.openConnections > 0) await setImmediate();
	expect(emulator().counts.requests).toBe(10);
});
