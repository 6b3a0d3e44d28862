'use strict';

/** What `npm run test:matrix` runs in each n8n. */
module.exports = {
	...require('../n8n/jest.config.js'),
	testMatch: ['<rootDir>/test/matrix/matrix.test.ts'],
	// An n8n that could not be set up must not keep the next one waiting.
	forceExit: true,
};
