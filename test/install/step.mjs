import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { explainFailure } from './failure.mjs';

/** How often a long step says that it is still at work: often where the line can be rewritten. */
const TICK_MS = process.stdout.isTTY ? 1_000 : 15_000;

/**
 * Runs one long step as a command, says how long it has been at it, and keeps its output in a log file.
 *
 * @param {object} step
 * @param {string} step.title what the step does, for the reader: "Installing n8n"
 * @param {string} step.command
 * @param {string[]} step.args
 * @param {string} step.cwd
 * @param {string} step.logFile where all that the command prints is kept
 * @param {NodeJS.ProcessEnv} [step.env]
 * @returns {Promise<string>} what the command wrote to its standard output
 * @throws {Error} with one sentence on what went wrong and what to do
 */
export async function runStep({ title, command, args, cwd, logFile, env = process.env }) {
	fs.mkdirSync(path.dirname(logFile), { recursive: true });
	const clock = startClock(title);
	const { code, stdout, output } = await run(command, args, cwd, env);
	fs.writeFileSync(logFile, output);
	if (code !== 0) {
		clock.end('failed after');
		throw new Error(explainFailure(title, output, logFile));
	}
	clock.end('done in');
	return stdout;
}

/** Runs npm, which is a script of its own kind on Windows. */
export function npm() {
	return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

function run(command, args, cwd, env) {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
		});
		const stop = () => child.kill();
		process.once('exit', stop);
		let stdout = '';
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			stdout += text;
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text) => {
			output += text;
		});
		const end = (code) => {
			process.removeListener('exit', stop);
			resolve({ code, stdout, output });
		};
		child.on('error', (error) => {
			output += error.message;
			end(1);
		});
		child.on('close', end);
	});
}

/**
 * Prints how long something has been at work, again and again.
 *
 * @param {string} title what that is
 */
export function startClock(title) {
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const print = (text, last) => {
		if (process.stdout.isTTY) process.stdout.write(`\r${text}\u001b[K${last ? '\n' : ''}`);
		else console.log(text);
	};
	print(`${title} …`);
	const timer = setInterval(() => print(`${title} … ${seconds()}`), TICK_MS);
	return {
		/** Makes room for another line, on a terminal where the clock's own is rewritten. */
		clear() {
			if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
		},
		stop() {
			clearInterval(timer);
		},
		end(how) {
			clearInterval(timer);
			print(`${title}: ${how} ${seconds()}`, true);
		},
	};
}
