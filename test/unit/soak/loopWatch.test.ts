import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { LoopWatch, threadClock } from '../../soak/loopWatch';

const computed = threadClock();

/** Computes without a pause. */
function compute(milliseconds: number): void {
	const ends = computed() + milliseconds;
	while (computed() < ends);
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 10));

/** The longest hold that is seen while a node executes so. */
async function longestOf(execute: () => Promise<void>): Promise<LoopWatch> {
	class Sample {
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			await execute();
			return [[]];
		}
	}
	const watch = new LoopWatch();
	watch.watch(Sample);
	compute(120);
	await Reflect.apply(Reflect.get(Sample.prototype, 'execute'), undefined, []);
	compute(120);
	await turn();
	watch.stop();
	return watch;
}

test('the longest piece of a node’s own work is seen', async () => {
	const watch = await longestOf(async () => {
		await turn();
		compute(20);
		await turn();
		compute(150);
		await turn();
	});
	expect(watch.longest).toBeGreaterThan(130);
	expect(watch.longest).toBeLessThan(280);
	expect(watch.verdict()).toMatchObject({ isBad: true });
	expect(watch.verdict().words).toContain('1 times for more than 50 ms');
});

test('a collection of garbage is told apart', async () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const heap = Array.from({ length: 2_000_000 }, (_, index) => ({ index }));
	const watch = await longestOf(async () => {
		await turn();
		for (let times = 0; times < 3; times++) collect();
		await turn();
		await turn();
	});
	expect(heap).toHaveLength(2_000_000);
	expect(watch.longestOwn).toBeLessThan(watch.longest * 0.6);
});

const work = () => {
	compute(150);
	return Promise.resolve();
};

test.each([
	['begins', [work, turn]],
	['ends', [turn, work]],
])('so is the one with which its work %s', async (_, steps) => {
	const watch = await longestOf(async () => {
		for (const step of steps) await step();
	});
	expect(watch.longest).toBeGreaterThan(130);
	expect(watch.longest).toBeLessThan(280);
});

test('what n8n does before and after is none of the node’s', async () => {
	const watch = await longestOf(async () => {
		await turn();
	});
	expect(watch.longest).toBeLessThan(100);
	expect(watch.verdict().isBad).toBe(false);
});
