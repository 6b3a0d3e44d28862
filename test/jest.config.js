'use strict';

const { availableParallelism } = require('node:os');

/** One Jest for unit, property, engine and emulator tests; the real n8n has its own in test/n8n. */
module.exports = {
	rootDir: '..',
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.ts'],
	testEnvironment: '<rootDir>/test/jest/oneRealm.js',
	runtime: '<rootDir>/test/jest/packagesOnce.js',
	// More than there are cores, as some tests wait.
	maxWorkers: availableParallelism() + 1,
	// Property tests and first loads of n8n's engine take their time on a busy machine.
	testTimeout: 60_000,
	// A worker keeps what each file has loaded; collecting the garbage of gigabytes slows the files after it down.
	workerIdleMemoryLimit: '2GB',
	globalSetup: '<rootDir>/test/engine/environment.js',
	globalTeardown: '<rootDir>/test/engine/tearDown.js',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
				module: { type: 'commonjs', ignoreDynamic: true },
			},
		],
	},
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/.cache',
		'<rootDir>/test/n8n/node_modules',
		'<rootDir>/test/mutation/node_modules',
		'<rootDir>/test/browser/node_modules',
		'<rootDir>/test/publish/node_modules',
	],
};
