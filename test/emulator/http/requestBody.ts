import type { IncomingMessage } from 'node:http';

import type { ReceivedRequest, RequestHead } from '../emulatedTarget';

/** The head of a request. */
export function headOf({ method = '', url = '/', headers }: IncomingMessage): RequestHead {
	const queryAt = url.indexOf('?');
	return {
		method,
		url,
		path: queryAt < 0 ? url : url.slice(0, queryAt),
		query: queryAt < 0 ? '' : url.slice(queryAt + 1),
		headers,
	};
}

/**
 * Reads a request to its end. A body larger than `limit` bytes is counted and thrown away, since the connection
 * can only be used again once it has been read.
 *
 * @param beforePiece awaited before each piece of the body is looked at
 * @throws Error when the client ends the connection first
 */
export async function receive(
	message: IncomingMessage,
	limit: number,
	beforePiece: () => Promise<void>,
): Promise<ReceivedRequest> {
	let chunks: Buffer[] = [];
	let bodyBytes = 0;
	// http gives Buffers as long as no encoding is set; the stream's own type cannot say so.
	for await (const chunk of message as AsyncIterable<Buffer>) {
		await beforePiece();
		bodyBytes += chunk.length;
		if (bodyBytes > limit) chunks = [];
		else chunks.push(chunk);
	}
	return { ...headOf(message), body: Buffer.concat(chunks), bodyBytes };
}
