import type { Edge } from '../../edge';
import { CallLine, CALLS_PER_MINUTE } from './callLine';
import type { EndOfCall, StatusQuestion } from './callLine';
import { KeptForADay } from '../keptForADay';
import type { Refusals } from './refusals';

/** The calls that one credential may make, in a line with those of all others of the same account. */
export class CallBudget {
	/** @param perMinute how many calls a minute this process may make, as the credential has it */
	constructor(
		readonly line = new CallLine(),
		readonly perMinute = CALLS_PER_MINUTE,
	) {}

	/**
	 * Waits until one more call may be made.
	 *
	 * @param question left out for an upload
	 * @returns what must be called when the call has ended, however it did
	 * @throws the signal's reason as soon as it is aborted
	 */
	async take(signal?: AbortSignal, question?: StatusQuestion): Promise<EndOfCall> {
		return await this.line.take({ perMinute: this.perMinute, signal }, question);
	}

	/** As {@link CallLine.takeAhead}. */
	async takeAhead(signal?: AbortSignal, calls = 1): Promise<EndOfCall> {
		return await this.line.takeAhead({ perMinute: this.perMinute, signal }, calls);
	}

	/** The 503s of Target. */
	get refusals(): Refusals {
		return this.line.refusals;
	}
}

const lines = new KeptForADay(() => new CallLine());

/**
 * The budget of an account: one line for all executions of this process. It goes by the edge's host too, so that nobody
 * can close the line of another's account by a server of his own.
 *
 * @param perMinute how many calls a minute this process may make, as the credential has it
 */
export function budgetOf(
	{ baseUrl, clientCode }: Pick<Edge, 'baseUrl' | 'clientCode'>,
	perMinute = CALLS_PER_MINUTE,
): CallBudget {
	return new CallBudget(lines.get(`${new URL(baseUrl).origin} ${clientCode.toLowerCase()}`), perMinute);
}
