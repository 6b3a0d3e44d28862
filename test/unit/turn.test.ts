import { setImmediate } from 'node:timers/promises';

import { Turn } from '../../nodes/AdobeTarget/turn';

/** A step of work that takes about so many milliseconds. */
function work(ms: number): void {
	const until = performance.now() + ms;
	while (performance.now() < until);
}

test('others have their turn again and again while steps are worked through', async () => {
	let turns = 0;
	let next = setTimeout(function count() {
		turns++;
		next = setTimeout(count, 0);
	}, 0);
	const turn = new Turn();
	for (let step = 0; step < 400; step++) {
		work(1);
		if (turn.isOver()) await turn.rest();
	}
	clearTimeout(next);
	// 400 ms in turns of 12 to 20.
	expect(turns).toBeGreaterThanOrEqual(15);
});

test('a turn is not over before its time, however often it is asked', () => {
	const began = performance.now();
	const turn = new Turn();
	let asked = 0;
	while (!turn.isOver()) asked++;
	expect(performance.now() - began).toBeGreaterThanOrEqual(12);
	expect(asked).toBeGreaterThan(1_000);
});

test('work that was stopped ends at its next rest, with the reason', async () => {
	const stop = new AbortController();
	const turn = new Turn(stop.signal);
	await turn.rest();
	void setImmediate().then(() => {
		stop.abort(new Error('stopped'));
	});
	await expect(turn.rest()).rejects.toThrow('stopped');
});
