import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that gives one CSV file, as a stream. */
export interface CsvSource {
	readonly url: string;
	readonly bytes: number;
	close(): void;
}

/** @param bytes how large the file is */
export async function startCsvSource(file: string, bytes: number): Promise<CsvSource> {
	const server = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'text/csv', 'content-length': bytes });
		createReadStream(file, { highWaterMark: 1_048_576 }).pipe(response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/customers.csv`,
		bytes,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}
