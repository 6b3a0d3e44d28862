const MINUTE_MS = 60_000;

/** The calls that a client code may make in any 60 seconds (Target limits page: 50, then HTTP 503). */
export class CallBudget {
	private times: number[] = [];

	constructor(
		private readonly callsPerMinute: number,
		private readonly clock: () => number,
	) {}

	/** Whether one more call is allowed now. A call that is not allowed does not count. */
	take(): boolean {
		const now = this.clock();
		this.times = this.times.filter((time) => now - time < MINUTE_MS);
		if (this.times.length >= this.callsPerMinute) return false;
		this.times.push(now);
		return true;
	}
}
