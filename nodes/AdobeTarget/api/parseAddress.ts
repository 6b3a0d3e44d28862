/** A host name has 253 characters at most; user, password and port may stand beside it. */
const LONGEST_AUTHORITY = 600;

/** No server takes as much. */
const LONGEST = 100_000;

/** What the URL parser passes over before the host. */
const BEFORE_HOST = '/\\\t\r\n';

/**
 * Reads an address from outside. The URL parser takes quadratic time for the host, once that has letters beyond ASCII,
 * plain or percent-encoded: 0.7 s for 20,000 of them. So an address is not parsed that is longer than any, or
 * has such a host.
 *
 * @returns undefined where it is no absolute address
 */
export function parseAddress(text: string): URL | undefined {
	if (text.length > LONGEST || hasTooLongHost(text)) return undefined;
	try {
		return new URL(text);
	} catch {
		// URL.canParse, once it was called often, says no to a host with letters such as "ü" (Node.js 20.20).
		return undefined;
	}
}

function hasTooLongHost(text: string): boolean {
	let start = text.indexOf(':') + 1;
	while (start < text.length && BEFORE_HOST.includes(text.charAt(start))) start++;
	const host = text.slice(start, start + LONGEST_AUTHORITY + 1);
	return host.length > LONGEST_AUTHORITY && !/[/\\?#]/.test(host);
}
