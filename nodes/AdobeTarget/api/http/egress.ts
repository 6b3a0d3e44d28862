import type { LookupFunction } from 'node:net';

import { MESSAGES } from './messages';
import { networkError } from './networkError';
import { unlessAborted } from '../onAbort';
import { say } from '../../say';
import { TargetError } from '../targetError';
import type { TargetAnswer, TargetRequest, Transport } from './transport';

/** Where requests may go, beyond what the credential's own addresses say. */
export interface Egress {
	/**
	 * Says why an address may not be called, in n8n's words; undefined where it may. Asked before each request to another
	 * address than the one before it; left out where nothing is restricted.
	 */
	readonly blocked?: (url: string) => Promise<string | undefined>;
	/** Looks names up for a connection and refuses blocked addresses: a name may lead elsewhere by now than when `blocked` was asked. */
	readonly lookup?: LookupFunction;
}

/** A way to Target that goes nowhere else than the rules allow. */
export function guardedTransport(transport: Transport, { blocked }: Egress): Transport {
	if (blocked === undefined) return transport;
	let allowed: string | undefined;
	const sendIfAllowed = async (request: TargetRequest, url: string): Promise<TargetAnswer> => {
		const { host } = new URL(url);
		// n8n's filter looks the name up, which may fail, or take long.
		const answer = blocked(url).catch((error: unknown) => {
			throw networkError(error, host, request);
		});
		const reason = await unlessAborted(answer, request.signal);
		if (reason !== undefined) throw new TargetError(...say(MESSAGES.notAllowed, { host, reason }));
		allowed = url;
		return await transport.send(request);
	};
	return {
		send(request) {
			// A query leads to no other host, and is nobody's business: a profile's attributes may be in it.
			const [url = ''] = request.url.split('?', 1);
			return url === allowed ? transport.send(request) : sendIfAllowed(request, url);
		},
		close: () => transport.close(),
	};
}

/**
 * The rule of n8n's "Allowed HTTP Request Domains" in a credential, for a list of domains: a host passes that is one of
 * them, or below one that is written `*.example.com`.
 *
 * @param domains comma-separated
 */
export function isOnDomainList(host: string, domains: string): boolean {
	const name = host.toLowerCase();
	return domains
		.split(',')
		.map((domain) => domain.trim().toLowerCase())
		.filter((domain) => domain !== '')
		.some((domain) => (domain.startsWith('*.') ? name.endsWith(domain.slice(1)) : name === domain));
}
