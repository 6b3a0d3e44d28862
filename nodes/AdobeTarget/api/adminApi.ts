import { addressPart } from './calls/addressPart';
import { MAX_TOKEN_ANSWER_BYTES, SHORTEST_SECONDS, checkLifetime, throttledOrBroken } from './imsToken';
import type { IssuedToken, ServerToServerSettings } from './imsToken';
import { parseObject } from './jsonObject';
import { shown } from '../shown';
import { withoutTokens } from './sending/withoutTokens';
import { TargetError } from './targetError';
import type { TargetAnswer, Transport } from './transport';

/** How much of the list of names is read. */
const MAX_NAMES_BYTES = 1_000_000;

/** Nobody chooses from a list of more, and sorting it would hold n8n. */
const MOST_NAMES = 5_000;
const SERVICE = 'Adobe’s Admin API';

const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';

/**
 * The profile authentication token that exists (Admin API, `GET authentication/token`).
 *
 * @returns undefined where there is none, or it has expired
 * @throws TargetError when the API does not say
 */
export async function existingProfileToken(
	transport: Transport,
	settings: ServerToServerSettings,
	imsToken: string,
): Promise<IssuedToken | undefined> {
	const answer = await ask(transport, settings, imsToken, 'GET');
	if (answer.status === 404) return undefined;
	const issued = readToken(answer);
	// One that has expired counts as none; one may be at its very end.
	if (issued.expiresIn <= 0) return undefined;
	checkLifetime(SERVICE, issued.expiresIn, 0);
	return issued;
}

/**
 * Creates a new profile authentication token (Admin API, `POST authentication/token`). The old one is worth nothing
 * from then on, for every integration of the account: only to be called where there is none that is good.
 *
 * @throws TargetError when the API did not create one
 */
export async function createProfileToken(
	transport: Transport,
	settings: ServerToServerSettings,
	imsToken: string,
): Promise<IssuedToken> {
	const issued = readToken(await ask(transport, settings, imsToken, 'POST'));
	checkLifetime(SERVICE, issued.expiresIn, SHORTEST_SECONDS);
	return issued;
}

/**
 * The names of the profile attributes that Target knows, 5,000 at most (Admin API, `profileattributes/mbox`).
 *
 * @throws TargetError when the API does not say
 */
export async function profileAttributeNames(
	transport: Transport,
	settings: ServerToServerSettings,
	imsToken: string,
): Promise<string[]> {
	const path = '/target/profileattributes/mbox';
	const answer = await transport.send({
		method: 'GET',
		url: tenantAddress(settings, path),
		headers: headersFor(settings, imsToken),
		maxAnswerBytes: MAX_NAMES_BYTES,
	});
	if (answer.status !== 200) throw refused(answer, settings);
	// They are shown, and some servers send back what they were sent.
	const text = await withoutTokens(answer.text, [imsToken]);
	const { mboxProfileAttributes: names } = parseObject(text) ?? {};
	if (!Array.isArray(names)) return [];
	return names.filter((name): name is string => typeof name === 'string').slice(0, MOST_NAMES);
}

async function ask(
	transport: Transport,
	settings: ServerToServerSettings,
	imsToken: string,
	method: 'GET' | 'POST',
): Promise<TargetAnswer> {
	const answer = await transport.send({
		method,
		url: tenantAddress(settings, '/target/authentication/token?authorizationScope=profile_api'),
		headers: headersFor(settings, imsToken),
		maxAnswerBytes: MAX_TOKEN_ANSWER_BYTES,
		// A second creation would end the first one.
		idempotent: method === 'GET',
	});
	const isAnswer =
		answer.status === 200 || answer.status === 201 || (method === 'GET' && answer.status === 404);
	if (!isAnswer) throw refused(answer, settings);
	return answer;
}

function tenantAddress({ adminUrl, tenantId }: ServerToServerSettings, path: string): string {
	return `${adminUrl}/${addressPart('The tenant ID of the credential', tenantId)}${path}`;
}

function headersFor({ clientId }: ServerToServerSettings, imsToken: string): Record<string, string> {
	return {
		authorization: `Bearer ${imsToken}`,
		'x-api-key': clientId,
		accept: MEDIA_TYPE,
		'content-type': MEDIA_TYPE,
	};
}

function readToken({ text, status }: TargetAnswer): IssuedToken {
	const { accessToken, expiresIn } = parseObject(text) ?? {};
	if (
		typeof accessToken === 'string' &&
		/^[\x21-\x7e]+$/.test(accessToken) &&
		typeof expiresIn === 'number'
	) {
		return { token: accessToken, expiresIn };
	}
	throw new TargetError(
		'Adobe’s Admin API gave no profile token',
		'Its answer was none of its own. Check the Admin URL of the credential, and whether a proxy answers in its place.',
		{ status },
	);
}

function refused(answer: TargetAnswer, { tenantId }: ServerToServerSettings): TargetError {
	const { status } = answer;
	if (status === 429 || status >= 500) return throttledOrBroken(SERVICE, answer);
	if (status === 404) {
		return new TargetError(
			'Adobe’s Admin API does not know the tenant',
			`The credential says "${shown(tenantId)}". Target shows the tenant ID in its address, after the @ in experience.adobe.com/#/@tenant/target.`,
			{ status },
		);
	}
	if (status === 401) {
		return new TargetError(
			'Adobe’s Admin API did not take the sign-in',
			'The Adobe Target API has to be among the APIs of your project in the Adobe Developer Console. (HTTP 401)',
			{ status },
		);
	}
	if (status === 403) {
		return new TargetError(
			'The credential may not use Adobe’s Admin API for this tenant',
			'In the Adobe Developer Console, give the project a product profile of Target, with the role Approver or higher, and check the tenant ID. (HTTP 403)',
			{ status },
		);
	}
	return new TargetError(
		'Adobe’s Admin API refused the request',
		`Check the tenant ID and the scopes of the credential. (HTTP ${status})`,
		{ status },
	);
}
