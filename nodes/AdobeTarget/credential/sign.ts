import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { mayHaveToken } from '../api/edge';
import { checkN8nsWay } from '../api/http/connecting/proxy';
import { parseAddress } from '../api/parseAddress';
import { TargetError } from '../api/targetError';
import { edgeOfCredential } from './read';
import { egressOf } from './egressRule';
import { partsOfCredential, tokenWayOf } from './connect';

/** The fields of a request of n8n's newer helpers (`url`) or of its older ones (`uri`, as the HTTP Request node has). */
type RequestFields = Readonly<Record<string, unknown>>;

/** No redirect is followed with the token, in the words of both of n8n's helpers: n8n would take the header along. */
const NO_REDIRECTS = {
	followRedirect: false,
	followAllRedirects: false,
	maxRedirects: 0,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
};

/** What a client certificate is made of. Everything else among the options of an agent changes whom n8n trusts. */
const CLIENT_CERTIFICATE: ReadonlySet<string> = new Set(['cert', 'key', 'passphrase']);

/**
 * Adds the profile token to a request of n8n's HTTP Request node, where the credential's owner allows it and the
 * credential has a token. It goes only to the credential's own edge and to Target's hosts; requests to other hosts go
 * without.
 *
 * @returns the request; where it has the token, it follows no redirect
 * @throws TargetError when the credential is not allowed here, when the request could take the token elsewhere, or
 * when no token can be had
 */
export async function signRequest(
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	// "None" is n8n's own way to say so, which n8n keeps in some of its nodes.
	if (credential.allowInHttpRequest !== true || credential.allowedHttpRequestDomains === 'none') {
		throw new TargetError(
			'This credential is not allowed in other nodes',
			'Whoever owns the credential can turn on "Allow in HTTP Request Node", and "Allowed HTTP Request Domains" must not be none. Everybody who may use the credential can read the token then.',
		);
	}
	const edge = edgeOfCredential(credential);
	const fields: RequestFields = { ...request };
	const address = addressOf(fields);
	if (!mayHaveToken(edge, address)) return request;
	requirePlainWay(fields);
	checkN8nsWay(address);
	const egress = egressOf(credential, {});
	const reason = await egress.blocked?.(address.href);
	if (reason !== undefined) {
		throw new TargetError(`The credential does not let requests go to ${address.host}`, reason);
	}
	const { tokens } = partsOfCredential(credential, tokenWayOf(egress));
	const token = tokens === undefined ? edge.token : await tokens.current();
	if (token === undefined) return request;
	const headers = Object.entries(request.headers ?? {}).filter(
		([name]) => name.toLowerCase() !== 'authorization',
	);
	return {
		...request,
		...NO_REDIRECTS,
		headers: { ...Object.fromEntries(headers), authorization: `Bearer ${token}` },
	};
}

/**
 * The address of a request. n8n's versions differ in which of several addresses they take, and its HTTP client reads
 * some texts otherwise than the URL parser does: so there has to be one, written as the parser writes it.
 *
 * @throws TargetError when it could be read in two ways
 */
function addressOf({ url, uri, baseURL }: RequestFields): URL {
	const given = [url, uri].filter((address) => address !== undefined && address !== '');
	const [first] = given;
	const isOne = baseURL === undefined && given.every((address) => address === first);
	const text = isOne && typeof first === 'string' ? first : '';
	const address = parseAddress(text);
	if (address !== undefined) {
		const rest = text.slice(address.origin.length);
		const begins = text.toLowerCase().startsWith(address.origin) && /^([/?#]|$)/.test(rest);
		if (begins && !rest.includes('\\')) return address;
	}
	throw new TargetError(
		'The address of the request can be read in more than one way, so the token is not added',
		'Enter the whole address in one field, as in https://democlient.tt.omtrdc.net/rest/v1/profiles/…',
	);
}

/** What lets a request go by a way of its own, on which the token could be read. */
const OWN_WAYS: ReadonlyArray<readonly [what: string, has: (request: RequestFields) => boolean]> = [
	[
		'a proxy of its own',
		({ proxy, agent, httpAgent, httpsAgent }) => [proxy, agent, httpAgent, httpsAgent].some(Boolean),
	],
	[
		'"Ignore SSL Issues" on',
		({ rejectUnauthorized, skipSslCertificateValidation }) =>
			rejectUnauthorized === false || Boolean(skipSslCertificateValidation),
	],
	[
		'a certificate authority of its own',
		({ ca, agentOptions }) => Boolean(ca) || keysOf(agentOptions).some((key) => !CLIENT_CERTIFICATE.has(key)),
	],
	[
		'a Host header of its own',
		({ headers }) => keysOf(headers).some((name) => name.toLowerCase() === 'host'),
	],
];

/** @throws TargetError when the request goes by a way of its own */
function requirePlainWay(request: RequestFields): void {
	const found = OWN_WAYS.find(([, has]) => has(request));
	if (found === undefined) return;
	throw new TargetError(
		`The request has ${found[0]}, so the token is not added`,
		'The token goes only the way that n8n’s own settings say, so that nobody on another way can read it. Take this out of the request’s options; a proxy for all of n8n is set by HTTPS_PROXY.',
	);
}

function keysOf(value: unknown): string[] {
	return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
