import { addressPart } from '../sending/addressPart';
import type { ServerToServerSettings } from './imsToken';
import type { TargetAnswer, TargetRequest, Transport } from '../http/transport';

/** Who asks the Admin API: a credential that has signed in, and its way there. */
export interface SignedIn {
	readonly transport: Transport;
	readonly settings: ServerToServerSettings;
	/** What the sign-in has given. */
	readonly imsToken: string;
	/** Others that the API may name in its answer, as it knows them. */
	readonly otherTokens?: ReadonlyArray<string | undefined>;
}

/** A call about the tenant. */
interface TenantCall extends Pick<TargetRequest, 'method' | 'idempotent' | 'maxAnswerBytes'> {
	/** Behind the tenant, e.g. `/target/authentication/token`. */
	readonly path: string;
}

const MEDIA_TYPE = 'application/vnd.adobe.target.v1+json';

/**
 * Asks the Admin API about the tenant of the credential.
 *
 * @throws TargetError where the tenant ID can't be a part of an address, or no answer came
 */
export async function askAboutTenant(
	{ transport, settings, imsToken }: SignedIn,
	{ path, ...call }: TenantCall,
): Promise<TargetAnswer> {
	const { adminUrl, tenantId, clientId } = settings;
	return await transport.send({
		...call,
		url: `${adminUrl}/${addressPart('The tenant ID of the credential', tenantId)}${path}`,
		headers: {
			authorization: `Bearer ${imsToken}`,
			'x-api-key': clientId,
			accept: MEDIA_TYPE,
			'content-type': MEDIA_TYPE,
		},
	});
}
