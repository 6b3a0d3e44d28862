import timers from 'node:timers';

import fc from 'fast-check';

import { SpareMemory } from '../../../nodes/AdobeTarget/profiles/spareMemory';

const MEBIBYTE = 1_048_576;

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

test('nobody is given memory that another still has, and all have as much as they asked for', () => {
	const steps = fc.array(
		fc.oneof(
			fc.record({ take: fc.integer({ min: 1, max: 4 * MEBIBYTE }) }),
			fc.record({ giveBack: fc.nat({ max: 100 }) }),
		),
		{ maxLength: 15 },
	);
	fc.assert(
		fc.property(steps, (all) => {
			const spare = new SpareMemory();
			const held: Buffer[] = [];
			for (const step of all) {
				if ('take' in step) {
					const memory = spare.take(step.take);
					expect(memory.length).toBeGreaterThanOrEqual(step.take);
					held.push(memory);
				} else if (held.length > 0) {
					for (const memory of held.splice(step.giveBack % held.length, 1)) spare.giveBack(memory);
				}
				expect(new Set(held.map(({ buffer }) => buffer)).size).toBe(held.length);
			}
		}),
		{ numRuns: 30 },
	);
});

test('of what is spare the smallest that is large enough is taken, and new memory only where none is', () => {
	const spare = new SpareMemory();
	const [large, small, middle] = [8, 1, 4].map((mebibytes) => spare.take(mebibytes * MEBIBYTE));
	for (const memory of [large, small, middle]) if (memory !== undefined) spare.giveBack(memory);
	expect(spare.take(2 * MEBIBYTE)).toBe(middle);
	expect(spare.take(2 * MEBIBYTE)).toBe(large);
	expect(spare.take(2 * MEBIBYTE)).not.toBe(small);
	expect(spare.take(1)).toBe(small);
});

test('memory does for a run that needs a little more than the last one', () => {
	const spare = new SpareMemory();
	const memory = spare.take(1_000_000);
	spare.giveBack(memory);
	expect(spare.take(1_010_000)).toBe(memory);
});

test('memory that nobody takes for two minutes is let go', () => {
	jest.useFakeTimers();
	jest.spyOn(timers, 'setTimeout').mockImplementation(setTimeout);
	jest.spyOn(timers, 'clearTimeout').mockImplementation(clearTimeout);
	const spare = new SpareMemory();
	const [early, late] = [spare.take(1), spare.take(1)];
	spare.giveBack(early);
	jest.advanceTimersByTime(60_000);
	spare.giveBack(late);
	jest.advanceTimersByTime(60_000);
	expect(spare.take(1)).toBe(late);
	// What was in use in between is kept for two minutes anew.
	jest.advanceTimersByTime(90_000);
	spare.giveBack(late);
	jest.advanceTimersByTime(119_999);
	expect(spare.take(1)).toBe(late);
	expect(jest.getTimerCount()).toBe(0);
});

test('spare memory keeps no process from its end', () => {
	const awaited = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
	const before = awaited();
	const spare = new SpareMemory();
	const memory = spare.take(1);
	spare.giveBack(memory);
	expect(awaited()).toBe(before);
	expect(spare.take(1)).toBe(memory);
});
