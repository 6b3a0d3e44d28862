import type { LookupFunction } from 'node:net';

import type { Transport } from './transport';
import { BrokenOff } from './brokenOff';
import { readAddress } from './connecting/address';
import type { Undici } from './connecting/connect';
import { Exchanges } from './exchanges';
import { keptLanes } from './connecting/lanes';
import { networkError } from './networkError';
import { Slots } from './connecting/slots';
import { USER_AGENT } from './userAgent';

/** How many requests at a time, and how long to wait. */
export interface TransportSettings {
	/** How many requests may be under way; others wait for them. */
	readonly connections: number;
	/**
	 * How long nothing may move, in either direction, before a request is given up. Connecting may take as long, but no
	 * more than 30 s; an answer, from its beginning, three times as long.
	 */
	readonly timeoutMs: number;
	/** Looks up host names in place of Node.js, but not that of a proxy. */
	readonly lookup?: LookupFunction | undefined;
}

/** undici is loaded with the first request: n8n loads all nodes as it starts. */
let loaded: Undici | undefined;

/**
 * The way to Target for an execution, over the connections of the process: kept ones are used again, whichever
 * execution opened them. Goes by the proxy that n8n's environment names.
 *
 * @param lanes the connections to use; those of the process where it is left out
 */
export function createTransport(
	{ connections, timeoutMs, lookup }: TransportSettings,
	lanes = keptLanes,
): Transport {
	const slots = new Slots(connections);
	const exchanges = new Exchanges(lanes, timeoutMs);
	return {
		async send(request) {
			const { signal } = request;
			signal?.throwIfAborted();
			const address = readAddress(request.url, lookup);
			const undici = (loaded ??= await import('undici'));
			const headers = { 'user-agent': USER_AGENT, ...request.headers };
			try {
				return await slots.use(
					async () => await exchanges.send(undici, address, { ...request, headers }),
					signal,
				);
			} catch (error) {
				signal?.throwIfAborted();
				throw networkError(error, address.host, request);
			}
		},
		close() {
			const reason = new BrokenOff('CLOSED');
			slots.refuse(reason);
			exchanges.endAll(reason);
			return Promise.resolve();
		},
	};
}
