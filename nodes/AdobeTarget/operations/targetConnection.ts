import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { budgetOf } from '../api/callBudget';
import type { Connection } from '../api/connection';
import { edgeFrom } from '../api/edge';
import type { Edge } from '../api/edge';
import { pacedTransport } from '../api/pacedTransport';
import type { RetryPolicy } from '../api/retry';
import { createTransport } from '../api/undiciTransport';
import type { TransportSettings } from '../api/undiciTransport';
import { plainText } from './parameters';

/** How an operation speaks with Target. */
export interface ConnectionSettings extends TransportSettings {
	readonly retries: RetryPolicy;
	/** Requests that may begin in a second; no limit where it is left out. */
	readonly requestsPerSecond?: number;
}

/** The name of the credential type. */
export const CREDENTIAL = 'adobeTargetApi';

/**
 * Reads the credential's fields. White space around what was pasted is dropped.
 *
 * @throws TargetError when a field can't be right
 */
export function edgeOfCredential(credential: ICredentialDataDecryptedObject): Edge {
	const text = (field: string) => plainText(credential[field]).trim();
	return edgeFrom({
		clientCode: text('clientCode'),
		...(credential.customEndpoints === true && text('edgeUrl') !== '' && { edgeUrl: text('edgeUrl') }),
		...(credential.authentication === 'profileToken' && { token: text('profileToken') }),
	});
}

/**
 * Opens the way to Target for the time of `use`, and closes every socket after it, however it ends.
 *
 * @throws TargetError when the credential can't be right; whatever `use` throws
 */
export async function withConnection<Result>(
	context: IExecuteFunctions,
	settings: ConnectionSettings,
	use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
	const edge = edgeOfCredential(await context.getCredentials(CREDENTIAL));
	const transport = pacedTransport(createTransport(settings), settings.requestsPerSecond ?? 0);
	try {
		return await use({
			edge,
			transport,
			budget: budgetOf(edge.clientCode),
			retries: settings.retries,
			signal: context.getExecutionCancelSignal(),
		});
	} finally {
		await transport.close();
	}
}
