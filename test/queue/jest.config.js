'use strict';

/** As tests with a real n8n, but each file starts four processes of n8n, a database and a queue. */
module.exports = {
	...require('../n8n/jest.config.js'),
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	maxWorkers: 1,
	testTimeout: 300_000,
};
