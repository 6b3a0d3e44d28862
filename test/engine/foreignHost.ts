import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host that nobody means to send a token to: it answers whatever it is asked, and keeps what it was sent. */
export interface ForeignHost {
	/** `http://127.0.0.1:<port>`. */
	readonly url: string;
	/** Whatever came, as text: request lines and headers, and the hosts that tunnels were asked to. */
	readonly seen: string[];
	close(): Promise<void>;
}

/** Starts one. As a proxy, it writes down which hosts it is to connect to, and connects to none. */
export async function startForeignHost(): Promise<ForeignHost> {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(`${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
		request.resume();
		response.end('<response><success>true</success><batchId>x</batchId><status>complete</status></response>');
	});
	server.on('connect', (request, socket) => {
		seen.push(`CONNECT ${request.url ?? ''}`);
		socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, seen, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
