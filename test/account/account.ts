/** The account that is checked. */
export interface Account {
	readonly clientCode: string;
	/** Without a slash at its end, e.g. `https://democlient.tt.omtrdc.net`. */
	readonly edgeUrl: string;
	/** The profile authentication token; undefined where none is configured. */
	readonly token: string | undefined;
}

/** How the account is entered by OAuth server-to-server: the check reads the token that exists, and creates none. */
export interface ServerToServer {
	readonly tenantId: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly scopes: string;
	readonly imsUrl: string;
	readonly adminUrl: string;
}

/** The environment's names for what the node's credential asks for. */
export const VARIABLES = {
	clientCode: 'TARGET_CLIENT_CODE',
	token: 'TARGET_PROFILE_TOKEN',
	tenantId: 'TARGET_TENANT_ID',
	clientId: 'TARGET_CLIENT_ID',
	clientSecret: 'TARGET_CLIENT_SECRET',
	scopes: 'TARGET_SCOPES',
	edgeUrl: 'TARGET_EDGE_URL',
	imsUrl: 'TARGET_IMS_URL',
	adminUrl: 'TARGET_ADMIN_URL',
} as const;

const SCOPES =
	'openid,AdobeID,target_sdk,additional_info.projectedProductContext,read_organizations,additional_info.roles';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param clientCode as the environment or the person gives it
 * @throws Error where no account can have such a client code, or an address is neither https nor on this machine
 */
export function accountFrom(
	clientCode: string,
	token: string | undefined,
	environment: Environment,
): Account {
	if (!/^[\w-]+$/.test(clientCode)) {
		throw new Error('A client code has letters, digits, "-" and "_" only: it stands before .tt.omtrdc.net.');
	}
	const edgeUrl = environment[VARIABLES.edgeUrl] || `https://${clientCode.toLowerCase()}.tt.omtrdc.net`;
	return { clientCode, edgeUrl: checkedUrl(edgeUrl), token: token?.trim() || undefined };
}

/**
 * @returns undefined where the environment has no client ID
 * @throws Error that names the variable which is missing beside it
 */
export function serverToServerFrom(environment: Environment): ServerToServer | undefined {
	if (!environment[VARIABLES.clientId]) return undefined;
	const required = (name: string): string => {
		const value = environment[name];
		if (!value) throw new Error(`${VARIABLES.clientId} is set, but ${name} is not.`);
		return value;
	};
	return {
		tenantId: required(VARIABLES.tenantId),
		clientId: required(VARIABLES.clientId),
		clientSecret: required(VARIABLES.clientSecret),
		scopes: environment[VARIABLES.scopes] || SCOPES,
		imsUrl: checkedUrl(environment[VARIABLES.imsUrl] || 'https://ims-na1.adobelogin.com'),
		adminUrl: checkedUrl(environment[VARIABLES.adminUrl] || 'https://mc.adobe.io'),
	};
}

function checkedUrl(text: string): string {
	const { protocol, hostname } = new URL(text);
	const isLoopback = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
	if (protocol !== 'https:' && !isLoopback) throw new Error(`${text} has to begin with https://`);
	return text.replace(/\/+$/, '');
}
