import type { TargetAnswer } from '../http/transport';
import { TargetError } from '../targetError';

/** Remembers of a request that Target may have taken it at a try that no answer came to, or none that says so. */
export class Unanswered {
	private mayBeTaken = false;

	/** The request may have left twice for this answer. */
	answered({ wasSentBefore = false }: TargetAnswer): void {
		if (wasSentBefore) this.mayBeTaken = true;
	}

	/** @returns what a try has ended with; where it says no, but an earlier one may have been taken, it says that too */
	failed(error: unknown): unknown {
		if (!(error instanceof TargetError)) return error;
		if (!error.mayBeTaken) return this.mayBeTaken ? error.afterUnanswered() : error;
		this.mayBeTaken = true;
		return error;
	}
}
