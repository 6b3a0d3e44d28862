import type { TargetAnswer } from '../http/transport';
import { TargetError } from '../targetError';

/** Remembers whether Target may have taken a request at an earlier try: one without an answer, or whose answer does not say. */
export class Unanswered {
	private mayBeTaken = false;

	/** The request may have left twice for this answer. */
	answered({ wasSentBefore = false }: TargetAnswer): void {
		if (wasSentBefore) this.mayBeTaken = true;
	}

	/** @returns the error of a try; where an earlier try may have been taken, it says so */
	failed(error: unknown): unknown {
		if (!(error instanceof TargetError)) return error;
		if (!error.mayBeTaken) return this.mayBeTaken ? error.afterUnanswered() : error;
		this.mayBeTaken = true;
		return error;
	}
}
