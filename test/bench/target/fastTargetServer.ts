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
	/** Batches that were one too many for their client code in a minute, and got a 503. */
	refused: number;
}

/** What lies between those who send and the server. */
export interface Line {
	/** Milliseconds before each answer. */
	readonly latencyMs: number;
	/** What goes over it in a second; all connections share it. As fast as the machine is where it is left out. */
	readonly megabytesPerSecond?: number;
	/** How many batches a client code may send in any minute; as many as it likes where it is left out. */
	readonly callsPerMinute?: number;
}

const LINE_FEED = 0x0a;
const nothing = (): Counts => ({ requests: 0, connections: 0, rows: 0, bytes: 0, refused: 0 });

/**
 * Answers as Target does and counts what it is sent, as quickly as it can. The emulator looks at every byte, so that it
 * would be what is measured. Run by Node.js as it stands, with its line as argument.
 */
const { latencyMs, megabytesPerSecond, callsPerMinute } = JSON.parse(process.argv[2] ?? '') as Line;
let counts = nothing();

/** When each client code sent its batches of the last minute. */
const callsOf = new Map<string, number[]>();

/** Whether the batch is one too many for its client code in this minute. */
function isTooMany(url: string): boolean {
	if (callsPerMinute === undefined) return false;
	const clientCode = url.split('/')[2] ?? '';
	const now = performance.now();
	const calls = (callsOf.get(clientCode) ?? []).filter((at) => now - at < 60_000);
	calls.push(now);
	callsOf.set(clientCode, calls);
	return calls.length > callsPerMinute;
}

/** When all that has come so far would have come over the line. */
let lineIsFreeAt = 0;

/** Takes no more from a request until the line would have brought what has come. */
function overTheLine(request: IncomingMessage, bytes: number): void {
	if (megabytesPerSecond === undefined) return;
	const now = performance.now();
	lineIsFreeAt = Math.max(lineIsFreeAt, now) + bytes / megabytesPerSecond / 1_000;
	if (lineIsFreeAt - now < 1) return;
	request.pause();
	setTimeout(() => request.resume(), lineIsFreeAt - now);
}

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
	if (isBatch && isTooMany(request.url ?? '')) {
		counts.refused++;
		request.resume().on('end', () => response.writeHead(503).end());
		return;
	}
	request.on('data', (chunk: Buffer) => {
		counts.bytes += chunk.length;
		overTheLine(request, chunk.length);
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
