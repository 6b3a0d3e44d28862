import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Connection } from '../api/connection';
import type { Edge } from '../api/edge';
import { guardedTransport } from '../api/egress';
import type { Egress } from '../api/egress';
import { createTransport } from '../api/http/httpTransport';
import type { TransportSettings } from '../api/http/httpTransport';
import { paceOf } from '../api/pace';
import type { RetryPolicy } from '../api/retry';
import { budgetOf } from '../api/sending/callBudget';
import { tokensOf } from '../api/tokens/serverToServerTokens';
import type { Transport } from '../api/transport';
import { CREDENTIAL, edgeOfCredential, serverToServerOfCredential } from './credential';
import { egressOf } from './egressOf';
import { hintAtTokenExpiry } from './hints';
import { handOn } from './saidByN8n';

/** How an operation speaks with Target. */
export interface ConnectionSettings extends TransportSettings {
	readonly retries: RetryPolicy;
	/** Requests that may begin in a second; no limit where it is 0 or left out. */
	readonly requestsPerSecond?: number;
}

/** Sign-ins and token requests are small. */
const TOKEN_TRANSPORT = { connections: 1, timeoutMs: 30_000 };

/** The account of a run, as its credential names it, and where requests with it may go. */
export interface Account {
	readonly credential: ICredentialDataDecryptedObject;
	readonly edge: Edge;
	readonly egress: Egress;
}

/**
 * Reads the credential and checks all of it. An operation does this before it looks at its input: nobody is to wait for
 * a large file to be read, only to be told that the client code is wrong.
 *
 * @throws TargetError when the credential can't be right; SaidByN8n when n8n does not give it
 */
export async function readAccount(context: IExecuteFunctions): Promise<Account> {
	const credential = await context.getCredentials(CREDENTIAL).catch(handOn);
	const edge = edgeOfCredential(credential);
	serverToServerOfCredential(credential);
	return { credential, edge, egress: egressOf(credential, context.helpers) };
}

/**
 * Opens the way to Target for the time of `use`, and ends what is still under way after it, however it ends. Says so in a hint
 * when the token that was used expires soon.
 *
 * @throws whatever `use` throws
 */
export async function withConnection<Result>(
	context: IExecuteFunctions,
	{ credential, egress }: Account,
	settings: ConnectionSettings,
	use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
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
			onLongWait: (milliseconds) => {
				context.logger.info(
					`Adobe Target: a call waited ${Math.round(milliseconds / 1_000)} s for its turn among the account’s 50 a minute`,
				);
			},
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
		tokens:
			serverToServer &&
			tokensOf(serverToServer, () => openTransport(TOKEN_TRANSPORT, egress), egress.lookup !== undefined),
		budget: budgetOf(edge),
	};
}

/** A way out that keeps to the rules of the credential and of n8n. */
export function openTransport(settings: TransportSettings, egress: Egress): Transport {
	return guardedTransport(createTransport({ ...settings, lookup: egress.lookup }), egress);
}
