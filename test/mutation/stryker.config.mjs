/**
 * Changes one thing in `profiles/` or `api/` at a time, and looks whether a test fails. All of Stryker's mutators are
 * on. The texts of messages are data, and stand aside: each would be tried with all tests, as it is made when its list is
 * loaded.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/AdobeTarget/{profiles,api}/**/*.ts', '!**/messages.ts'],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.js' },
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// All tests once, in one process, in instrumented code: on two busy cores more than Stryker's five minutes.
	dryRunTimeoutMinutes: 20,
	timeoutMS: 5_000,
	// What the tests of a mutant leave behind is never given back: after some twenty of them a process has 2 GB.
	maxTestRunnerReuse: 10,
	tempDirName: '.cache/mutation/sandbox',
	ignorePatterns: ['/.cache', '/dist', '/coverage', '/docs', '/examples', '/test/n8n'],
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: '.cache/mutation/report.html' },
	jsonReporter: { fileName: '.cache/mutation/report.json' },
	thresholds: { high: 95, low: 90, break: 85 },
};
