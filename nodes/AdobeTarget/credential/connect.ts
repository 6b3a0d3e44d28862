import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Connection } from '../api/sending/connection';
import { guardedTransport } from '../api/http/egress';
import type { Egress } from '../api/http/egress';
import { createTransport } from '../api/http/httpTransport';
import type { TransportSettings } from '../api/http/httpTransport';
import { paceOf } from '../api/sending/budget/pace';
import type { RetryPolicy } from '../api/sending/retry';
import { budgetOf } from '../api/sending/budget/callBudget';
import { tokensOf } from '../api/tokens/serverToServerTokens';
import type { ServerToServerTokens, TokenWay } from '../api/tokens/serverToServerTokens';
import type { Transport } from '../api/http/transport';
import {
	callsPerMinuteOf,
	edgeOfCredential,
	profileTokenOfCredential,
	serverToServerOfCredential,
} from './readCredential';
import type { Account } from './account';
import { MESSAGES } from './messages';
import { filterOf } from './egressRule';
import { fill } from '../say';
import { hintAtLongWaits, hintAtTokenExpiry } from './hints';
import { seconds } from '../wording';

/** How the requests of an operation are sent. */
export interface ConnectionSettings extends TransportSettings {
	readonly retries: RetryPolicy;
	/** Requests that may begin in a second; no limit where it is 0 or left out. */
	readonly requestsPerSecond?: number;
	/** Told of each call that has waited long for its turn among the calls of a minute, and for how many milliseconds. */
	readonly onLongWait?: (milliseconds: number) => void;
}

/** Sign-ins and token requests are small. */
const TOKEN_TRANSPORT = { connections: 1, timeoutMs: 30_000 };

/** As {@link withConnections}, for a run that has one account. */
export async function withConnection<Result>(
	context: IExecuteFunctions,
	account: Account,
	settings: ConnectionSettings,
	use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
	return await withConnections(context, settings, (connectionTo) => use(connectionTo(account)));
}

/**
 * Opens the way to Target for the time of `use`, and ends what is still under way after it, however it ends. Says in hints
 * how long calls have waited for their turn, and when a token that was used expires soon.
 *
 * @param use is given the connection to an account; all of a run share its requests at a time and its pace
 * @throws whatever `use` throws
 */
export async function withConnections<Result>(
	context: IExecuteFunctions,
	settings: ConnectionSettings,
	use: (connectionTo: (account: Account) => Connection) => Promise<Result>,
): Promise<Result> {
	// n8n's filter is the same for all accounts; each credential may allow other domains.
	const transport = createTransport({ ...settings, lookup: filterOf(context.helpers)?.createSecureLookup() });
	const { requestsPerSecond = 0, onLongWait } = settings;
	const waits: number[] = [];
	const shared = {
		pace: requestsPerSecond > 0 ? paceOf(requestsPerSecond) : undefined,
		retries: settings.retries,
		signal: context.getExecutionCancelSignal(),
		onLongWait: (milliseconds: number) => {
			waits.push(milliseconds);
			onLongWait?.(milliseconds);
			context.logger.info(fill(MESSAGES.waited.text, { seconds: seconds(milliseconds) }));
		},
	};
	const connections = new Map<Account, Connection>();
	const connectionTo = (account: Account): Connection => {
		const known = connections.get(account);
		if (known !== undefined) return known;
		const { credential, egress } = account;
		const parts = partsOfCredential(credential, tokenWayOf(egress));
		const connection = { ...parts, ...shared, transport: guardedTransport(transport, egress) };
		connections.set(account, connection);
		return connection;
	};
	try {
		const result = await use(connectionTo);
		hintAtLongWaits(context, waits);
		for (const { tokens } of connections.values()) hintAtTokenExpiry(context, tokens);
		return result;
	} finally {
		await transport.close();
	}
}

/** Whom to ask, with which token, within which budget. @throws TargetError when the credential can't be right */
export function partsOfCredential(
	credential: ICredentialDataDecryptedObject,
	tokenWay: TokenWay,
): Pick<Connection, 'edge' | 'profileToken' | 'budget'> & {
	readonly tokens: ServerToServerTokens | undefined;
} {
	const edge = edgeOfCredential(credential);
	const profileToken = profileTokenOfCredential(credential);
	const serverToServer = serverToServerOfCredential(credential);
	const budget = budgetOf(edge, callsPerMinuteOf(credential));
	const tokens = serverToServer && tokensOf(serverToServer, tokenWay, budget);
	return { edge, profileToken, tokens, budget };
}

/** The way of sign-ins and token requests that keeps to the rules of the credential and of n8n. */
export function tokenWayOf(egress: Egress): TokenWay {
	return {
		kind: egress.lookup === undefined ? 'unfiltered' : 'filtered',
		open: () => openTransport(TOKEN_TRANSPORT, egress),
	};
}

/** A way out that keeps to the rules of the credential and of n8n. */
export function openTransport(settings: TransportSettings, egress: Egress): Transport {
	return guardedTransport(createTransport({ ...settings, lookup: egress.lookup }), egress);
}
