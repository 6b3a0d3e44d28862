import type { Edge } from './edge';
import type { Transport } from './transport';

/** All that a request needs: whom to ask, the way there, and when to give up. */
export interface Connection {
	readonly edge: Edge;
	readonly transport: Transport;
	/** Aborts the requests under way when the execution is stopped. */
	readonly signal?: AbortSignal;
}
