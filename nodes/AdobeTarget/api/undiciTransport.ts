import type { LookupFunction } from 'node:net';

import { Client, EnvHttpProxyAgent, Pool } from 'undici';

import { networkError } from './networkError';
import { MAX_ANSWER_BYTES } from './transport';
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

/**
 * The way to Target over undici: one pool of kept-alive sockets per host, closed with the execution that opened it.
 * Goes by the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, as the rest of n8n does.
 */
export function createTransport({ connections, timeoutMs, lookup }: TransportSettings): Transport {
	// A pool forgets a client whose connection breaks as soon as it is made, and does not close it with the others; but
	// the client connects anew for its request, and would keep that socket (undici 7.30, pool.js, "connectionError").
	const clients: Client[] = [];
	const clientOf = (origin: URL, options: object): Client => {
		const client = new Client(origin, options);
		clients.push(client);
		return client;
	};
	const agent = new EnvHttpProxyAgent({
		factory: (origin, options: object) => new Pool(origin, { ...options, factory: clientOf }),
		connections,
		pipelining: 1,
		connect: { timeout: Math.min(timeoutMs, LONGEST_CONNECT_MS), ...(lookup && { lookup }) },
		headersTimeout: timeoutMs,
		bodyTimeout: timeoutMs,
	});
	return {
		async send({ url, method, headers, body, signal }) {
			const { origin, host, pathname, search } = new URL(url);
			try {
				const answer = await agent.request({
					origin,
					path: pathname + search,
					method,
					headers,
					body: body ?? null,
					signal,
				});
				const retryAfter = answer.headers['retry-after'];
				return {
					status: answer.statusCode,
					text: await readText(answer.body),
					retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
				};
			} catch (error) {
				signal?.throwIfAborted();
				throw networkError(error, host);
			}
		},
		async close() {
			await agent.destroy();
			await Promise.all(clients.map((client) => client.destroy()));
		},
	};
}

/** The body as text; what is longer than any answer of Target's is cut off, and its socket closed. */
async function readText(body: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > MAX_ANSWER_BYTES) break;
	}
	return Buffer.concat(chunks).toString('utf8');
}
