import { getEventListeners } from 'node:events';

import { clock } from '../../../nodes/AdobeTarget/api/clock';

test('200 sleeps under one signal: no warning, and no listener is left', async () => {
	const warnings: Error[] = [];
	const onWarning = (warning: Error) => {
		if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
	};
	process.on('warning', onWarning);
	const { signal } = new AbortController();
	const sleeps = Array.from({ length: 200 }, () => clock.sleep(20, signal));
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	await Promise.all(sleeps);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	await new Promise(setImmediate);
	process.off('warning', onWarning);
	expect(warnings).toEqual([]);
});

test('a sleep ends with its signal, for the signal’s reason', async () => {
	const stop = new AbortController();
	const sleep = clock.sleep(60_000, stop.signal);
	stop.abort(new Error('stopped'));
	await expect(sleep).rejects.toThrow('stopped');
	await expect(clock.sleep(60_000, stop.signal)).rejects.toThrow('stopped');
});

test('a sleep takes its time', async () => {
	const begin = clock.now();
	await clock.sleep(30);
	expect(clock.now() - begin).toBeGreaterThan(28);
});
