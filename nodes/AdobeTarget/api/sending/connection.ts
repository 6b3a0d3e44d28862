import type { Edge } from '../edge';
import type { Pace } from './budget/pace';
import type { RetryPolicy } from './retry';
import type { CallBudget } from './budget/callBudget';
import type { TokenSource } from './tokenSource';
import type { Transport } from '../http/transport';

/** All that a request needs: whom to ask, the way there, how often to try, and when to give up. */
export interface Connection {
	readonly edge: Edge;
	readonly transport: Transport;
	/** The profile authentication token, where the credential gives it. */
	readonly profileToken?: string | undefined;
	/** Where tokens come from otherwise; without either, requests go without one. */
	readonly tokens?: TokenSource | undefined;
	/** Spreads requests in time; without it each begins at once. */
	readonly pace?: Pace | undefined;
	/** The bulk and status calls that the account may make. */
	readonly budget: CallBudget;
	/** Told when a call has waited long for the budget, and for how many milliseconds. */
	readonly onLongWait?: ((milliseconds: number) => void) | undefined;
	readonly retries: RetryPolicy;
	/** Aborts the requests under way when the execution is stopped. */
	readonly signal?: AbortSignal | undefined;
}
