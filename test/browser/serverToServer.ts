import type { Emulator } from '../emulator';
import type { Credential } from '../n8n/server/rest';

/** What the server-to-server credential is signed in with. */
export const SIGN_IN = {
	tenantId: 'demotenant',
	clientId: 'sample-client-id',
	clientSecret: 'sample-client-secret',
};

/** The addresses of an emulator that answers for Target, the Admin API and IMS. */
export function addressesOf({ url }: Emulator) {
	return { edgeUrl: url, adminUrl: url, imsUrl: url };
}

/** The credential with OAuth Server-to-Server that leads to an emulator. */
export function serverToServer(emulator: Emulator, name = 'Adobe Target account'): Credential {
	return {
		name,
		type: 'adobeTargetApi',
		data: {
			clientCode: emulator.clientCode,
			authentication: 'oAuthServerToServer',
			...SIGN_IN,
			scopes: 'openid,AdobeID',
			customEndpoints: true,
			...addressesOf(emulator),
		},
	};
}
