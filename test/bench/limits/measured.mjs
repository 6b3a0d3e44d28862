import { performance } from 'node:perf_hooks';

/**
 * Runs something once to warm up and once to be measured, and prints what it took as JSON.
 *
 * @param {() => unknown} warmUp
 * @param {() => unknown} work
 * @param {() => number} cpuSeconds seconds of processor time that were used so far
 */
export async function printMeasured(warmUp, work, cpuSeconds = ownCpuSeconds) {
	await warmUp();
	const before = cpuSeconds();
	const started = performance.now();
	await work();
	const seconds = (performance.now() - started) / 1_000;
	console.log(JSON.stringify({ seconds, cpuSeconds: cpuSeconds() - before }));
}

function ownCpuSeconds() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000_000;
}
