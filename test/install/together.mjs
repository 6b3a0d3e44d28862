import { spawn, spawnSync } from 'node:child_process';
import os from 'node:os';
import { startClock } from './step.mjs';

/** How long what is asked to end may take, before it is ended without asking. */
const END_WITHIN_MS = 5_000;
/** Less where this process is asked to end itself: who asks may wait no longer than {@link END_WITHIN_MS}. */
const INTERRUPTED_WITHIN_MS = 2_000;
/** A step in the background gives way to the others. */
const LOW_PRIORITY = 10;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Windows has no process groups to end; it has a program that ends a process with all below it. */
const IS_WINDOWS = process.platform === 'win32';

/**
 * Runs commands at the same time. Each prints its time and its whole output when it ends, so that no two are mixed.
 * When one fails, the others are ended with all that they started.
 *
 * @param {object[]} steps
 * @param {string} steps[].title what the step does, for the reader: "Types"
 * @param {string} steps[].command
 * @param {string[]} steps[].args
 * @param {string} steps[].cwd
 * @param {boolean} [steps[].live] whether its output is printed as it comes; for one of them at most
 * @param {boolean} [steps[].background] whether it gets the processor's time that the others leave
 * @returns {Promise<void>} when all have ended well
 * @throws {Error} that names the step that failed
 */
export async function runTogether(steps) {
	const clock = steps.some(({ live }) => live) ? undefined : startClock(namesOf(steps));
	const running = new Set();
	let failed;

	const runOne = async (step) => {
		const process_ = start(step);
		running.add(process_);
		const { code, output } = await process_.ended;
		running.delete(process_);
		// What was ended because of another has nothing to say.
		if (failed !== undefined) return;
		const how = code === 0 ? 'done in' : 'failed after';
		clock?.clear();
		console.log(`== ${step.title}: ${how} ${process_.seconds()} s`);
		if (output !== '') process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
		if (code === 0) return;
		failed = step;
		await endAll(running, END_WITHIN_MS);
	};

	const interrupted = (signal) => {
		failed = steps[0];
		void endAll(running, INTERRUPTED_WITHIN_MS).then(() => process.exit(128 + os.constants.signals[signal]));
	};
	for (const signal of SIGNALS) process.once(signal, interrupted);
	try {
		await Promise.all(steps.map(runOne));
	} finally {
		clock?.stop();
		for (const signal of SIGNALS) process.removeListener(signal, interrupted);
	}
	if (failed !== undefined) throw new Error(`${failed.title} failed.`);
}

function namesOf(steps) {
	return steps.map(({ title }) => title).join(', ');
}

function start({ command, args, cwd, live = false, background = false }) {
	const started = Date.now();
	const child = spawn(command, args, {
		cwd,
		stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
		env: process.stdout.isTTY ? { FORCE_COLOR: '1', ...process.env } : process.env,
		shell: IS_WINDOWS,
		// A process group of its own, by which all that it starts can be ended with it.
		detached: !IS_WINDOWS,
	});
	if (background && child.pid !== undefined) os.setPriority(child.pid, LOW_PRIORITY);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text) => (output += text));
	}
	const ended = new Promise((resolve) => {
		child.on('error', (error) => resolve({ code: 1, output: output + error.message }));
		child.on('close', (code) => resolve({ code, output }));
	});
	return {
		ended,
		seconds: () => Math.round((Date.now() - started) / 1000),
		end: (signal) => end(child, signal),
	};
}

async function endAll(running, withinMs) {
	const all = [...running];
	for (const one of all) one.end('SIGTERM');
	const timer = setTimeout(() => {
		for (const one of all) one.end('SIGKILL');
	}, withinMs);
	await Promise.all(all.map(({ ended }) => ended));
	clearTimeout(timer);
}

function end({ pid }, signal) {
	if (pid === undefined) return;
	if (IS_WINDOWS) {
		spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
		return;
	}
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended by itself.
	}
}
