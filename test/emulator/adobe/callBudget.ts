import type { Readings } from '../readings';

const MINUTE_MS = 60_000;

/**
 * The calls that a client code may make in a minute (Target limits page: 50, then HTTP 503): in the last 60 seconds, or
 * in each minute of the clock.
 */
export class CallBudget {
	private times: number[] = [];

	constructor(
		private readonly callsPerMinute: number,
		private readonly minute: Readings['minute'],
		private readonly clock: () => number,
	) {}

	/** Whether one more call is allowed now. A call that is not allowed does not count. */
	take(): boolean {
		const now = this.clock();
		const begin = this.minute === 'fixed' ? now - (now % MINUTE_MS) : now - MINUTE_MS + 1;
		this.times = this.times.filter((time) => time >= begin);
		if (this.times.length >= this.callsPerMinute) return false;
		this.times.push(now);
		return true;
	}
}
