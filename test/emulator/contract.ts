import type { IncomingHttpHeaders } from 'node:http';

import type { AdobeIdentity, IdentityOptions } from './adobe/adobeIdentity';
import type { FaultsByChance } from './faults/faultDice';
import type { CannedAnswer, Fault } from './faults/faults';
import type { Readings } from './readings';

/** How a profile is named: the customer's own ID, the ID that Target assigns (tntId, mboxPC), or the Experience Cloud ID. */
export type ProfileIdType = 'thirdPartyId' | 'pcId' | 'ecid';

export interface EmulatorOptions {
	/** Address of this machine to listen on. Default `127.0.0.1`. */
	host?: string;
	/** TCP port; 0 (default) takes any free one. */
	port?: number;
	/** The one client code this emulator answers for. Default `democlient`. */
	clientCode?: string;
	/** Milliseconds added to each answer. Default 0. */
	latencyMs?: number;
	/** Bulk, status and Admin calls together over a rolling minute; past it HTTP 503. Default 50 (Target limits page). */
	callsPerMinute?: number;
	/** When set, `Authorization: Bearer <it>` is required for what `readings.tokenCovers` says. Not for status calls. */
	profileToken?: string;
	/** When set, the account is entered by OAuth server-to-server, and its profile token is required in place of `profileToken`. */
	identity?: IdentityOptions;
	/** Milliseconds from the upload of a batch until its rows reach the profiles. Default 0: at once. */
	processingMs?: number;
	/** The time in milliseconds since 1970. Default `Date.now`. */
	clock?: () => number;
	/** What goes wrong by chance. Default nothing. */
	faults?: FaultsByChance;
	/** How Target reads and answers what Adobe leaves open. */
	readings?: Partial<Readings>;
}

/** What the emulator has seen since it started. */
export interface EmulatorCounts {
	/** All requests, refused and canned ones included. */
	readonly requests: number;
	/** TCP connections accepted. */
	readonly connections: number;
	/** TCP connections open right now. */
	readonly openConnections: number;
	/** Single updates accepted, whether or not the profile was known. */
	readonly singleUpdates: number;
	/** Batches accepted. */
	readonly batches: number;
	/** Rows of the accepted batches, headers not counted. */
	readonly rows: number;
	/** Rows of those that were lost without a word. */
	readonly rowsLost: number;
	/** Body bytes of the accepted batches. */
	readonly bytes: number;
	/** Batch status calls answered. */
	readonly statusCalls: number;
	/** Profile fetches answered, those of unknown profiles included. */
	readonly fetches: number;
	/** Requests answered with a refusal: 400, 401, 403, 405, 503, an unknown path, a redirect, or `success` false. */
	readonly refused: number;
	/** Faults met by requests and connections, ordered or by chance; an answer in place of the real one is one, too. */
	readonly faults: number;
}

export interface RecordedRequest {
	readonly method: string;
	/** Path and query, as sent. */
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	/** The first 65,536 bytes of the body. */
	readonly body: Buffer;
	/** Length of the whole body in bytes. */
	readonly bodyBytes: number;
}

export interface Emulator {
	/** `http://<host>:<port>`. */
	readonly url: string;
	readonly clientCode: string;
	/** The counts as they are now. */
	readonly counts: EmulatorCounts;
	/** The sign-in and the Admin API, where the emulator was started with them. */
	readonly identity: AdobeIdentity | undefined;
	/** The newest 1,000 requests, oldest first. */
	readonly requests: readonly RecordedRequest[];
	/** The decoded attributes that a profile holds, undefined if there is no such profile. */
	profile(idType: ProfileIdType, id: string): ReadonlyMap<string, string> | undefined;
	/** The IDs of all profiles that there are, or were. */
	ids(idType: ProfileIdType): string[];
	/** Makes a profile, or adds to one, as a page visit with these attributes would. */
	putProfile(idType: ProfileIdType, id: string, attributes?: Record<string, string>): void;
	/** A page visit: what a v2 batch has set is settled, and no later v2 batch takes it away. */
	visit(idType: ProfileIdType, id: string): void;
	/** From now on, batch rows for this profile fail and are listed as failed in the status. */
	failRowsOf(idType: ProfileIdType, id: string): void;
	/**
	 * The next request, or the next `times` requests, get this answer or meet this fault; where it comes before anything
	 * is read, the next connections do.
	 */
	answerNext(answer: CannedAnswer | Fault, times?: number): void;
	/** Waits until no request is on its way, nor one that was answered before it was read. */
	settled(): Promise<void>;
	/** Stops listening and ends open connections, stalled ones too. */
	close(): Promise<void>;
}
