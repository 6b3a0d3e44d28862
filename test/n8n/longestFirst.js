'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take the longest, many of them waiting. One of them that began last would run alone at the end. */
const LONGEST = ['tokens', 'interrupted', 'demo', 'panel', 'walks', 'workflows', 'network', 'secrets'];

/** They begin first, also where Jest does not know yet how long each file takes. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
			return place < 0 ? LONGEST.length : place;
		};
		return super.sort(tests).sort((one, other) => rank(one) - rank(other));
	}
};
