import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { profileAttributeNames } from '../api/adminApi';
import { tokensOf } from '../api/serverToServerTokens';
import { CREDENTIAL, serverToServerOfCredential } from './credential';
import { egressOf } from './egressOf';
import { openTransport } from './targetConnection';

/**
 * The attribute names that Target knows, for the panel. Only a server-to-server credential may ask the Admin API for
 * them; with others there are none to choose from, and any name can be typed.
 *
 * @throws TargetError in words, which the panel shows, when the Admin API does not give them
 */
export async function getAttributeNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const credential = await this.getCredentials(CREDENTIAL);
	const serverToServer = serverToServerOfCredential(credential);
	if (serverToServer === undefined) return [];
	const egress = egressOf(credential, this.helpers);
	const open = () => openTransport({ connections: 1, timeoutMs: 10_000 }, egress);
	const transport = open();
	try {
		const signIn = await tokensOf(serverToServer, open).signIn(transport);
		const names = await profileAttributeNames(transport, serverToServer, signIn);
		return names
			.map((name) => name.replace(/^profile\./, ''))
			.sort((a, b) => a.localeCompare(b))
			.map((name) => ({ name, value: name }));
	} finally {
		await transport.close();
	}
}
