import { numberFrom, oneOf, seededRandom } from '../../emulator/random';

test('the same seed gives the same numbers', () => {
	const numbers = (seed: number) => Array.from({ length: 20 }, seededRandom(seed));
	expect(numbers(1)).toEqual(numbers(1));
	expect(numbers(1)).not.toEqual(numbers(2));
});

test('numbers are spread evenly from 0 to 1', () => {
	const tenths = new Array<number>(10).fill(0);
	const random = seededRandom(42);
	for (let draw = 0; draw < 100_000; draw++) {
		const tenth = Math.floor(random() * 10);
		tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
	}
	for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('whole numbers include both ends, and lists all their entries', () => {
	const random = seededRandom(42);
	const draws = <Value>(draw: () => Value) => new Set(Array.from({ length: 200 }, draw));
	expect([...draws(() => numberFrom(random, 3, 5))].sort((one, other) => one - other)).toEqual([3, 4, 5]);
	expect([...draws(() => oneOf(random, ['a', 'b']))].sort()).toEqual(['a', 'b']);
	expect(() => oneOf(random, [])).toThrow('Nothing to choose from');
});
