import { isLoopback } from './http/loopback';
import { TargetError } from './targetError';

/** The edge of one Target account: where its profiles are sent. */
export interface Edge {
	/** Scheme and host, and the path of a reverse proxy if there is one; no slash at the end. */
	readonly baseUrl: string;
	readonly clientCode: string;
	/** The profile authentication token; undefined where the account does not ask for one, or it is had per request. */
	readonly token: string | undefined;
	/** Whether the token came from Adobe's Admin API, not from the credential. */
	readonly tokenIsIssued?: boolean;
}

/** What the credential says about the edge. */
export interface EdgeSettings {
	readonly clientCode: string;
	/** Another address than `https://<clientCode>.tt.omtrdc.net`: a first-party domain, or a server on this machine. */
	readonly edgeUrl?: string;
	readonly token?: string;
}

/** The client code becomes a host name and a part of every path, so nothing else may pass. */
const CLIENT_CODE = /^[A-Za-z0-9_-]+$/;

/**
 * Checks what the credential says and gives the edge.
 *
 * @throws TargetError when the client code, the address or the token can't be right
 */
export function edgeFrom({ clientCode, edgeUrl, token }: EdgeSettings): Edge {
	if (!CLIENT_CODE.test(clientCode)) {
		throw new TargetError(
			'The client code in the credential is not valid',
			'A client code has only letters, digits, hyphens and underscores. Target shows it under Administration > Implementation.',
		);
	}
	if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
		throw new TargetError(
			token === ''
				? 'The credential has no profile authentication token'
				: 'The profile authentication token in the credential holds characters that no token has',
			'Copy the token from Target, Administration > Implementation > Profile API, without spaces or line ends.',
		);
	}
	const baseUrl =
		edgeUrl === undefined
			? `https://${clientCode.toLowerCase()}.tt.omtrdc.net`
			: checkAddress(edgeUrl, 'edge URL');
	return { baseUrl, clientCode, token };
}

/** An address on the edge, e.g. `https://democlient.tt.omtrdc.net/m2/democlient/profile/update`. */
export function edgeAddress(edge: Edge, path: string): string {
	return `${edge.baseUrl}${path}`;
}

/**
 * Whether the profile token may go to an address: on the credential's own edge, or on Target's hosts over https. A
 * batch's status, for one, is asked at another host than the edge's.
 */
export function mayHaveToken(edge: Edge, address: URL): boolean {
	if (address.username !== '' || address.password !== '') return false;
	if (address.origin === new URL(edge.baseUrl).origin) return true;
	return address.protocol === 'https:' && address.port === '' && address.hostname.endsWith('.tt.omtrdc.net');
}

/** The headers that every request to the edge carries. */
export function edgeHeaders(edge: Edge): Record<string, string> {
	return edge.token === undefined ? {} : { authorization: `Bearer ${edge.token}` };
}

/**
 * Checks an address that the credential gives: https, or http to this machine, and nothing but host and path.
 *
 * @param name as the credential calls it, e.g. `edge URL`
 * @returns the address without a slash at its end
 * @throws TargetError when it can't be right
 */
export function checkAddress(address: string, name: string): string {
	const advice =
		'Enter the address alone, e.g. https://target.example.com. It must be https; http is taken for a server on this machine (localhost) only.';
	if (!URL.canParse(address)) {
		throw new TargetError(`The ${name} in the credential is not an address`, advice);
	}
	const url = new URL(address);
	const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!secure) throw new TargetError(`The ${name} in the credential is not https`, advice);
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new TargetError(`The ${name} in the credential has more than host and path`, advice);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
