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
	/**
	 * Whether doing it twice is the same as doing it once, as it is with updates and questions; true where it is left
	 * out. Another one goes over a new connection, as a kept one may be closed at the moment at which it is sent.
	 */
	readonly idempotent?: boolean;
	/** Whether it submits something: where no answer comes, Target may have taken it nevertheless. */
	readonly isSubmit?: boolean;
	/** How much of the answer is read, {@link DEFAULT_ANSWER_BYTES} by default; what is longer is cut, and its connection closed. */
	readonly maxAnswerBytes?: number;
}

/** What came back, whatever its status. */
export interface TargetAnswer {
	readonly status: number;
	/** The body as UTF-8 text, cut at the request's `maxAnswerBytes`. */
	readonly text: string;
	/** The `Retry-After` header as it came. */
	readonly retryAfter: string | undefined;
	/** Whether the request had left before, over a kept connection that ended without an answer. */
	readonly wasSentBefore?: boolean;
}

/** How much of an answer is read where the request does not say it; to a submit or a sign-in, it has some hundred bytes. */
export const DEFAULT_ANSWER_BYTES = 65_536;

/** The way to Target. It follows no redirects, so that a token never travels to another host. */
export interface Transport {
	/** @throws TargetError when no whole answer came back; the signal's reason when it was aborted */
	send(request: TargetRequest): Promise<TargetAnswer>;
	/** Ends the requests that are under way, with their connections. */
	close(): Promise<void>;
}
