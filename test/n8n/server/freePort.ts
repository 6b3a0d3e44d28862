import { createServer, type AddressInfo } from 'node:net';

/**
 * Finds a TCP port on 127.0.0.1 that nothing listens on.
 *
 * @param port the one to try; 0 for any
 * @throws Error that says which port is in use
 */
export async function freePort(port = 0): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error) => {
			reject(
				new Error(`Port ${port} cannot be used: ${reason(error)}. Stop what uses it, or choose another.`),
			);
		});
		server.listen(port, '127.0.0.1', resolve);
	});
	const { port: taken } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return taken;
}

function reason(error: Error & { code?: string }): string {
	return error.code === 'EADDRINUSE' ? 'another program is listening on it' : error.message;
}
