import * as virtualClock from '../../../../clock/virtualClock';
import { paceOf } from '../../../../../nodes/AdobeTarget/api/sending/budget/pace';

jest.mock('../../../../../nodes/AdobeTarget/api/clock', () => virtualClock);

const { clock } = virtualClock;

/** A pace, and when its turns came since it was made. */
function timed(requestsPerSecond: number) {
	const pace = paceOf(requestsPerSecond);
	const began = clock.now();
	const times: number[] = [];
	const turn = async (signal?: AbortSignal) => {
		await pace(signal);
		times.push(Math.round(clock.now() - began));
	};
	return { turn, times };
}

test('requests begin no closer together than the limit says, the first at once', async () => {
	const { turn, times } = timed(4);
	await Promise.all(Array.from({ length: 5 }, () => turn()));
	expect(times).toEqual([0, 250, 500, 750, 1_000]);
});

test('time that passed without a request is no credit for later ones', async () => {
	const { turn, times } = timed(10);
	await turn();
	await clock.sleep(5_000);
	await Promise.all([turn(), turn()]);
	expect(times).toEqual([0, 5_000, 5_100]);
});

test('a request whose turn has just come does not sleep', async () => {
	const { turn } = timed(10);
	await turn();
	await clock.sleep(100);
	const sleep = jest.spyOn(clock, 'sleep');
	await turn();
	expect(sleep).not.toHaveBeenCalled();
	sleep.mockRestore();
});

test('stopping ends the wait for a turn', async () => {
	const { turn, times } = timed(1);
	const stop = new AbortController();
	await turn();
	const waiting = turn(stop.signal);
	stop.abort(new Error('stopped'));
	await expect(waiting).rejects.toThrow('stopped');
	expect(times).toEqual([0]);
});
