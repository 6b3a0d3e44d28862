/** A request as Target is sent it. */
export interface TargetRequest {
	readonly method: 'GET' | 'POST';
	/** The whole address; it is taken as it is. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** ASCII; its length is sent as Content-Length, and it can be sent again. */
	readonly body?: string | Uint8Array;
	/** Aborts the request, its connection included. */
	readonly signal?: AbortSignal | undefined;
}

/** What came back, whatever its status. */
export interface TargetAnswer {
	readonly status: number;
	/** The body as UTF-8 text, cut at {@link MAX_ANSWER_BYTES}. */
	readonly text: string;
	/** The `Retry-After` header as it came. */
	readonly retryAfter: string | undefined;
}

/** Target's answers are a few hundred bytes; a profile is at most 64 KB. More than this is no answer of Target's. */
export const MAX_ANSWER_BYTES = 4_000_000;

/** The way to Target. It follows no redirects, so that a token never travels to another host. */
export interface Transport {
	/** @throws TargetError when no whole answer came back; the signal's reason when it was aborted */
	send(request: TargetRequest): Promise<TargetAnswer>;
	/** Closes every socket. */
	close(): Promise<void>;
}
