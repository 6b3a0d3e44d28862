import { clock } from '../clock';
import type { Connection } from './connection';
import { EarlierTries } from './earlierTries';
import { isOwnEdge } from '../edge';
import { isMetered, isQuestion, refusedByStatus } from './refusal';
import type { Asked, Sent } from './refusal';
import { refusalOfToken } from './refusedToken';
import { readRetryAfter } from './retryAfter';
import { withRetries } from './retry';
import type { Tried } from './retry';
import { withoutParameters } from './withoutParameters';
import { withoutTokens } from './withoutTokens';
import type { EndOfCall, StatusQuestion } from './budget/callLine';
import { TargetError } from '../targetError';
import type { TokenSource } from './tokenSource';
import type { TargetAnswer, TargetRequest } from '../http/transport';

/** How long a 503 of the bulk API closes the call budget where the answer does not say it. */
const CALL_LIMIT_PAUSE_MS = 60_000;

/** Shorter waits for the call budget are not told: a call itself may take as long. */
const LONG_WAIT_MS = 5_000;

/** The first renewal may give a token that another execution got meanwhile, and that has been reset elsewhere since. */
const MOST_RENEWALS = 2;

/** How a request counts, and what is made of its answer. */
interface Handling<Result> {
	/** What is asked; batches and status questions are taken for some of the 50 calls a minute. */
	readonly asked: Asked;
	/** Where a status is asked: it lets uploads go first. */
	readonly question?: StatusQuestion | undefined;
	/** Makes the result of an answer with a 2xx status, or another that is expected. */
	readonly read: (answer: TargetAnswer, sent: Sent) => Result | Promise<Result>;
	/** Another status than 2xx that is an answer, not a failure. */
	readonly expectedStatus?: number;
}

/** A request without its token: each try may have another one. */
type UnsignedRequest = Omit<TargetRequest, 'signal'>;

/**
 * Sends a request, again where that makes sense, and reads its answer. A token that can be had anew is renewed when
 * Target refuses it.
 *
 * @throws TargetError when it came to no result, or what `read` throws
 */
export async function sendToTarget<Result>(
	connection: Connection,
	request: UnsignedRequest,
	{ asked, question, read, expectedStatus }: Handling<Result>,
): Promise<Tried<Result>> {
	const sent = howSent(connection, request, asked);
	const unsigned = { ...request, isSubmit: !isQuestion(asked) };
	const earlierTries = unsigned.isSubmit ? new EarlierTries() : undefined;
	const sentTokens = new Set<string>();
	const sendOnce = async (refused?: string) => {
		const send = async () => await sendSigned(connection, unsigned, sentTokens, refused);
		const signed = isMetered(asked)
			? await sendWithinBudget(connection, question, refused, send)
			: await send();
		earlierTries?.answered(signed.answer);
		return signed;
	};
	const tryOnce = async () => {
		const whole = await sendWithGoodToken(connection, sent, sendOnce);
		const answer = asked === 'update' ? { ...whole, text: withoutParameters(whole.text) } : whole;
		const { status } = answer;
		const isAnswer = (status >= 200 && status <= 299) || status === expectedStatus;
		if (!isAnswer) throw refusedByStatus(answer, sent);
		return await read(answer, sent);
	};
	const attempt = async () => {
		try {
			return await tryOnce();
		} catch (error) {
			throw earlierTries?.failed(error) ?? error;
		}
	};
	const { retries, signal, budget } = connection;
	return await withRetries(retries, signal, attempt, budget.refusals.byOthers(question?.until));
}

function howSent({ edge, profileToken, tokens }: Connection, { url }: UnsignedRequest, asked: Asked): Sent {
	const ofCredential = profileToken === undefined ? undefined : 'given';
	const token = tokens === undefined ? ofCredential : 'issued';
	return { asked, clientCode: edge.clientCode, isOwnEdge: isOwnEdge(edge, url), token };
}

/** An answer, and the token that its request was signed with. */
interface SignedAnswer {
	readonly token: string | undefined;
	readonly answer: TargetAnswer;
}

/**
 * Sends again where the token was refused: the same one where it was made moments ago, another one otherwise. Only the
 * credential's own edge can refuse it: a status is asked at other hosts too, whose no is not about the token.
 *
 * @returns the last answer; also one that may be about the token, or about something else, where there is no other token
 */
async function sendWithGoodToken(
	{ tokens, signal }: Connection,
	sent: Sent,
	sendOnce: (refused?: string) => Promise<SignedAnswer>,
): Promise<TargetAnswer> {
	let last = await sendOnce();
	if (tokens === undefined || !sent.isOwnEdge) return last.answer;
	for (let renewals = 0; renewals < MOST_RENEWALS;) {
		const { token, answer } = last;
		const refusal = await refusalOfToken(answer);
		if (refusal === undefined || token === undefined) break;
		if (await tokens.ripened(token, signal)) {
			last = await sendOnce();
			continue;
		}
		const other = await tokens.renewed(token, signal).catch((error: unknown) => {
			if (refusal === 'perhaps' && error instanceof TargetError) return undefined;
			throw error;
		});
		if (other === undefined) break;
		last = await sendOnce(token);
		renewals++;
	}
	return last.answer;
}

async function sendWithinBudget(
	connection: Connection,
	question: StatusQuestion | undefined,
	refused: string | undefined,
	send: () => Promise<SignedAnswer>,
): Promise<SignedAnswer> {
	const end = await turnWithToken(connection, question, refused);
	try {
		const signed = await send();
		const { status, retryAfter } = signed.answer;
		const { refusals } = connection.budget;
		if (status === 503) refusals.add(readRetryAfter(retryAfter) ?? CALL_LIMIT_PAUSE_MS);
		else refusals.end();
		return signed;
	} finally {
		end();
	}
}

/**
 * Waits for a call among the account's 50 a minute, with a token at hand when it comes: getting one takes such calls, so
 * nobody may hold one while he waits for it.
 */
async function turnWithToken(
	{ budget, tokens, signal, onLongWait }: Connection,
	question: StatusQuestion | undefined,
	refused: string | undefined,
): Promise<EndOfCall> {
	for (;;) {
		if (tokens !== undefined) await tokenFrom(tokens, refused, signal);
		const since = clock.now();
		const end = await budget.take(signal, question);
		const waited = clock.now() - since;
		if (waited > LONG_WAIT_MS) onLongWait?.(waited);
		if (tokens === undefined || tokens.known(refused) !== undefined) return end;
		end(false);
	}
}

/**
 * Sends a request once.
 *
 * @param sentTokens those that it was sent with so far; the one of this time is added
 * @param refused a token that Target has refused: another one is taken
 */
async function sendSigned(
	connection: Connection,
	request: UnsignedRequest,
	sentTokens: Set<string>,
	refused?: string,
): Promise<SignedAnswer> {
	const { profileToken, tokens, transport, pace, signal } = connection;
	await pace?.(signal);
	// After all waiting, as a token may expire meanwhile.
	const token = tokens === undefined ? profileToken : await tokenFrom(tokens, refused, signal);
	if (token !== undefined) sentTokens.add(token);
	const headers = { ...authorization(token), ...request.headers };
	const answer = await transport.send({ ...request, headers, signal });
	// Before anyone reads it. Some servers send back what they were sent, also at an earlier try.
	const clean = async (text: string) => await withoutTokens(text, [...sentTokens]);
	const retryAfter = answer.retryAfter && (await clean(answer.retryAfter));
	return { token, answer: { ...answer, text: await clean(answer.text), retryAfter } };
}

function authorization(token: string | undefined): Record<string, string> {
	return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

async function tokenFrom(
	tokens: TokenSource,
	refused: string | undefined,
	signal: AbortSignal | undefined,
): Promise<string> {
	const known = tokens.known(refused);
	if (known !== undefined) return known;
	return refused === undefined ? await tokens.current(signal) : await tokens.renewed(refused, signal);
}
