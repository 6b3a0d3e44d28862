import type { Connection } from './connection';
import { edgeHeaders } from './edge';
import type { Edge } from './edge';
import { refusedByStatus } from './refusal';
import { readRetryAfter } from './retryAfter';
import { withRetries } from './retry';
import type { Tried } from './retry';
import type { TargetAnswer, TargetRequest } from './transport';

/** How long a 503 of the bulk API closes the call budget where the answer does not say it. */
const CALL_LIMIT_PAUSE_MS = 60_000;

/** How a request counts, and what is made of its answer. */
export interface Handling<Result> {
	/**
	 * Whether it is one of the 50 calls a minute: bulk and status calls are, single updates and fetches are not (Target
	 * limits page).
	 */
	readonly metered: boolean;
	/** Makes the result of an answer with a 2xx status, or another that is expected. */
	readonly read: (answer: TargetAnswer, edge: Edge) => Result;
	/** Another status than 2xx that is an answer, not a failure. */
	readonly expectedStatus?: number;
}

/** A request but for the token, which each try may have anew. */
export type UnsignedRequest = Omit<TargetRequest, 'signal'>;

/**
 * Sends a request, again where that makes sense, and reads its answer. A token that can be had anew is renewed once
 * when Target refuses it.
 *
 * @throws TargetError when it came to no result, or what `read` throws
 */
export async function sendToTarget<Result>(
	connection: Connection,
	request: UnsignedRequest,
	{ metered, read, expectedStatus }: Handling<Result>,
): Promise<Tried<Result>> {
	const exchange = metered ? sendWithinBudget : sendAtOnce;
	return await withRetries(connection.retries, connection.signal, async () => {
		let edge = await signedEdge(connection);
		let answer = await exchange(connection, edge, request);
		const renewed = await renewedEdge(connection, edge, answer);
		if (renewed !== undefined) {
			edge = renewed;
			answer = await exchange(connection, edge, request);
		}
		const { status } = answer;
		const isAnswer = (status >= 200 && status <= 299) || status === expectedStatus;
		if (!isAnswer) throw refusedByStatus(answer, edge, metered);
		return read(answer, edge);
	});
}

/** The edge with the token of this moment. */
async function signedEdge({ edge, tokens, signal }: Connection): Promise<Edge> {
	return tokens === undefined ? edge : { ...edge, token: await tokens.current(signal), tokenIsIssued: true };
}

/** The edge with another token, where Target has refused this one and there may be another. */
async function renewedEdge(
	{ tokens, signal }: Connection,
	edge: Edge,
	{ status }: TargetAnswer,
): Promise<Edge | undefined> {
	if (tokens === undefined || edge.token === undefined || (status !== 401 && status !== 403))
		return undefined;
	return { ...edge, token: await tokens.renewed(edge.token, signal) };
}

async function sendAtOnce(
	{ transport, signal }: Connection,
	edge: Edge,
	request: UnsignedRequest,
): Promise<TargetAnswer> {
	return await transport.send({
		...request,
		headers: { ...edgeHeaders(edge), ...request.headers },
		signal,
	});
}

async function sendWithinBudget(
	connection: Connection,
	edge: Edge,
	request: UnsignedRequest,
): Promise<TargetAnswer> {
	const { budget, signal } = connection;
	const end = await budget.take(signal);
	try {
		const answer = await sendAtOnce(connection, edge, request);
		if (answer.status === 503) budget.pause(readRetryAfter(answer.retryAfter) ?? CALL_LIMIT_PAUSE_MS);
		return answer;
	} finally {
		end();
	}
}
