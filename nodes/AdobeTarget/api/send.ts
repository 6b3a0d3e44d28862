import type { Connection } from './connection';
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
	readonly read: (answer: TargetAnswer) => Result;
	/** Another status than 2xx that is an answer, not a failure. */
	readonly expectedStatus?: number;
}

/**
 * Sends a request, again where that makes sense, and reads its answer.
 *
 * @throws TargetError when it came to no result, or what `read` throws
 */
export async function sendToTarget<Result>(
	connection: Connection,
	request: TargetRequest,
	{ metered, read, expectedStatus }: Handling<Result>,
): Promise<Tried<Result>> {
	return await withRetries(connection.retries, connection.signal, async () => {
		const answer = metered
			? await sendWithinBudget(connection, request)
			: await connection.transport.send(request);
		const { status } = answer;
		const isAnswer = (status >= 200 && status <= 299) || status === expectedStatus;
		if (!isAnswer) throw refusedByStatus(answer, connection.edge, metered);
		return read(answer);
	});
}

async function sendWithinBudget(
	{ transport, budget, signal }: Connection,
	request: TargetRequest,
): Promise<TargetAnswer> {
	const end = await budget.take(signal);
	try {
		const answer = await transport.send(request);
		if (answer.status === 503) budget.pause(readRetryAfter(answer.retryAfter) ?? CALL_LIMIT_PAUSE_MS);
		return answer;
	} finally {
		end();
	}
}
