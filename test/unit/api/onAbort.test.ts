import { getEventListeners } from 'node:events';

import { onAbort } from '../../../nodes/AdobeTarget/api/onAbort';

test('all who wait are called back, once, and nothing is left of it', () => {
	const stop = new AbortController();
	const called: number[] = [];
	for (let one = 0; one < 200; one++) onAbort(stop.signal, () => called.push(one));
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
	stop.abort();
	expect(called).toEqual(Array.from({ length: 200 }, (_, one) => one));
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
});

test('who has ended the waiting is not called, and the last one takes the listener away', () => {
	const stop = new AbortController();
	const callback = jest.fn();
	const offs = [callback, callback, callback].map((one) => onAbort(stop.signal, one));
	offs[0]?.();
	offs[0]?.();
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
	offs[1]?.();
	offs[2]?.();
	expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
	const later = jest.fn();
	onAbort(stop.signal, later);
	offs[2]?.();
	stop.abort();
	expect(callback).not.toHaveBeenCalled();
	expect(later).toHaveBeenCalledTimes(1);
});

test('a callback may end the waiting of others, which are then not called', () => {
	const stop = new AbortController();
	const second = jest.fn();
	onAbort(stop.signal, () => {
		endSecond();
	});
	const endSecond = onAbort(stop.signal, second);
	stop.abort();
	expect(second).not.toHaveBeenCalled();
});

test('a signal that is aborted already calls back at once', () => {
	const callback = jest.fn();
	onAbort(AbortSignal.abort(), callback)();
	expect(callback).toHaveBeenCalledTimes(1);
});

test('without a signal nobody is called', () => {
	expect(() => {
		onAbort(undefined, () => undefined)();
	}).not.toThrow();
});
