import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { mayHaveToken } from '../api/edge';
import { checkN8nsWay } from '../api/http/connecting/proxy';
import { parseAddress } from '../api/parseAddress';
import { TargetError } from '../api/targetError';
import { HTTP_REQUEST, OWN_WAYS } from './messages';
import { say } from '../say';
import { edgeOfCredential, profileTokenOfCredential } from './readCredential';
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
	// n8n's own "None" says the same, but n8n keeps to it in some of its nodes only.
	if (credential.allowInHttpRequest !== true || credential.allowedHttpRequestDomains === 'none') {
		throw new TargetError(...say(HTTP_REQUEST.notAllowed));
	}
	const edge = edgeOfCredential(credential);
	const profileToken = profileTokenOfCredential(credential);
	const fields: RequestFields = { ...request };
	const address = addressOf(fields);
	if (!mayHaveToken(edge, address)) return request;
	requirePlainWay(fields);
	checkN8nsWay(address);
	const egress = egressOf(credential, {});
	const reason = await egress.blocked?.(address.href);
	if (reason !== undefined) {
		throw new TargetError(...say(HTTP_REQUEST.otherHost, { host: address.host, reason }));
	}
	const { tokens } = partsOfCredential(credential, tokenWayOf(egress));
	const token = tokens === undefined ? profileToken : await tokens.current();
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
	throw new TargetError(...say(HTTP_REQUEST.twoReadings));
}

/** What lets a request go by a way of its own, on which the token could be read. */
const WAYS: ReadonlyArray<readonly [what: string, has: (request: RequestFields) => boolean]> = [
	[
		OWN_WAYS.proxy,
		({ proxy, agent, httpAgent, httpsAgent }) => [proxy, agent, httpAgent, httpsAgent].some(Boolean),
	],
	[
		OWN_WAYS.noCertificateCheck,
		({ rejectUnauthorized, skipSslCertificateValidation }) =>
			rejectUnauthorized === false || Boolean(skipSslCertificateValidation),
	],
	[
		OWN_WAYS.authority,
		({ ca, agentOptions }) => Boolean(ca) || keysOf(agentOptions).some((key) => !CLIENT_CERTIFICATE.has(key)),
	],
	[OWN_WAYS.host, ({ headers }) => keysOf(headers).some((name) => name.toLowerCase() === 'host')],
];

/** @throws TargetError when the request goes by a way of its own */
function requirePlainWay(request: RequestFields): void {
	const found = WAYS.find(([, has]) => has(request));
	if (found === undefined) return;
	throw new TargetError(...say(HTTP_REQUEST.ownWay, { way: found[0] }));
}

function keysOf(value: unknown): string[] {
	return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
