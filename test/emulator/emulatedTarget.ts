import type { IncomingHttpHeaders } from 'node:http';

import type { AdobeIdentity } from './adobe/adobeIdentity';
import type { BatchLedger } from './bulk/batchLedger';
import type { CallBudget } from './adobe/callBudget';
import type { EmulatorCounts } from './contract';
import type { ProfileStore } from './profiles/profileStore';
import type { Readings } from './readings';

/** Everything that the routes act on. */
export interface EmulatedTarget {
	readonly url: string;
	readonly clientCode: string;
	readonly profileToken: string | undefined;
	readonly identity: AdobeIdentity | undefined;
	readonly profiles: ProfileStore;
	readonly batches: BatchLedger;
	readonly budget: CallBudget;
	readonly readings: Readings;
	readonly counts: { -readonly [name in keyof EmulatorCounts]: EmulatorCounts[name] };
}

/** What a server knows of a request before it has read its body. */
export interface RequestHead {
	readonly method: string;
	/** Path and query as sent. */
	readonly url: string;
	readonly path: string;
	/** Without the `?`; empty if there is none. */
	readonly query: string;
	readonly headers: IncomingHttpHeaders;
}

/** A request, read to its end. */
export interface ReceivedRequest extends RequestHead {
	/** The whole body, or nothing when it is too large for any of Adobe's limits. */
	readonly body: Buffer;
	/** Length of the whole body. */
	readonly bodyBytes: number;
}
