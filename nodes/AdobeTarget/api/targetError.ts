/**
 * Something between us and Target went wrong, or Target said no.
 *
 * `message` says what happened in one sentence; `advice` says what the person at the panel can do, and carries the
 * details (codes, hosts, what Target wrote). Neither ever holds a token.
 */
export class TargetError extends Error {
	readonly advice: string;

	/** The HTTP status of the answer, where there was one. */
	readonly status: number | undefined;

	constructor(message: string, advice: string, status?: number) {
		super(message);
		this.name = 'TargetError';
		this.advice = advice;
		this.status = status;
	}
}
