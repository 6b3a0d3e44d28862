import { createServer, type Server, type Socket } from 'node:net';

/** A TCP port on this machine that accepts connections. */
interface TcpPort {
	/** `http://<host>:<port>`. */
	readonly url: string;
	/** Stops listening and ends every open connection, whatever state it is in. */
	close(): Promise<void>;
}

/**
 * @param host address of this machine
 * @param port 0 for any free one
 * @throws Error when it cannot listen on the port, in a sentence for the person at the keyboard
 */
export async function openTcpPort(
	host: string,
	port: number,
	onConnection: (socket: Socket) => void,
): Promise<TcpPort> {
	const open = new Set<Socket>();
	// Half-open connections are for HTTP to end, as a client may send its FIN before it has its answer.
	const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
		onConnection(socket);
	});
	await listen(server, host, port);
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The emulator has no TCP port.');
	return {
		url: `http://${host}:${address.port}`,
		close: async () => {
			const ended = [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
			ended.push(new Promise((resolve) => server.close(resolve)));
			for (const socket of open) socket.destroy();
			await Promise.all(ended);
		},
	};
}

async function listen(server: Server, host: string, port: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			reject(new Error(listenProblem(error, port)));
		});
		server.listen(port, host, resolve);
	});
}

function listenProblem(error: NodeJS.ErrnoException, port: number): string {
	if (error.code === 'EADDRINUSE')
		return `Port ${port} is already in use: choose another, or 0 for any free one.`;
	if (error.code === 'EACCES')
		return `Port ${port} may only be used by an administrator: choose one above 1023.`;
	return `The emulator cannot listen on port ${port}: ${error.message}`;
}
