import { clock } from './clock';
import type { Connection } from './connection';
import { edgeHeaders } from './edge';
import type { Edge } from './edge';
import { refusedByStatus } from './refusal';
import { readRetryAfter } from './retryAfter';
import { withRetries } from './retry';
import type { Tried } from './retry';
import { withoutTokens } from './sending/withoutTokens';
import type { StatusQuestion } from './sending/callBudget';
import type { TargetAnswer, TargetRequest } from './transport';

/** How long a 503 of the bulk API closes the call budget where the answer does not say it. */
const CALL_LIMIT_PAUSE_MS = 60_000;

/** Who waits longer for the call budget is told. */
const LONG_WAIT_MS = 5_000;

/** The first renewal may give what another execution had in the meantime, and be overtaken by a reset elsewhere. */
const MOST_RENEWALS = 2;

/** How a request counts, and what is made of its answer. */
export interface Handling<Result> {
	/**
	 * Whether it is one of the 50 calls a minute: bulk and status calls are, single updates and fetches are not (Target
	 * limits page).
	 */
	readonly metered: boolean;
	/** What a metered call asks, where it is no upload: it lets uploads go first. */
	readonly question?: StatusQuestion | undefined;
	/** Makes the result of an answer with a 2xx status, or another that is expected. */
	readonly read: (answer: TargetAnswer, edge: Edge) => Result | Promise<Result>;
	/** Another status than 2xx that is an answer, not a failure. */
	readonly expectedStatus?: number;
}

/** A request but for the token, which each try may have anew. */
export type UnsignedRequest = Omit<TargetRequest, 'signal'>;

/**
 * Sends a request, again where that makes sense, and reads its answer. A token that can be had anew is renewed when
 * Target refuses it.
 *
 * @throws TargetError when it came to no result, or what `read` throws
 */
export async function sendToTarget<Result>(
	connection: Connection,
	request: UnsignedRequest,
	{ metered, question, read, expectedStatus }: Handling<Result>,
): Promise<Tried<Result>> {
	const exchange = async (refused?: string) =>
		metered
			? await exchangeWithinBudget(connection, request, question, refused)
			: await exchangeAtOnce(connection, request, refused);
	return await withRetries(connection.retries, connection.signal, async () => {
		let { edge, answer } = await exchange();
		for (
			let renewals = 0;
			renewals < MOST_RENEWALS && isRefusedToken(connection, request, answer);
			renewals++
		) {
			({ edge, answer } = await exchange(edge.token));
		}
		const { status } = answer;
		const isAnswer = (status >= 200 && status <= 299) || status === expectedStatus;
		if (!isAnswer) throw refusedByStatus(answer, edge, metered);
		return await read(answer, edge);
	});
}

/** An answer, and the edge with the token that it was asked with. */
interface Exchange {
	readonly edge: Edge;
	readonly answer: TargetAnswer;
}

/** Only the credential's own edge can say so: a status is asked at other hosts too, whose no is not about the token. */
function isRefusedToken(
	{ tokens, edge }: Connection,
	{ url }: UnsignedRequest,
	{ status }: TargetAnswer,
): boolean {
	if (tokens === undefined || (status !== 401 && status !== 403)) return false;
	return new URL(url).origin === new URL(edge.baseUrl).origin;
}

async function exchangeWithinBudget(
	connection: Connection,
	request: UnsignedRequest,
	question: StatusQuestion | undefined,
	refused: string | undefined,
): Promise<Exchange> {
	const { budget, signal, onLongWait } = connection;
	const asked = clock.now();
	const end = await budget.take(signal, question);
	const waited = clock.now() - asked;
	if (waited > LONG_WAIT_MS) onLongWait?.(waited);
	try {
		const exchange = await exchangeAtOnce(connection, request, refused);
		const { status, retryAfter } = exchange.answer;
		if (status === 503) budget.pause(readRetryAfter(retryAfter) ?? CALL_LIMIT_PAUSE_MS);
		return exchange;
	} finally {
		end();
	}
}

/** @param refused a token that Target has refused: another one is taken */
async function exchangeAtOnce(
	connection: Connection,
	request: UnsignedRequest,
	refused?: string,
): Promise<Exchange> {
	const { transport, pace, signal } = connection;
	await pace?.(signal);
	// After all waiting, as a token may expire meanwhile.
	const edge = await signedEdge(connection, refused);
	const headers = { ...edgeHeaders(edge), ...request.headers };
	const answer = await transport.send({ ...request, headers, signal });
	// Before anyone reads it. Some servers send back what they were sent.
	const clean = async (text: string) => await withoutTokens(text, [edge.token, refused]);
	const retryAfter = answer.retryAfter && (await clean(answer.retryAfter));
	return { edge, answer: { ...answer, text: await clean(answer.text), retryAfter } };
}

async function signedEdge({ edge, tokens, signal }: Connection, refused?: string): Promise<Edge> {
	if (tokens === undefined) return edge;
	const token = refused === undefined ? tokens.current(signal) : tokens.renewed(refused, signal);
	return { ...edge, token: await token, tokenIsIssued: true };
}
