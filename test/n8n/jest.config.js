'use strict';

/** Tests with a real n8n, one more at a time than there are cores, as some wait. */
module.exports = {
	...require('../jest.config.js'),
	rootDir: '../..',
	// A realm for each file, as Jest has it: these tests share no packages, and some are ES modules.
	testEnvironment: 'node',
	runtime: require.resolve('jest-runtime'),
	testMatch: ['<rootDir>/test/{n8n,install,browser,publish}/**/*.test.{ts,mjs}'],
	testPathIgnorePatterns: ['<rootDir>/test/(n8n|browser|publish)/node_modules'],
	testSequencer: require.resolve('./longestFirst.js'),
	maxWorkers: 3,
	testTimeout: 180_000,
};
