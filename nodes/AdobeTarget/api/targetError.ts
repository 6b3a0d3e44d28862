/** Whether the same request may work later: never, after a pause, or as soon as the call budget lets it through. */
export type Retry = 'never' | 'afterPause' | 'withBudget';

/** What may be known of an error beside its words. */
export interface TargetErrorFacts {
	/** The HTTP status of the answer, where there was one. */
	readonly status?: number;
	readonly retry?: Retry;
	/** How long the answer asks to wait, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
	/** Whether certainly nothing of the request has left. */
	readonly isUnsent?: boolean;
}

/**
 * Something between us and Target went wrong, or Target said no.
 *
 * `message` says what happened in one sentence; `advice` says what the person at the panel can do, and carries the
 * details (codes, hosts, what Target wrote). Neither ever holds a token.
 */
export class TargetError extends Error {
	readonly status: number | undefined;

	readonly retry: Retry;

	readonly retryAfterMs: number | undefined;

	readonly isUnsent: boolean;

	constructor(
		message: string,
		readonly advice: string,
		facts: TargetErrorFacts = {},
	) {
		super(message);
		this.name = 'TargetError';
		this.status = facts.status;
		this.retry = facts.retry ?? 'never';
		this.retryAfterMs = facts.retryAfterMs;
		this.isUnsent = facts.isUnsent ?? false;
	}

	/** The same error, as one that may pass. */
	passing(): TargetError {
		const { status, retryAfterMs } = this;
		return new TargetError(this.message, this.advice, {
			...(status !== undefined && { status }),
			retry: 'afterPause',
			retryAfterMs,
		});
	}

	/** The same error, as one that is not to be tried again, with one sentence more. */
	final(sentence: string): TargetError {
		const { status } = this;
		return new TargetError(this.message, `${this.advice} ${sentence}`, {
			...(status !== undefined && { status }),
		});
	}

	/** The same error, saying how often it was tried. */
	after(attempts: number): TargetError {
		return new TargetError(this.message, `${this.advice} It was tried ${attempts} times.`, this);
	}
}
