import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { profileAttributeNames } from '../api/adminApi';
import { tokensOf } from '../api/tokens/serverToServerTokens';
import { CREDENTIAL, serverToServerOfCredential } from './credential';
import { egressOf } from './egressOf';
import { openTransport } from './targetConnection';

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
	const serverToServer = serverToServerOfCredential(credential);
	if (serverToServer === undefined) return { results: [] };
	const egress = egressOf(credential, this.helpers);
	const open = () => openTransport({ connections: 1, timeoutMs: 10_000 }, egress);
	const transport = open();
	try {
		const tokens = tokensOf(serverToServer, open, egress.lookup !== undefined);
		const names = await tokens.askAdminApi(transport, profileAttributeNames);
		const results = names
			.map((name) => name.replace(/^profile\./, ''))
			.filter((name) => name.toLowerCase().includes(filter.toLowerCase()))
			.sort((a, b) => a.localeCompare(b))
			.map((name) => ({ name, value: name }));
		return { results };
	} finally {
		await transport.close();
	}
}
