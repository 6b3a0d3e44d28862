/** How an exchange can end without an answer, beside what the system and undici have codes for. */
export type BrokenOffCode =
	| 'CONNECT_TIMEOUT'
	| 'CLOSED'
	| 'UPLOAD_STALLED'
	| 'NO_ANSWER_IN_TIME'
	| 'NO_FINAL_ANSWER'
	| 'ANSWER_UNFINISHED'
	| 'EARLY_ANSWER_CUT'
	| 'EARLY_ANSWER_STALLED';

/** An exchange that was broken off; `networkError` has the words. */
export class BrokenOff extends Error {
	constructor(
		readonly code: BrokenOffCode,
		cause?: unknown,
	) {
		super(code, { cause });
		this.name = 'BrokenOff';
	}
}

/** A connection, or an answer, that broke when a request over it had begun; the cause says how. */
export class BrokenInUse extends Error {
	constructor(cause: unknown) {
		super('A connection broke while it was used', { cause });
		this.name = 'BrokenInUse';
	}
}

/** A proxy that made no tunnel: it said no, or it could not be asked. */
export class ProxyFailure extends Error {
	constructor(
		readonly kind: 'refused' | 'unreachable',
		cause: unknown,
	) {
		super(`The proxy is ${kind}`, { cause });
		this.name = 'ProxyFailure';
	}
}

/**
 * A connection that had been kept turned out to be closed before a byte of the answer came, as either side may close
 * it at any moment.
 */
export class KeptConnectionOver extends Error {
	constructor(
		cause: unknown,
		/** Whether some of the request may have left. */
		readonly wasSent: boolean,
	) {
		super('A kept connection was over', { cause });
		this.name = 'KeptConnectionOver';
	}
}

/** What was caught, where a kept connection was over. @throws what was caught, where it is anything else */
export function asKeptConnectionOver(error: unknown): KeptConnectionOver {
	if (error instanceof KeptConnectionOver) return error;
	throw error;
}
