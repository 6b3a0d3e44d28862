'use strict';

const TestEnvironment = require('../jest/oneRealm.js');

/** Takes seconds where each step of a loop over millions of bytes is mutated; others see the same smaller. */
const TOO_LARGE = ['rows that a piece of a large file cuts are whole'];

/** Skips the other tests of a file once one has failed: the mutant is dead by then. */
module.exports = class extends TestEnvironment {
	handleTestEvent({ name, test }) {
		if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
		if (name === 'test_start' && (this.hasFailed || TOO_LARGE.includes(test.name))) test.mode = 'skip';
	}
};
