import type { RecordedRequest } from '../contract';
import type { ReceivedRequest } from '../emulatedTarget';

const REQUESTS_KEPT = 1_000;
/** More than the largest single update, and 64 MiB for all requests kept. */
const BODY_BYTES_KEPT = 65_536;

/** The newest requests, for tests to look at. */
export class RequestLog {
	readonly requests: RecordedRequest[] = [];

	add({ method, url, headers, body, bodyBytes }: ReceivedRequest): void {
		// A copy, since a part of a Buffer keeps the whole of it in memory.
		const kept = Buffer.from(body.subarray(0, BODY_BYTES_KEPT));
		this.requests.push({ method, url, headers, body: kept, bodyBytes });
		if (this.requests.length > REQUESTS_KEPT) this.requests.shift();
	}
}
