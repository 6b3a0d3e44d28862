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

// As with 0.0000001 requests a second. Node.js takes no more than 2^31 - 1 ms, and wakes at once for more.
test.each([2 ** 31, 1e10, Infinity])(
	'a sleep of %d ms, which no timer can count, does not end at once',
	async (long) => {
		const stop = new AbortController();
		const woken = jest.fn();
		const sleep = clock.sleep(long, stop.signal).then(woken, () => undefined);
		const callOff = clock.after(long, woken);
		await clock.sleep(30);
		expect(woken).not.toHaveBeenCalled();
		callOff();
		stop.abort();
		await sleep;
	},
);
