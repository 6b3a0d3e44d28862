'use strict';

/** Tests with n8n in queue mode, one file after another: each starts four processes of n8n, a database and a queue. */
module.exports = {
	...require('../jest.config.js'),
	rootDir: '../..',
	// A realm for each file, as Jest has it: these tests share no packages, and some are ES modules.
	testEnvironment: 'node',
	runtime: require.resolve('jest-runtime'),
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	maxWorkers: 1,
	testTimeout: 300_000,
};
