import { parseAddress } from './parseAddress';

/** The client code becomes a host name and a part of every path, so nothing else may pass. */
const CLIENT_CODE = /^[A-Za-z0-9_-]+$/;

/** Target's hosts; as a rule the client code stands before it. */
const HOST = /^([A-Za-z0-9_-]+)\.tt\.omtrdc\.net\.?$/i;

/** The hosts of Target's own edges, which are the same for all clients: batches have their status there. */
const SHARED_EDGE = /^mboxedge\d*$/i;

/** Where the client code stands in the addresses of the profile APIs. */
const PATH = /^\/m2\/([^/]+)(?:\/|$)/;

/**
 * The client code that somebody has entered: alone, as Target's host (`democlient.tt.omtrdc.net`), or within an address
 * of the profile APIs (`https://democlient.tt.omtrdc.net/m2/democlient/profile/update`).
 *
 * @returns undefined where there is none, or where the host and the path name two
 */
export function clientCodeIn(given: string): string | undefined {
	if (CLIENT_CODE.test(given)) return given;
	// A host with other letters would be another one, in punycode.
	if (/[^\x21-\x7e]/.test(given)) return undefined;
	const address = parseAddress(/^https?:\/\//i.test(given) ? given : `https://${given}`);
	if (address === undefined || address.username !== '' || address.password !== '') return undefined;
	if (address.port !== '') return undefined;
	const [, label = ''] = HOST.exec(address.hostname) ?? [];
	const inHost = SHARED_EDGE.test(label) ? '' : label;
	const [, inPath = ''] = PATH.exec(address.pathname) ?? [];
	if (inPath === '') return inHost === '' ? undefined : inHost;
	const isOne = inHost === '' || inHost.toLowerCase() === inPath.toLowerCase();
	return isOne && CLIENT_CODE.test(inPath) ? inPath : undefined;
}
