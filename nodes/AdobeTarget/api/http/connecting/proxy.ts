import { getProxyForUrl } from 'proxy-from-env';

import { MESSAGES } from '../messages';
import { say } from '../../../say';
import { TargetError } from '../../targetError';
import { isLoopback } from '../../loopback';

/** A proxy that makes tunnels. */
export interface Proxy {
	/** `http:` or `https:`, by which the proxy itself is spoken to. */
	readonly origin: string;
	/** What it is to be shown; undefined where its address has no user. */
	readonly authorization: string | undefined;
}

/**
 * The proxy that the environment names for an address; undefined where there is none. n8n uses the same package to read
 * `https_proxy`, `no_proxy`, `all_proxy` and their like.
 */
function namedProxyFor(address: string): string | undefined {
	return getProxyForUrl(address) || undefined;
}

/**
 * Checks an address that n8n is to ask in our place, by the proxy that the environment names.
 *
 * @throws TargetError for a server on this machine that would be asked by way of a proxy: it would see the token
 */
export function checkN8nsWay({ href, host, hostname }: URL): void {
	if (!isLoopback(hostname) || namedProxyFor(href) === undefined) return;
	throw new TargetError(...say(MESSAGES.proxyWouldSee, { host, name: hostname }));
}

/**
 * The proxy for an address, chosen as n8n chooses it. One exception: a server on this machine is never asked by way
 * of a proxy, which would see the token where http is spoken.
 *
 * @param origin of what is to be asked, e.g. `https://democlient.tt.omtrdc.net`
 * @returns as the environment has it, perhaps with a user and a password; undefined where there is none
 */
export function proxyFor(origin: string): string | undefined {
	const { protocol, hostname } = new URL(origin);
	// Addresses of another machine are https, as `checkAddress` sees to.
	if (protocol !== 'https:' || isLoopback(hostname)) return undefined;
	return namedProxyFor(origin);
}

/**
 * Reads a proxy of the environment.
 *
 * @throws TargetError when it is of a kind that can't be used; what it says is not quoted, as it may hold a password
 */
export function readProxy(text: string): Proxy {
	try {
		const { protocol, origin, username, password } = new URL(text);
		if (protocol === 'http:' || protocol === 'https:') {
			const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
			const authorization = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
			return { origin, authorization };
		}
	} catch {
		// It is no address, or its user or password is not encoded as in one.
	}
	throw new TargetError(...say(MESSAGES.proxyNotUsable));
}
