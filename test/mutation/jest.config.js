'use strict';

const base = require('../jest.config.js');

/** The tests of the rooms that are mutated: those of the engine take seconds to begin, for each mutant. */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/unit/{profiles,api}/**/*.test.ts'],
	// They measure time, and code that is instrumented takes more of it than they allow.
	testPathIgnorePatterns: ['hostileAnswers', 'longestHold'],
	// Stryker knows how long each test takes by itself, and ends what a change makes endless.
	testTimeout: 600_000,
	testEnvironment: require.resolve('./environment.js'),
	runner: require.resolve('./runner.js'),
	globalSetup: undefined,
	globalTeardown: undefined,
	moduleNameMapper: {
		'^fast-check$': '<rootDir>/test/mutation/fastCheck.js',
		'^fast-check/itself$': require.resolve('fast-check'),
	},
};
