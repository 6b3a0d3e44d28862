'use strict';

/** Tests with n8n in queue mode, one file after another: each starts four processes of n8n, a database and a queue. */
module.exports = {
	...require('../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	maxWorkers: 1,
	testTimeout: 300_000,
};
