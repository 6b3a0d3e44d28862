import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { profileAttributeNames } from '../api/tokens/adminApi';
import { CREDENTIAL, serverToServerOfCredential } from './readCredential';
import { egressOf } from './egressRule';
import { openTransport, partsOfCredential, tokenWayOf } from './connect';

/**
 * The attribute names that Target knows, for the list of the panel. Only a server-to-server credential may ask the
 * Admin API for them; with others the list is empty. Any name can be given by "By Name".
 *
 * @param filter what is typed into the list's search
 * @throws TargetError in words, which the panel shows, when the Admin API does not give them
 */
export async function getAttributeNames(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const credential = await this.getCredentials(CREDENTIAL);
	if (serverToServerOfCredential(credential) === undefined) return { results: [] };
	const egress = egressOf(credential, this.helpers);
	const transport = openTransport({ connections: 1, timeoutMs: 10_000 }, egress);
	try {
		const { tokens } = partsOfCredential(credential, tokenWayOf(egress));
		const names = (await tokens?.askAdminApi(transport, profileAttributeNames)) ?? [];
		// What is typed may be long, and there are thousands of names.
		const typed = filter.toLowerCase();
		const results = names
			.map((name) => name.replace(/^profile\./, ''))
			.filter((name) => name.toLowerCase().includes(typed))
			.sort((a, b) => a.localeCompare(b))
			.map((name) => ({ name, value: name }));
		return { results };
	} finally {
		await transport.close();
	}
}
