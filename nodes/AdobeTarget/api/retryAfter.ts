import { clock } from './clock';

/** How long a `Retry-After` header asks to wait: seconds or a date (RFC 9110). Undefined where it is missing or neither. */
export function readRetryAfter(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	const text = header.trim();
	if (/^\d+$/.test(text)) return Number(text) * 1_000;
	// Date.parse takes "-3" and "1.5" for dates too.
	const date = /^[A-Z][a-z]/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - clock.today());
}
