import { connect as connectTcp, isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Duplex } from 'node:stream';

import { BrokenOff, ProxyFailure } from '../brokenOff';
import { readProxy } from './proxy';
import type { Proxy } from './proxy';

/** undici, which is loaded when it is needed. */
export type Undici = typeof import('undici');

/** Where a connection leads, and by which way. */
export interface Route {
	readonly origin: string;
	/** As the environment has it; undefined where there is none. */
	readonly proxy: string | undefined;
	/** Looks up the host's name in place of Node.js; a proxy's own name is looked up by Node.js, as n8n does. */
	readonly lookup: LookupFunction | undefined;
}

/**
 * Opens a connection to the host of a route: TCP, the proxy's tunnel if there is one, and TLS.
 *
 * @param timeoutMs for all of it together
 * @param done is told once of the connection, or why there is none
 * @returns what ends it, and all sockets with it, while it is being made
 */
export function openConnection(
	undici: Undici,
	route: Route,
	timeoutMs: number,
	done: (...result: [error: Error, socket: null] | [error: null, socket: Socket]) => void,
): (reason: Error) => void {
	const opened: Duplex[] = [];
	let isOver = false;
	const giveUp = (error: Error) => {
		if (isOver) return;
		isOver = true;
		clearTimeout(timer);
		for (const socket of opened) socket.destroy();
		done(error, null);
	};
	const timer = setTimeout(() => {
		giveUp(new BrokenOff('CONNECT_TIMEOUT'));
	}, timeoutMs);
	const track: Track = (socket) => {
		opened.push(socket);
		if (isOver) socket.destroy();
		return socket;
	};
	connect(undici, route, track).then(
		(socket) => {
			if (isOver) return;
			isOver = true;
			clearTimeout(timer);
			done(null, socket);
		},
		(error: unknown) => {
			giveUp(error as Error);
		},
	);
	return giveUp;
}

/** Takes note of a socket, which is closed where nothing comes of it. */
type Track = <Opened extends Duplex>(socket: Opened) => Opened;

async function connect(undici: Undici, { origin, proxy, lookup }: Route, track: Track): Promise<Socket> {
	const url = new URL(origin);
	if (proxy === undefined) return await connected(track(openSocket(url, { lookup })));
	const tunnel = track(await openTunnel(undici, url, readProxy(proxy), track));
	return await connected(track(openSocket(url, { tunnel })));
}

/** Asks a proxy for a tunnel to a host (CONNECT). */
async function openTunnel(undici: Undici, url: URL, proxy: Proxy, track: Track): Promise<Duplex> {
	const client = new undici.Client(proxy.origin, {
		// The time-out of the whole connection is set by the caller, who closes the socket.
		headersTimeout: 0,
		connect: (_, callback) => {
			connected(track(openSocket(new URL(proxy.origin), {}))).then(
				(socket) => {
					callback(null, socket);
				},
				(error: unknown) => {
					callback(error as Error, null);
				},
			);
		},
	});
	const path = `${url.hostname}:${portOf(url)}`;
	const { authorization } = proxy;
	const headers = {
		host: path,
		...(authorization !== undefined && { 'proxy-authorization': authorization }),
	};
	try {
		const { statusCode, socket } = await client.connect({ path, headers });
		// Nobody else listens: what breaks it is told by the TLS above it.
		socket.on('error', () => undefined);
		if (statusCode === 200) return socket;
		socket.destroy();
		throw new ProxyFailure('refused', { code: `HTTP ${statusCode}` });
	} catch (error) {
		throw error instanceof ProxyFailure ? error : new ProxyFailure('unreachable', error);
	} finally {
		void client.destroy();
	}
}

/** Begins a connection, which is ready with the event that {@link connected} waits for. */
function openSocket(
	url: URL,
	{ lookup, tunnel }: { readonly lookup?: LookupFunction | undefined; readonly tunnel?: Duplex },
): Socket {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const options = { host, port: portOf(url), ...(lookup && { lookup }) };
	const socket =
		url.protocol === 'https:'
			? connectTls({
					...options,
					...(tunnel && { socket: tunnel }),
					// An address of numbers can't be named in TLS.
					...(isIP(host) === 0 && { servername: host }),
					ALPNProtocols: ['http/1.1'],
				})
			: connectTcp(options);
	return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
}

/** TCP's own sign of life, so that what stands in between does not forget the connection. */
const KEEP_ALIVE_MS = 60_000;

function portOf({ port, protocol }: URL): number {
	return Number(port) || (protocol === 'https:' ? 443 : 80);
}

async function connected(socket: Socket): Promise<Socket> {
	return await new Promise((resolve, reject) => {
		socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
			resolve(socket);
		});
		// It stays: an error that nobody hears ends the process, and one of TLS leaves its socket open (Node.js 20.20), so
		// that a request over it would wait for its time-out.
		socket.on('error', (error) => {
			reject(error);
			socket.destroy();
		});
		socket.once('close', () => {
			reject(new BrokenOff('CLOSED'));
		});
	});
}
