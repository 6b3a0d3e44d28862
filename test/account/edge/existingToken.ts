import type { ServerToServer } from '../account';
import type { Session } from './session';

const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';

/**
 * Signs in, and reads the profile token that exists. It creates none and renews none.
 *
 * @throws Error that says which step was refused, and with what status
 */
export async function existingToken(session: Session, settings: ServerToServer): Promise<string> {
	const { tenantId, clientId, clientSecret, scopes, imsUrl, adminUrl } = settings;
	const form = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		scope: scopes,
	});
	const signIn = await session.askElsewhere({
		method: 'POST',
		url: `${imsUrl}/ims/token/v3`,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: Buffer.from(form.toString()),
	});
	const accessToken = tokenIn(signIn.body, 'access_token');
	if (accessToken === undefined) {
		throw new Error(
			`Adobe’s sign-in answered ${signIn.status} without a token. Check ID, secret and scopes.`,
		);
	}
	const answer = await session.askElsewhere({
		method: 'GET',
		url: `${adminUrl}/${encodeURIComponent(tenantId)}/target/authentication/token?authorizationScope=profile_api`,
		headers: { authorization: `Bearer ${accessToken}`, 'x-api-key': clientId, accept: MEDIA_TYPE },
	});
	const token = tokenIn(answer.body, 'accessToken');
	if (token === undefined) {
		throw new Error(
			`The Admin API answered ${answer.status} without a token. Where there is none yet, create one in Target under Administration > Implementation: this check creates none.`,
		);
	}
	return token;
}

function tokenIn(body: string, name: string): string | undefined {
	try {
		const parsed: unknown = JSON.parse(body);
		if (typeof parsed !== 'object' || parsed === null) return undefined;
		const token: unknown = Reflect.get(parsed, name);
		return typeof token === 'string' && token !== '' ? token : undefined;
	} catch {
		return undefined;
	}
}
