import { clock } from '../clock';

/** Nobody waits longer for an answer; what a header says beyond it is taken for this. */
const LONGEST_MS = 86_400_000;

/** The dates of RFC 9110 begin with the day of the week. */
const DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * How long a `Retry-After` header asks to wait: seconds or a date (RFC 9110), a day at most. Undefined where it is
 * missing or neither; where the date has passed, as one of two clocks is wrong then; and where it is 0, as whoever came
 * back at once would have used up all retries before anything has changed.
 */
export function readRetryAfter(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	const text = header.trim();
	const milliseconds = /^\d+$/.test(text) ? Number(text) * 1_000 : dateOf(text) - clock.today();
	return milliseconds > 0 ? Math.min(milliseconds, LONGEST_MS) : undefined;
}

/** `Date.parse` takes nearly anything for a date, and one without a time zone for local time. */
function dateOf(text: string): number {
	return DATE.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : NaN;
}
