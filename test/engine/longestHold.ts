import type { IExecuteFunctions } from 'n8n-workflow';

import { AdobeTarget } from '../../nodes/AdobeTarget/AdobeTarget.node';
import { route } from '../../nodes/AdobeTarget/operations/router';

/**
 * Runs something, and tells for how many milliseconds the node has kept the event loop to itself at most, from the
 * beginning of its work to its end; what n8n does before and after is not counted. Counted is the processor's time where
 * it is less than the clock's: on a busy machine, time goes by in which nobody works.
 */
export async function longestHold(run: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	const spy = jest.spyOn(AdobeTarget.prototype, 'execute').mockImplementation(async function (
		this: IExecuteFunctions,
	) {
		let last = now();
		const look = () => {
			const { clock, processor } = now();
			longest = Math.max(longest, Math.min(clock - last.clock, processor - last.processor));
			last = now();
		};
		let looking = setImmediate(function again() {
			look();
			looking = setImmediate(again);
		});
		try {
			return await route(this);
		} finally {
			look();
			clearImmediate(looking);
		}
	});
	try {
		await run();
		return longest;
	} finally {
		spy.mockRestore();
	}
}

function now(): { clock: number; processor: number } {
	const { user, system } = process.cpuUsage();
	return { clock: performance.now(), processor: (user + system) / 1_000 };
}
