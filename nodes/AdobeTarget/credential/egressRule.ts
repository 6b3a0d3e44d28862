import type { LookupFunction } from 'node:net';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isOnDomainList } from '../api/http/egress';
import type { Egress } from '../api/http/egress';
import { BLOCKED } from './messages';
import { fill } from '../say';
import { allowedDomainsOf, edgeOfCredential, serverToServerOfCredential } from './readCredential';

/** n8n's own filter against requests into its network (SSRF), as far as it is used here. It came with n8n 2.30. */
interface EgressFilter {
	validateUrl(url: string): Promise<{ ok: true } | { ok: false; error: Error }>;
	createSecureLookup(): LookupFunction;
}

/** Those of n8n's helpers that are used here; older versions lack the filter. */
interface Helpers {
	readonly getSecureEgressFilter?: () => EgressFilter;
}

/** n8n's filter, where it is on and this n8n has it. */
export function filterOf(helpers: Helpers): EgressFilter | undefined {
	return helpers.getSecureEgressFilter?.();
}

/**
 * Where requests with a credential may go: to the hosts that the credential itself names, and where n8n restricts it
 * ("Allowed HTTP Request Domains") to no other than those listed; and nowhere that n8n's SSRF filter blocks.
 *
 * @throws TargetError when an address of the credential can't be right
 */
export function egressOf(credential: ICredentialDataDecryptedObject, helpers: Helpers): Egress {
	const filter = filterOf(helpers);
	const domains = allowedDomainsOf(credential);
	if (filter === undefined && domains === undefined) return {};
	const ownHosts = hostsOf(credential);
	return {
		async blocked(url) {
			const { hostname } = new URL(url);
			if (domains !== undefined && !ownHosts.has(hostname) && !isOnDomainList(hostname, domains)) {
				return BLOCKED.byDomains;
			}
			const result = await filter?.validateUrl(url);
			return result === undefined || result.ok
				? undefined
				: fill(BLOCKED.byFilter, { reason: result.error.message });
		},
		...(filter && { lookup: filter.createSecureLookup() }),
	};
}

function hostsOf(credential: ICredentialDataDecryptedObject): ReadonlySet<string> {
	const { baseUrl } = edgeOfCredential(credential);
	const { imsUrl, adminUrl } = serverToServerOfCredential(credential) ?? {};
	const addresses = [baseUrl, imsUrl, adminUrl].filter((address) => address !== undefined);
	return new Set(addresses.map((address) => new URL(address).hostname));
}
