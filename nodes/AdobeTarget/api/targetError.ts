import { TRIED, UNANSWERED } from './messages';
import { fill } from '../say';
import { sentences } from '../sentences';

/** Whether the same request may work later: never, after a pause, or as soon as the call budget lets it through. */
export type Retry = 'never' | 'afterPause' | 'withBudget';

/** What may be known of an error beside its words. */
interface TargetErrorFacts {
	/** The HTTP status of the answer, where there was one. */
	readonly status?: number | undefined;
	readonly retry?: Retry;
	/** How long the answer asks to wait, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
	/** Whether certainly nothing of the request has left. */
	readonly isUnsent?: boolean;
	/** Whether Target may have taken what was submitted; the words say so. */
	readonly mayBeTaken?: boolean;
	/** Whether the request had left before, over a kept connection that ended without an answer. */
	readonly wasSentBefore?: boolean;
	/** A sentence that quotes the answer. */
	readonly quote?: string;
}

/**
 * Something between us and Target went wrong, or Target said no.
 *
 * `message` says what happened in one sentence; `advice` says what the person at the panel can do, and carries the
 * details (codes, hosts, what Target wrote). Neither ever holds a token.
 *
 * `ownAdvice` is the advice without what the answer said.
 */
export class TargetError extends Error {
	readonly status: number | undefined;

	readonly retry: Retry;

	readonly retryAfterMs: number | undefined;

	readonly isUnsent: boolean;

	readonly mayBeTaken: boolean;

	readonly wasSentBefore: boolean;

	readonly advice: string;

	readonly quote: string;

	constructor(
		message: string,
		readonly ownAdvice: string,
		facts: TargetErrorFacts = {},
	) {
		super(message);
		this.name = 'TargetError';
		this.quote = facts.quote ?? '';
		this.advice = sentences(ownAdvice, this.quote);
		this.status = facts.status;
		this.retry = facts.retry ?? 'never';
		this.retryAfterMs = facts.retryAfterMs;
		this.isUnsent = facts.isUnsent ?? false;
		this.mayBeTaken = facts.mayBeTaken ?? false;
		this.wasSentBefore = facts.wasSentBefore ?? false;
	}

	/** The same error, as one that may pass. */
	passing(): TargetError {
		return this.with(this.ownAdvice, { retry: 'afterPause' });
	}

	/** The same error, as one that is not to be tried again, with one sentence more; the quote may be another. */
	final(sentence: string, quote = this.quote): TargetError {
		const advice = sentences(this.ownAdvice, sentence);
		return this.with(advice, { quote, retry: 'never', retryAfterMs: undefined });
	}

	/** The same error, of a request that had left before, over a kept connection that ended without an answer. */
	sentBefore(): TargetError {
		return this.with(this.ownAdvice, { isUnsent: false, wasSentBefore: true });
	}

	/** The same error, of a request that may have been taken at an earlier try. */
	afterUnanswered(): TargetError {
		const advice = sentences(this.ownAdvice, UNANSWERED);
		return this.with(advice, { isUnsent: false, mayBeTaken: true });
	}

	/** The same error, saying how often it was tried. */
	after(attempts: number): TargetError {
		return this.with(sentences(this.ownAdvice, fill(TRIED, { attempts })), {});
	}

	private with(advice: string, changed: TargetErrorFacts): TargetError {
		const { status, retry, retryAfterMs, isUnsent, mayBeTaken, wasSentBefore, quote } = this;
		const facts = { status, retry, retryAfterMs, isUnsent, mayBeTaken, wasSentBefore, quote };
		return new TargetError(this.message, advice, { ...facts, ...changed });
	}
}
