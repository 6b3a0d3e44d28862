import type { LookupFunction } from 'node:net';

import type { Client, Dispatcher } from 'undici';

import { exchange } from './exchange';
import { networkError } from './networkError';
import type { Transport } from './transport';

/** How many sockets to one host, and how long to wait. */
export interface TransportSettings {
	readonly connections: number;
	/** How long each step may take: connecting (at most 30 s of it), waiting for the answer, each pause within it. */
	readonly timeoutMs: number;
	/** Looks up host names in place of Node.js. */
	readonly lookup?: LookupFunction | undefined;
}

const LONGEST_CONNECT_MS = 30_000;

/** Where the rest of n8n finds its proxies; undici reads the same ones. */
const PROXIES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

/**
 * The way to Target over undici: one pool of kept-alive sockets per host, closed with the execution that opened it.
 * Goes by the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, as the rest of n8n does.
 */
export function createTransport(settings: TransportSettings): Transport {
	let opened: ReturnType<typeof openDispatcher> | undefined;
	// Nearly all requests of an execution go to the same address.
	let known = { url: '', address: { origin: '', host: '', path: '' } };
	const addressOf = (url: string) => {
		if (known.url !== url) {
			const { origin, host, pathname, search } = new URL(url);
			known = { url, address: { origin, host, path: pathname + search } };
		}
		return known.address;
	};
	return {
		async send({ url, method, headers, body, signal, maxAnswerBytes }) {
			const { origin, host, path } = addressOf(url);
			const { dispatcher } = await (opened ??= openDispatcher(settings));
			try {
				const request = { origin, path, method, headers, body: body ?? null };
				return await exchange(dispatcher, request, signal, maxAnswerBytes);
			} catch (error) {
				signal?.throwIfAborted();
				throw networkError(error, host);
			}
		},
		async close() {
			await (await opened)?.close();
		},
	};
}

/** undici is loaded when it is needed: n8n loads all nodes as it starts. */
async function openDispatcher({
	connections,
	timeoutMs,
	lookup,
}: TransportSettings): Promise<{ dispatcher: Dispatcher; close(): Promise<void> }> {
	const undici = await import('undici');
	// A pool forgets a client whose connection breaks as soon as it is made, and does not close it with the others; but
	// the client connects anew for its request, and would keep that socket (undici 7.30, pool.js, "connectionError").
	const clients: Client[] = [];
	const clientOf = (origin: URL, options: object): Client => {
		const client = new undici.Client(origin, options);
		clients.push(client);
		return client;
	};
	const Agent = PROXIES.some((name) => process.env[name]) ? undici.EnvHttpProxyAgent : undici.Agent;
	const dispatcher = new Agent({
		factory: (origin: URL | string, options: object) =>
			new undici.Pool(origin, { ...options, factory: clientOf }),
		connections,
		pipelining: 1,
		connect: { timeout: Math.min(timeoutMs, LONGEST_CONNECT_MS), ...(lookup && { lookup }) },
		headersTimeout: timeoutMs,
		bodyTimeout: timeoutMs,
	});
	return {
		dispatcher,
		async close(): Promise<void> {
			await dispatcher.destroy();
			await Promise.all(clients.map((client) => client.destroy()));
		},
	};
}
