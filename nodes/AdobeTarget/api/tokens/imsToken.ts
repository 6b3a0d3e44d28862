import { parseObject } from '../answers/jsonObject';
import { readRetryAfter } from '../sending/retryAfter';
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

const CONSOLE_ADVICE =
	'Compare the credential with the OAuth Server-to-Server credential of your project in the Adobe Developer Console.';

const SECRET_ADVICE =
	'Copy it anew from the OAuth Server-to-Server credential of your project in the Adobe Developer Console: it may have been replaced there.';

/** What Adobe's identity service says by `error`, in words. */
const IMS_ERRORS = new Map<unknown, Words>([
	['invalid_client', ['Adobe does not know this client ID, or the client secret is wrong', CONSOLE_ADVICE]],
	[
		'invalid_scope',
		[
			'Adobe does not grant the scopes of the credential',
			`${CONSOLE_ADVICE} It lists the scopes of your project.`,
		],
	],
	[
		'unauthorized_client',
		[
			'Adobe does not let this client ID sign in as a server',
			`${CONSOLE_ADVICE} It must be of the type OAuth Server-to-Server.`,
		],
	],
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
		if (typeof token === 'string' && token !== '' && typeof expiresIn === 'number') {
			checkLifetime('Adobe’s identity service', expiresIn, SHORTEST_SECONDS);
			return { token, expiresIn };
		}
		throw new TargetError(...NO_TOKEN);
	}
	throw imsError(answer, said);
}

/** What happened, and what the person at the panel can do about it. */
export type Words = readonly [message: string, advice: string];

const NO_TOKEN: Words = [
	'Adobe’s identity service gave no token',
	'Its answer was none of its own. Check the IMS URL of the credential, and whether a proxy answers in its place.',
];

/** @param said the fields of its answer, none of which is quoted: they may hold what was sent */
function imsError(answer: TargetAnswer, said: Readonly<Record<string, unknown>>): TargetError {
	const { status } = answer;
	if (status === 429 || status >= 500) return throttledOrBroken('Adobe’s identity service', answer);
	const [message, advice] = imsWords(said);
	return new TargetError(message, `${advice} (HTTP ${status})`, { status });
}

function imsWords({ error, error_description: description }: Readonly<Record<string, unknown>>): Words {
	// Whoever answers otherwise, e.g. a proxy with a page, is not Adobe and says nothing of the credential.
	if (error === undefined) return NO_TOKEN;
	if (error === 'invalid_client' && typeof description === 'string') {
		if (/secret/i.test(description)) return ['Adobe does not take the client secret', SECRET_ADVICE];
		if (/client.?id\b/i.test(description)) return ['Adobe does not know this client ID', CONSOLE_ADVICE];
	}
	return IMS_ERRORS.get(error) ?? ['Adobe’s identity service refused the credential', CONSOLE_ADVICE];
}

/** What may be over in a while. */
export function throttledOrBroken(service: string, { status, retryAfter }: TargetAnswer): TargetError {
	const facts = { status, retry: 'afterPause', retryAfterMs: readRetryAfter(retryAfter) } as const;
	const advice = `Wait some minutes. (HTTP ${status})`;
	return status < 500
		? new TargetError(`${service} is limiting the requests`, advice, facts)
		: new TargetError(`${service} has a problem of its own`, advice, facts);
}

/** What a new token lives at the least; sign-ins live a day, profile tokens months. */
export const SHORTEST_SECONDS = 60;

const LONGEST_SECONDS = 400 * 24 * 60 * 60;

/** @throws TargetError for a lifetime that no token has */
export function checkLifetime(service: string, expiresIn: number, shortest: number): void {
	if (expiresIn >= shortest && expiresIn <= LONGEST_SECONDS) return;
	throw new TargetError(
		`${service} gave a token with a lifetime that can’t be right`,
		'Between a minute and 400 days is taken. Check the addresses of the credential, and whether a proxy answers in its place.',
		{ quote: `It says ${expiresIn} seconds.` },
	);
}
