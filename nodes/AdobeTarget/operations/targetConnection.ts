import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { budgetOf } from '../api/callBudget';
import type { Connection } from '../api/connection';
import { guardedTransport } from '../api/egress';
import type { Egress } from '../api/egress';
import { createTransport } from '../api/http/httpTransport';
import type { TransportSettings } from '../api/http/httpTransport';
import { paceOf } from '../api/pace';
import type { RetryPolicy } from '../api/retry';
import { tokensOf } from '../api/serverToServerTokens';
import type { Transport } from '../api/transport';
import { CREDENTIAL, edgeOfCredential, serverToServerOfCredential } from './credential';
import { egressOf } from './egressOf';
import { hintAtTokenExpiry } from './hints';

/** How an operation speaks with Target. */
export interface ConnectionSettings extends TransportSettings {
	readonly retries: RetryPolicy;
	/** Requests that may begin in a second; no limit where it is 0 or left out. */
	readonly requestsPerSecond?: number;
}

/** Sign-ins and token requests are small. */
const TOKEN_TRANSPORT = { connections: 1, timeoutMs: 30_000 };

/**
 * Opens the way to Target for the time of `use`, and ends what is still under way after it, however it ends. Says so in a hint
 * when the token that was used expires soon.
 *
 * @throws TargetError when the credential can't be right; whatever `use` throws
 */
export async function withConnection<Result>(
	context: IExecuteFunctions,
	settings: ConnectionSettings,
	use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
	const credential = await context.getCredentials(CREDENTIAL);
	const egress = egressOf(credential, context.helpers);
	const transport = openTransport(settings, egress);
	const { requestsPerSecond = 0 } = settings;
	try {
		const parts = partsOfCredential(credential, egress);
		const result = await use({
			...parts,
			transport,
			pace: requestsPerSecond > 0 ? paceOf(requestsPerSecond) : undefined,
			retries: settings.retries,
			signal: context.getExecutionCancelSignal(),
		});
		hintAtTokenExpiry(context, parts.tokens);
		return result;
	} finally {
		await transport.close();
	}
}

/** Whom to ask, with which token, within which budget. @throws TargetError when the credential can't be right */
export function partsOfCredential(
	credential: ICredentialDataDecryptedObject,
	egress: Egress,
): Pick<Connection, 'edge' | 'tokens' | 'budget'> {
	const edge = edgeOfCredential(credential);
	const serverToServer = serverToServerOfCredential(credential);
	return {
		edge,
		tokens: serverToServer && tokensOf(serverToServer, () => openTransport(TOKEN_TRANSPORT, egress)),
		budget: budgetOf(edge.clientCode),
	};
}

/** A way out that keeps to the rules of the credential and of n8n. */
export function openTransport(settings: TransportSettings, egress: Egress): Transport {
	return guardedTransport(createTransport({ ...settings, lookup: egress.lookup }), egress);
}
