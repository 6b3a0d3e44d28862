import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Edge } from '../api/edge';
import type { Egress } from '../api/http/egress';
import { egressOf } from './egressRule';
import {
	allowedDomainsOf,
	callsPerMinuteOf,
	edgeOfCredential,
	profileTokenOfCredential,
	serverToServerOfCredential,
} from './readCredential';

/** An account as its credential names it, and where requests with it may go. */
export interface Account {
	/** Tells the account from others: two that differ in anything have different keys. It holds secrets. */
	readonly key: string;
	readonly credential: ICredentialDataDecryptedObject;
	readonly edge: Edge;
	/** How many calls a minute this process may make. */
	readonly callsPerMinute: number;
	readonly egress: Egress;
}

/** The account of a credential, all of which is checked. @throws TargetError when the credential can't be right */
export function accountOf(
	credential: ICredentialDataDecryptedObject,
	helpers: IExecuteFunctions['helpers'],
): Account {
	const edge = edgeOfCredential(credential);
	const profileToken = profileTokenOfCredential(credential);
	const serverToServer = serverToServerOfCredential(credential);
	const callsPerMinute = callsPerMinuteOf(credential);
	const allowedDomains = allowedDomainsOf(credential);
	const key = JSON.stringify([edge, profileToken, serverToServer, allowedDomains, callsPerMinute]);
	return { key, credential, edge, callsPerMinute, egress: egressOf(credential, helpers) };
}
