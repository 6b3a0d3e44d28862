'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

/**
 * Loads only the files that have a test to run, and ends with the first that fails: loading takes most of the time.
 * Jest skips tests by name only after loading their files, and its own `bail` would end the whole process.
 */
module.exports = class extends TestRunner {
	async runTests(tests, watcher, options) {
		// Without a pattern all tests are run: in Stryker's first run, and for mutants that are made once for all.
		const { testNamePattern } = this._globalConfig;
		const file = path.join(this._globalConfig.rootDir, '.cache', 'mutation', 'testNames.json');
		const isFirstRun = !fs.existsSync(file);
		const names = isFirstRun ? {} : JSON.parse(fs.readFileSync(file, 'utf8'));
		const wanted = tests.filter(
			({ path: test }) =>
				!testNamePattern ||
				!names[test] ||
				names[test].some((name) => new RegExp(testNamePattern).test(name)),
		);
		this.on('test-file-success', ([{ path: test }, { numFailingTests, testResults }]) => {
			names[test] = testResults.map(({ fullName }) => fullName);
			if (numFailingTests > 0) watcher.setState({ interrupted: true });
		});
		await super.runTests(wanted, watcher, options);
		if (!isFirstRun) return;
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, JSON.stringify(names));
	}
};
