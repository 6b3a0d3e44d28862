import { throttledOrBroken } from './imsToken';
import type { IssuedToken, ServerToServerSettings } from './imsToken';
import { parseObject } from './jsonObject';
import { TargetError } from './targetError';
import type { TargetAnswer, Transport } from './transport';

/** How much of a list of names is read: some hundred thousand names. */
const LONGEST_LIST_BYTES = 4_000_000;

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
	return issued.expiresIn > 0 ? issued : undefined;
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
	return readToken(await ask(transport, settings, imsToken, 'POST'));
}

/**
 * The names of the profile attributes that Target knows (Admin API, `profileattributes/mbox`).
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
		maxAnswerBytes: LONGEST_LIST_BYTES,
	});
	if (answer.status !== 200) throw refused(answer.status, settings);
	const { mboxProfileAttributes: names } = parseObject(answer.text) ?? {};
	return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
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
	});
	const isAnswer =
		answer.status === 200 || answer.status === 201 || (method === 'GET' && answer.status === 404);
	if (!isAnswer) throw refused(answer.status, settings);
	return answer;
}

function tenantAddress({ adminUrl, tenantId }: ServerToServerSettings, path: string): string {
	return `${adminUrl}/${encodeURIComponent(tenantId)}${path}`;
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

function refused(status: number, { tenantId }: ServerToServerSettings): TargetError {
	if (status === 429 || status >= 500) return throttledOrBroken('Adobe’s Admin API', status);
	if (status === 404) {
		return new TargetError(
			'Adobe’s Admin API does not know the tenant',
			`The credential says "${tenantId}". Target shows the tenant ID in its address, after the @ in experience.adobe.com/#/@tenant/target.`,
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
