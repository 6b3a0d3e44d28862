import type { Connection } from '../sending/connection';
import { edgeAddress } from '../edge';
import { fetchProfile } from './fetchProfile';
import { MESSAGES } from './messages';
import { refusedBySuccess, unreadableAnswer } from '../sending/refusal';
import type { Sent } from '../sending/refusal';
import { isAboutToken, messageOfNo } from '../sending/refusedToken';
import { sendToTarget } from '../sending/send';
import { submitHeaders } from './submitForm';
import { MAX_SUBMIT_ANSWER_BYTES, readSubmitAnswer } from '../answers/submitAnswer';
import { batchPath } from './submitBatch';
import { TargetError } from '../targetError';
import type { TargetAnswer } from '../http/transport';
import { say } from '../../say';
import { shown } from '../../shown';

/** No customer has this ID; the answer to it tells whether the account does. */
const NO_PROFILE = 'n8n-credential-test';

/** A batch that holds a header and no rows: whatever becomes of it, no profile changes. */
const NO_ROWS = 'batch=thirdPartyId,n8n-credential-test';

/** Target's good answer to such a batch (bulk profile API page, and seen by others). */
const EMPTY = /batch is empty/i;

/**
 * What Target said to a batch with the token, or without one where the account has none. It was `notRefused` for that;
 * or Target refused the batch for another reason, which `saysNothing` about the token.
 */
export type TokenCheck = 'notRefused' | 'saysNothing';

/**
 * Asks for a profile that does not exist. Target says "No profile found for client …" with HTTP 404 when the client code
 * is right (fetch page). A batch without rows is sent, too, as Adobe does not say whether fetches need a token where
 * batches do; it is one of the 50 calls a minute.
 *
 * @throws TargetError that says which part is wrong: host, client code or token, or that there is none
 */
export async function checkAccount(connection: Connection): Promise<TokenCheck> {
	const { edge, tokens, signal } = connection;
	// Beforehand, so that what the Admin API does not know is not taken for the client code.
	await tokens?.current(signal);
	try {
		await fetchProfile(connection, 'thirdPartyId', NO_PROFILE);
	} catch (error) {
		throwForClientCode(error, edge.clientCode);
	}
	return await checkToken(connection);
}

async function checkToken(connection: Connection): Promise<TokenCheck> {
	const request = {
		method: 'POST',
		url: edgeAddress(connection.edge, batchPath(connection.edge, 'v2')),
		headers: submitHeaders,
		body: NO_ROWS,
		maxAnswerBytes: MAX_SUBMIT_ANSWER_BYTES,
	} as const;
	const { result } = await sendToTarget(connection, request, { asked: 'batch', read: readTokenCheck });
	return result;
}

async function readTokenCheck(answer: TargetAnswer, sent: Sent): Promise<TokenCheck> {
	const submitted = await readSubmitAnswer(answer.text);
	const message = submitted?.message ?? (await messageOfNo(answer.text));
	if (message === undefined) throw unreadableAnswer(answer, 'batch');
	if (submitted?.success === true || EMPTY.test(message)) return 'notRefused';
	if (isAboutToken(message)) throw refusedBySuccess(message, sent);
	return 'saysNothing';
}

/** @throws what was caught; a 404 says here that the client code is not known */
function throwForClientCode(error: unknown, clientCode: string): never {
	if (!(error instanceof TargetError) || error.status !== 404) throw error;
	const said = say(MESSAGES.clientCodeNotKnown, { clientCode: shown(clientCode) });
	throw new TargetError(...said, { status: 404 });
}
