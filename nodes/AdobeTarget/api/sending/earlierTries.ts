import type { TargetAnswer } from '../http/transport';
import { TargetError } from '../targetError';

/** Remembers, for one submit, whether Target may have taken it at an earlier try. The error of a later try then says so. */
export class EarlierTries {
	private mayBeTaken = false;

	/** An answer came; the request may have left twice for it. */
	answered({ wasSentBefore = false }: TargetAnswer): void {
		this.mayBeTaken ||= wasSentBefore;
	}

	/** @returns the error of a try; where Target may have taken the request before that, the error says so */
	failed(error: unknown): unknown {
		if (!(error instanceof TargetError)) return error;
		this.mayBeTaken ||= error.wasSentBefore;
		if (this.mayBeTaken && !error.mayBeTaken) return error.afterUnanswered();
		this.mayBeTaken ||= error.mayBeTaken;
		return error;
	}
}
