import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { mayHaveToken } from '../api/edge';
import { edgeOfCredential } from './credential';
import { egressOf } from './egressOf';
import { partsOfCredential } from './targetConnection';

/**
 * Adds the profile token to a request of n8n's HTTP Request node, where the credential has one. It goes only to the
 * credential's own edge and to Target's hosts, whatever address the node is given; other requests go without.
 *
 * @throws TargetError when the credential can't be right, or no token can be had
 */
export async function signRequest(
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const address = addressOf(request);
	if (address === undefined || !mayHaveToken(edgeOfCredential(credential), address)) return request;
	const { edge, tokens } = partsOfCredential(credential, egressOf(credential, {}));
	const token = tokens === undefined ? edge.token : await tokens.current();
	if (token === undefined) return request;
	return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}

/** The HTTP Request node still gives its address as `uri`, n8n's newer helpers as `url`, perhaps below a base URL. */
function addressOf(request: IHttpRequestOptions & { readonly uri?: unknown }): URL | undefined {
	const { uri, baseURL } = request;
	const url = typeof uri === 'string' ? uri : request.url;
	return URL.canParse(url, baseURL) ? new URL(url, baseURL) : undefined;
}
