import { isLoopback } from './loopback';
import { clientCodeIn } from './clientCode';
import { MESSAGES } from './messages';
import { parseAddress } from './parseAddress';
import { say } from '../say';
import { TargetError } from './targetError';

/** The edge of one Target account: where its profiles are sent. */
export interface Edge {
	/** Scheme and host, and the path of a reverse proxy if there is one; no slash at the end. */
	readonly baseUrl: string;
	readonly clientCode: string;
}

/** What the credential says about the edge. */
interface EdgeSettings {
	/** The client code, or Target's host or an address with it, as of {@link clientCodeIn}. */
	readonly clientCode: string;
	/** Another address than `https://<clientCode>.tt.omtrdc.net`: a first-party domain, or a server on this machine. */
	readonly edgeUrl?: string;
}

/**
 * Checks what the credential says and gives the edge.
 *
 * @throws TargetError when the client code or the address can't be right
 */
export function edgeFrom({ clientCode: given, edgeUrl }: EdgeSettings): Edge {
	const clientCode = clientCodeIn(given);
	if (clientCode === undefined) {
		throw new TargetError(...say(MESSAGES.clientCodeNotValid));
	}
	const baseUrl =
		edgeUrl === undefined
			? `https://${clientCode.toLowerCase()}.tt.omtrdc.net`
			: checkAddress(edgeUrl, 'edge URL');
	return { baseUrl, clientCode };
}

/** An address on the edge, e.g. `https://democlient.tt.omtrdc.net/m2/democlient/profile/update`. */
export function edgeAddress(edge: Edge, path: string): string {
	return `${edge.baseUrl}${path}`;
}

/**
 * Whether the profile token may go to an address: on the credential's own edge (below its path, where a gateway has
 * one), or on Target's hosts over https. A batch's status, for one, is asked at another host than the edge's.
 */
export function mayHaveToken(edge: Edge, address: URL): boolean {
	if (address.username !== '' || address.password !== '') return false;
	const own = new URL(edge.baseUrl);
	if (address.origin === own.origin) return isBelow(address.pathname, own.pathname);
	return address.protocol === 'https:' && address.port === '' && address.hostname.endsWith('.tt.omtrdc.net');
}

/** Whether an address is on the credential's own edge, not on another of Target's hosts. */
export function isOwnEdge({ baseUrl }: Edge, url: string): boolean {
	return new URL(url).origin === new URL(baseUrl).origin;
}

/**
 * Whether a path is below another one for every server. A gateway may decode a path before it resolves `..` in it, or
 * drop what stands behind a semicolon, so a path with a hidden `..` is not.
 */
function isBelow(path: string, root: string): boolean {
	if (root === '/') return true;
	const rest = path.slice(root.length);
	return path.startsWith(root) && /^(\/|$)/.test(rest) && !/\\|%(2e|2f|3b|5c|25)|\/\.{1,2};/i.test(rest);
}

/**
 * Checks an address that the credential gives: https, or http to this machine, and nothing but host and path.
 *
 * @param name as the credential calls it, e.g. `edge URL`
 * @returns the address without a slash at its end
 * @throws TargetError when it can't be right
 */
export function checkAddress(address: string, name: string): string {
	const url = parseAddress(address);
	if (url === undefined) throw new TargetError(...say(MESSAGES.notAnAddress, { address: name }));
	const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!secure) throw new TargetError(...say(MESSAGES.notHttps, { address: name }));
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new TargetError(...say(MESSAGES.moreThanAddress, { address: name }));
	}
	let end = url.pathname.length;
	while (url.pathname[end - 1] === '/') end--;
	return `${url.origin}${url.pathname.slice(0, end)}`;
}
