/** A question that has waited this long goes before uploads. */
export const PATIENCE_MS = 5 * 60_000;

/** No more than one in this many calls goes before uploads so. */
const ONE_IN = 10;

/** Whether somebody has waited long. The two are added just as where the alarm is set, or rounding could miss the moment. */
export function isLong(since: number, now: number): boolean {
	return since + PATIENCE_MS <= now;
}

/** The questions that have waited long, and how rarely they go before uploads. */
export class LongWaits {
	/** When those began that went lately. */
	private begins: number[] = [];

	/** One that has waited long begins. */
	begun(now: number): void {
		this.begins.push(now);
	}

	/**
	 * Whether one more may go before uploads. Where a minute has fewer than ten calls, that is once in several minutes: a
	 * call in each would leave uploads none where a minute has but one.
	 */
	mayBegin(now: number, perMinute: number, minuteMs: number): boolean {
		const within = minuteMs * Math.max(1, ONE_IN / perMinute);
		this.begins = this.begins.filter((at) => at + within > now);
		return this.begins.length < Math.max(1, Math.floor(perMinute / ONE_IN));
	}
}
