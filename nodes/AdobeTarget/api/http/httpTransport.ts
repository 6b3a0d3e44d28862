import type { LookupFunction } from 'node:net';

import type { TargetAnswer, TargetRequest, Transport } from './transport';
import { BrokenOff, KeptConnectionOver } from './brokenOff';
import type { Route, Undici } from './connecting/connect';
import { Exchange } from './exchange';
import { keptLanes, laneKey } from './connecting/lanes';
import { networkError } from './networkError';
import { proxyFor } from './connecting/proxy';
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

/** How long connecting may take, a proxy and TLS included. */
export const LONGEST_CONNECT_MS = 30_000;

/** undici is loaded with the first request: n8n loads all nodes as it starts. */
let loaded: Undici | undefined;

/** An address in its parts, and how it is reached. */
interface Address {
	readonly url: string;
	readonly host: string;
	readonly path: string;
	readonly route: Route;
	readonly key: string;
}

/**
 * The way to Target for an execution, over the connections of the process: kept ones are used again, whichever
 * execution opened them. Goes by the proxy that n8n's environment names.
 *
 * @param lanes the connections to use; those of the process where it is left out
 */
export function createTransport(settings: TransportSettings, lanes = keptLanes): Transport {
	const { connections, timeoutMs, lookup } = settings;
	const connectMs = Math.min(timeoutMs, LONGEST_CONNECT_MS);
	const slots = new Slots(connections);
	const underWay = new Set<Exchange>();

	// Nearly all requests of an execution go to the same address.
	let known: Address | undefined;
	const addressOf = (url: string): Address => {
		if (known?.url !== url) known = readAddress(url, lookup);
		return known;
	};

	/** Over a kept connection where there is one, or over a new one. */
	const sendOnce = async (
		undici: Undici,
		address: Address,
		request: TargetRequest,
		mayUseKept: boolean,
	): Promise<TargetAnswer> => {
		const { key, route } = address;
		// A kept one may be over already, and then nobody knows whether the request was taken.
		const kept = mayUseKept && request.idempotent !== false ? lanes.take(key) : undefined;
		const lane = kept ?? lanes.open(undici, key, route, connectMs);
		const exchange = new Exchange(lane, { origin: route.origin, path: address.path }, request, timeoutMs);
		underWay.add(exchange);
		try {
			return await exchange.answer;
		} finally {
			underWay.delete(exchange);
		}
	};

	/** Sends once more, over a new connection. Where some of the request had left before, nobody knows what became of that. */
	const sendAgain = async (
		undici: Undici,
		address: Address,
		request: TargetRequest,
		wasSentBefore: boolean,
	): Promise<TargetAnswer> => {
		try {
			return { ...(await sendOnce(undici, address, request, false)), wasSentBefore };
		} catch (error) {
			request.signal?.throwIfAborted();
			const failed = networkError(error, address.host, request);
			throw wasSentBefore && request.isSubmit === true && !failed.mayBeTaken
				? failed.afterUnanswered()
				: failed;
		}
	};

	/** Sends, again at once where a kept connection was over, and gives the slot back at the end. */
	const sendInSlot = async (
		undici: Undici,
		address: Address,
		request: TargetRequest,
	): Promise<TargetAnswer> => {
		try {
			return await sendOnce(undici, address, request, true);
		} catch (error) {
			if (!(error instanceof KeptConnectionOver)) throw networkError(error, address.host, request);
			return await sendAgain(undici, address, request, error.wasSent);
		} finally {
			slots.giveBack();
		}
	};

	return {
		async send(request) {
			const { signal } = request;
			signal?.throwIfAborted();
			const address = addressOf(request.url);
			loaded ??= await import('undici');
			try {
				if (!slots.takeFree()) await slots.wait(signal);
				const headers = { 'user-agent': USER_AGENT, ...request.headers };
				return await sendInSlot(loaded, address, { ...request, headers });
			} catch (error) {
				signal?.throwIfAborted();
				throw networkError(error, address.host, request);
			}
		},
		close() {
			const reason = new BrokenOff('CLOSED');
			slots.refuse(reason);
			for (const exchange of underWay) exchange.fail(reason);
			return Promise.resolve();
		},
	};
}

function readAddress(url: string, lookup: LookupFunction | undefined): Address {
	const { origin, host, pathname, search } = new URL(url);
	const route = { origin, proxy: proxyFor(origin), lookup };
	return { url, host, path: pathname + search, route, key: laneKey(route) };
}
