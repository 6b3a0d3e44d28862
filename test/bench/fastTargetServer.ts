import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server has been sent. */
export interface Counts {
	requests: number;
	connections: number;
	/** Line feeds in the bodies of batches: as many as they have rows. */
	rows: number;
	bytes: number;
}

const LINE_FEED = 0x0a;
const nothing = (): Counts => ({ requests: 0, connections: 0, rows: 0, bytes: 0 });

/**
 * Answers as Target does and counts what it is sent, as quickly as it can. The emulator looks at every byte, so that it
 * would be what is measured. Run by Node.js as it stands, with the latency in milliseconds as its argument.
 */
const latencyMs = Number(process.argv[2]);
let counts = nothing();

function answer({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
	const status = url.endsWith('batchUpdate')
		? `<batchStatus>http://${headers.host ?? ''}${url}/profileBatchStatus?batchId=1</batchStatus>`
		: '';
	const text = `<response><success>true</success>${status}<message>Request successfully submitted</message></response>`;
	response.writeHead(200, {
		'content-type': 'application/xml;charset=UTF-8',
		'content-length': Buffer.byteLength(text),
	});
	response.end(text);
}

const server = createServer((request, response) => {
	const isBatch = request.url?.endsWith('batchUpdate') ?? false;
	counts.requests++;
	request.on('data', (chunk: Buffer) => {
		counts.bytes += chunk.length;
		if (!isBatch) return;
		for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) counts.rows++;
	});
	request.on('end', () => {
		if (latencyMs > 0) setTimeout(answer, latencyMs, request, response);
		else answer(request, response);
	});
});
server.on('connection', () => counts.connections++);
server.listen(0, '127.0.0.1', () => {
	process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', () => {
	process.send?.(counts);
	counts = nothing();
});
process.on('disconnect', () => process.exit());
