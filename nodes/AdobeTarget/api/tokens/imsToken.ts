import { parseObject } from '../answers/jsonObject';
import { isHeaderText } from '../headerText';
import { EITHER_SERVICE, SERVICES, SIGN_IN } from './messages';
import { readRetryAfter } from '../sending/retryAfter';
import { say } from '../../say';
import type { Words } from '../../say';
import { TargetError } from '../targetError';
import type { TargetAnswer, Transport } from '../http/transport';

/** What the Adobe Developer Console gives for an OAuth server-to-server credential. */
export interface ServerToServerSettings {
	/** Of the Admin API; another than the client code. */
	readonly tenantId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Comma-separated. */
	readonly scopes: string;
	/** Without a slash at the end, e.g. `https://ims-na1.adobelogin.com`. */
	readonly imsUrl: string;
	/** Without a slash at the end, e.g. `https://mc.adobe.io`. */
	readonly adminUrl: string;
	/** Whether a profile token may be created where there is none. */
	readonly createToken: boolean;
}

/** A token and how long it is good for. */
export interface IssuedToken {
	readonly token: string;
	/** Seconds; 86,399 as a rule for IMS tokens. */
	readonly expiresIn: number;
}

/** How much of an answer is read. A token has some 2 KB. */
export const MAX_TOKEN_ANSWER_BYTES = 64_000;

/** What Adobe's identity service means by its `error`. */
const BY_ERROR = new Map<unknown, (typeof SIGN_IN)[keyof typeof SIGN_IN]>([
	['invalid_client', SIGN_IN.refusedClient],
	['invalid_scope', SIGN_IN.refusedScopes],
	['unauthorized_client', SIGN_IN.notAServer],
]);

/**
 * Signs in to Adobe's identity service with the client credentials (server-to-server authentication guide).
 *
 * @throws TargetError that says what of the credential is wrong
 */
export async function requestImsToken(
	transport: Transport,
	{ imsUrl, clientId, clientSecret, scopes }: ServerToServerSettings,
): Promise<IssuedToken> {
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		scope: scopes,
	});
	const answer = await transport.send({
		method: 'POST',
		url: `${imsUrl}/ims/token/v3`,
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
		body: form.toString(),
		maxAnswerBytes: MAX_TOKEN_ANSWER_BYTES,
	});
	const said = parseObject(answer.text) ?? {};
	const { access_token: token, expires_in: expiresIn } = said;
	if (answer.status === 200) {
		if (typeof token === 'string' && isHeaderText(token) && typeof expiresIn === 'number') {
			checkLifetime(SERVICES.signIn, expiresIn, SHORTEST_SECONDS);
			return { token, expiresIn };
		}
		throw new TargetError(...say(SIGN_IN.noToken));
	}
	throw imsError(answer, said);
}

/** @param said the fields of its answer, none of which is quoted: they may hold what was sent */
function imsError(answer: TargetAnswer, said: Readonly<Record<string, unknown>>): TargetError {
	const { status } = answer;
	if (status === 429 || status >= 500) return throttledOrBroken(SERVICES.signIn, answer);
	return new TargetError(...withStatus(say(messageFor(said)), status), { status });
}

function messageFor({ error, error_description: description }: Readonly<Record<string, unknown>>) {
	// Whoever answers otherwise, e.g. a proxy with a page, is not Adobe and says nothing of the credential.
	if (error === undefined) return SIGN_IN.noToken;
	if (error === 'invalid_client' && typeof description === 'string') {
		if (/secret/i.test(description)) return SIGN_IN.refusedSecret;
		if (/client.?id\b/i.test(description)) return SIGN_IN.refusedClientId;
	}
	return BY_ERROR.get(error) ?? SIGN_IN.refused;
}

/** A message with the status of the answer at its end. */
export function withStatus([text, advice]: Words, status: number): Words {
	return [text, `${advice} (HTTP ${status})`];
}

/** Why one of the two services gave nothing that it may give in a while. */
export function throttledOrBroken(service: string, { status, retryAfter }: TargetAnswer): TargetError {
	const said = say(status < 500 ? EITHER_SERVICE.limiting : EITHER_SERVICE.failed, { service });
	return new TargetError(...withStatus(said, status), {
		status,
		retry: 'afterPause',
		retryAfterMs: readRetryAfter(retryAfter),
	});
}

/** What a new token lives at the least; sign-ins live a day, profile tokens months. */
export const SHORTEST_SECONDS = 60;

const LONGEST_SECONDS = 400 * 24 * 60 * 60;

/** @throws TargetError for a lifetime that no token has */
export function checkLifetime(service: string, expiresIn: number, shortest: number): void {
	if (expiresIn >= shortest && expiresIn <= LONGEST_SECONDS) return;
	const quote = `It says ${expiresIn} seconds.`;
	throw new TargetError(...say(EITHER_SERVICE.lifetime, { service }), { quote });
}
