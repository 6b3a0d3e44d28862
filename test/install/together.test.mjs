import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from './dependencies.mjs';

let folder;

beforeEach(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'together-'));
});

afterEach(async () => {
	await rm(folder, { recursive: true });
});

/** Starts a process of its own that runs these scripts together, by their titles. */
function start(scripts) {
	const steps = Object.entries(scripts).map(([title, script]) => ({
		title,
		command: process.execPath,
		args: ['--eval', script],
		cwd: folder,
	}));
	const main = path.join(folder, 'main.mjs');
	const module_ = pathToFileURL(path.join(ROOT, 'test', 'install', 'together.mjs')).href;
	fs.writeFileSync(
		main,
		`import { runTogether } from ${JSON.stringify(module_)};
		await runTogether(${JSON.stringify(steps)}).catch((error) => {
			console.log(error.message);
			process.exitCode = 1;
		});`,
	);
	const child = spawn(process.execPath, [main]);
	const ended = once(child, 'close');
	let output = '';
	child.stdout.on('data', (text) => (output += text));
	return { child, soFar: () => output, end: async () => ({ code: (await ended)[0], output }) };
}

/** A script whose own child writes down its process ID and stays until it is ended. */
const FAMILY = `require('child_process').spawn(process.execPath, ['--eval',
	"require('fs').writeFileSync('child', String(process.pid)); setInterval(() => {}, 1000)"], { stdio: 'inherit' });`;

/** Waits for something that another process is about to bring about. */
async function until(isSo) {
	while (!isSo()) await delay(20);
}

function isRunning(pid) {
	try {
		if (process.platform !== 'linux') return process.kill(pid, 0);
		// One that has ended keeps its place until its parent looks, and not every first process does.
		return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

const childOfFamily = () => Number(fs.readFileSync(path.join(folder, 'child'), 'utf8') || 0);
const isFamilyUp = () => fs.existsSync(path.join(folder, 'child')) && childOfFamily() > 0;

describe('commands that run at the same time', () => {
	it('print their time and their output, one after the other', async () => {
		const slow = `console.log('slow 1'); const wait = setInterval(() => {
			if (!require('fs').existsSync('quick is told')) return;
			clearInterval(wait);
			console.log('slow 2');
		}, 20);`;
		const quick = `console.log('quick 1'); console.error('quick 2');`;
		const both = start({ Slow: slow, Quick: quick });
		// The slow one ends when the quick one's end was printed, however long that took.
		await until(() => both.soFar().includes('== Quick'));
		fs.writeFileSync(path.join(folder, 'quick is told'), '');
		const { code, output } = await both.end();

		expect(code).toBe(0);
		expect(output).toMatch(
			/== Quick: done in \d+ s\nquick 1\nquick 2\n== Slow: done in \d+ s\nslow 1\nslow 2\n$/,
		);
	});

	it('fail with the first that fails, and leave nothing of the others', async () => {
		const fails = `const wait = setInterval(() => {
			if (!require('fs').existsSync('child')) return;
			console.log('what was wrong');
			process.exit(3);
		}, 20);`;
		const { code, output } = await start({ Family: FAMILY, Fails: fails }).end();

		expect(code).toBe(1);
		expect(output).toMatch(/== Fails: failed after \d+ s\nwhat was wrong\nFails failed\.\n$/);
		expect(output).not.toContain('== Family');
		await until(() => !isRunning(childOfFamily()));
	});

	it('end with all that they started when they are asked to end', async () => {
		const { child, end } = start({ Family: FAMILY });
		await until(isFamilyUp);
		child.kill('SIGTERM');

		expect((await end()).code).toBe(143);
		await until(() => !isRunning(childOfFamily()));
	});

	it('are ended though they do not want to', async () => {
		const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000); ${FAMILY}`;
		const { child, end } = start({ Stubborn: stubborn });
		await until(isFamilyUp);
		child.kill('SIGINT');

		expect((await end()).code).toBe(130);
	});

	it('fail where a program is not there', async () => {
		const main = path.join(folder, 'main.mjs');
		const module_ = pathToFileURL(path.join(ROOT, 'test', 'install', 'together.mjs')).href;
		fs.writeFileSync(
			main,
			`import { runTogether } from ${JSON.stringify(module_)};
			const step = { title: 'Missing', command: 'no-such-program', args: [], cwd: '.' };
			await runTogether([step]).catch((error) => console.log(error.message));`,
		);
		const child = spawn(process.execPath, [main]);
		let output = '';
		child.stdout.on('data', (text) => (output += text));
		await once(child, 'close');

		expect(output).toMatch(/== Missing: failed after \d+ s\n.*no-such-program.*\nMissing failed\.\n$/);
	});
});
