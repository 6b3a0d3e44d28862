'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { ModuleMocker } = require('jest-mock');

/** What Jest and tests set of the process. */
const OF_PROCESS = ['env', 'exit', 'getBuiltinModule'];

/** By these Jest knows the file that it runs. Each file has its own. */
const OF_JEST = ['EVENT_HANDLERS', 'JEST_STATE_SYMBOL'];

/**
 * Runs the tests of a file in the worker's own realm: there Node.js makes its objects, and so do the packages that a
 * worker loads once (see packagesOnce.js); an `Error` of theirs is one of the tests' too. What a file changes of the
 * global object, or in `process.env`, is as before after it.
 */
module.exports = class {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);
	/** Tests have no timers of Jest's: the time is that of test/clock. */
	fakeTimers = null;
	fakeTimersModern = null;
	restore = restoring();
	endStorages = watchStorages();

	async setup() {}

	async teardown() {
		this.moduleMocker.restoreAllMocks();
		this.restore();
		this.endStorages();
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** A realm of the file's own; there is none. */
	getVmContext() {
		return null;
	}
};

/** What a file has added to the global object stays, but for Jest's: packages that it was the first to load add to it too. */
function restoring() {
	const globals = Object.getOwnPropertyDescriptors(globalThis);
	const ofProcess = OF_PROCESS.map((name) => [name, process[name]]);
	const env = { ...process.env };
	return () => {
		for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
			if (OF_JEST.includes(symbol.description)) delete globalThis[symbol];
		}
		for (const name of Reflect.ownKeys(globals)) Reflect.defineProperty(globalThis, name, globals[name]);
		for (const [name, value] of ofProcess) process[name] = value;
		for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
		Object.assign(process.env, env);
	};
}

/**
 * Jest makes a storage for each file and leaves it on: each promise that is made after it hands on the values of them
 * all, which took a tenth of the time.
 */
function watchStorages() {
	const { run } = AsyncLocalStorage.prototype;
	const used = new Set();
	AsyncLocalStorage.prototype.run = function (...given) {
		used.add(this);
		return Reflect.apply(run, this, given);
	};
	return () => {
		AsyncLocalStorage.prototype.run = run;
		for (const storage of used) storage.disable();
	};
}
