'use strict';

/** Tests with a real n8n, one after another: it needs both the memory and the time. */
module.exports = {
	...require('../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/{n8n,install,browser,publish}/**/*.test.{ts,mjs}'],
	testPathIgnorePatterns: ['<rootDir>/test/(n8n|browser|publish)/node_modules'],
	maxWorkers: 1,
	testTimeout: 180_000,
};
