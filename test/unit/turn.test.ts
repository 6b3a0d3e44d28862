import { setImmediate } from 'node:timers/promises';

import { Turn } from '../../nodes/AdobeTarget/turn';
import { threadClock } from '../soak/loopWatch';

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

test('pieces of work that begin at the same moment share a turn', async () => {
	// Other programs take none of it.
	const computed = threadClock();
	let longest = 0;
	let last = computed();
	let looking = setTimeout(function look() {
		longest = Math.max(longest, computed() - last);
		last = computed();
		looking = setTimeout(look, 0);
	}, 0);
	const worked = Array.from({ length: 20 }, () => 0);
	const pieces = worked.map(async (_, piece) => {
		const turn = new Turn();
		for (let step = 0; step < 40; step++) {
			work(0.5);
			worked[piece] = step + 1;
			if (turn.isOver()) await turn.rest();
		}
	});
	await Promise.all(pieces);
	clearTimeout(looking);
	expect(worked).toEqual(worked.map(() => 40));
	// One turn of 12 ms and a step of each; each for itself would take 240.
	expect(longest).toBeLessThan(100);
});

test('a turn is not over before its time, however often it is asked', async () => {
	await setImmediate();
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
