'use strict';

const base = require('../jest.config.js');

/** The tests of the rooms that are mutated: those of the engine take seconds to begin, for each mutant. */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/unit/{profiles,api}/**/*.test.ts'],
	testEnvironment: require.resolve('./environment.js'),
	runner: require.resolve('./runner.js'),
	globalSetup: undefined,
	globalTeardown: undefined,
	moduleNameMapper: {
		'^fast-check$': '<rootDir>/test/mutation/fastCheck.js',
		'^fast-check/itself$': require.resolve('fast-check'),
	},
};
