import { performance } from 'node:perf_hooks';

/**
 * Runs something once to warm up and once to be measured, and prints what it took as JSON.
 *
 * @param {() => unknown} warmUp
 * @param {() => unknown} work
 */
export async function printMeasured(warmUp, work) {
	await warmUp();
	const before = process.cpuUsage();
	const started = performance.now();
	await work();
	const seconds = (performance.now() - started) / 1_000;
	const { user, system } = process.cpuUsage(before);
	console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1_000_000 }));
}
