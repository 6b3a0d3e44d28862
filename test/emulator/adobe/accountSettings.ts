import { json, page, type Answer } from '../http/answers';
import type { Readings } from '../readings';

/** What Target's administrators have set, as far as the Admin API tells it. */
export interface AccountOptions {
	/** "Require Authentication". Where it is false, the edge lets in whoever comes. Default true. */
	asksForToken?: boolean;
	/** The client code of the tenant. Default the emulator's. */
	tenantClientCode?: string;
	/** How long profiles live, as the Admin API says it; nobody documents the unit. Default 14. */
	profileLifetime?: number;
}

/** What the Admin API says by the paths that its spec has (AdobeDocs/target-developers, `src/admin-api.json`). */
const SPECIFIED: ReadonlyMap<string, (account: Required<AccountOptions>) => object> = new Map([
	[
		'clients/settings',
		({ asksForToken }: Required<AccountOptions>): object => ({
			enableProfileApiAuthentication: asksForToken,
			locale: 'en_US',
			timeZone: 'Europe/Berlin',
			ipObfuscation: 'LAST_OCTET',
			onDeviceDecisioning: false,
		}),
	],
	[
		'atjs/settings',
		({ tenantClientCode, profileLifetime }: Required<AccountOptions>): object => ({
			clientCode: tenantClientCode,
			imsOrgId: '0123456789ABCDEF01234567@AdobeOrg',
			profileLifetime,
			serverDomain: `${tenantClientCode}.tt.omtrdc.net`,
			globalMboxName: 'target-global-mbox',
			timeout: 3000,
		}),
	],
]);

/** Whether a path below the tenant's is one of these. */
export function isAccountSettings(path: string): boolean {
	return SPECIFIED.has(path);
}

/**
 * The settings of an account, as the spec has them or as they may come, since nobody has seen them come.
 *
 * @param notFound how the Admin API says 404
 */
export function accountSettings(
	path: string,
	account: Required<AccountOptions>,
	adminSettings: Readings['adminSettings'],
	notFound: () => Answer,
): Answer {
	const settings = SPECIFIED.get(path)?.(account) ?? {};
	switch (adminSettings) {
		case 'specified':
			return json(200, settings);
		case 'wrapped':
			return json(200, { settings: [settings] });
		case 'texts':
			return json(200, {
				enableProfileApiAuthentication: 'true',
				clientCode: ['other'],
				profileLifetime: '14',
			});
		case 'notFound':
			return notFound();
		case 'forbidden':
			return json(403, { error_code: '403025', message: 'Profile is not valid' });
		case 'notSignedIn':
			return json(401, { error_code: '401013', message: 'Oauth token is not valid' });
		case 'page':
			return { ...page(200, 'Sign in'), refused: false };
	}
}
