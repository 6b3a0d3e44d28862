import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { requireClientCodeOf, settingsOfAccount } from '../api/tokens/accountSettings';
import type { AccountSettings } from '../api/tokens/accountSettings';
import { checkAccount } from '../api/calls/checkAccount';
import type { TokenCheck } from '../api/calls/checkAccount';
import { guardedTransport } from '../api/http/egress';
import { TargetError } from '../api/targetError';
import { sentences } from '../sentences';
import { harmless } from '../shown';
import { credentialTestTransport } from './credentialTestTransport';
import { egressOf } from './egressRule';
import { partsOfCredential } from './connect';

/** Tells which part of the credential is wrong: client code, address, host, sign-in or token. n8n shows the message. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const data = credential.data ?? {};
		const egress = egressOf(data, {});
		const open = (timeoutMs: number) => guardedTransport(credentialTestTransport(this, timeoutMs), egress);
		const transport = open(10_000);
		try {
			const parts = partsOfCredential(data, { kind: 'credentialTest', open: () => open(30_000) });
			const { edge, tokens } = parts;
			const settings = tokens && (await settingsOfAccount(tokens, transport));
			// Before the token goes to what may be another account's edge.
			if (settings !== undefined) requireClientCodeOf(settings, edge);
			const token = await checkAccount({ ...parts, transport, retries: NO_RETRIES });
			const message =
				tokens === undefined && edge.token === undefined
					? WITHOUT_TOKEN[token]
					: withToken(token, settings, tokens?.expiresAt);
			return { status: 'OK', message };
		} finally {
			await transport.close();
		}
	} catch (error) {
		const message =
			error instanceof TargetError
				? // Anybody may test a credential of his own: what a server within n8n's network answers is not for him.
					harmless(sentences(error.message, error.ownAdvice))
				: 'The test itself failed unexpectedly; please report it with the version of the node.';
		return { status: 'Error', message };
	}
}

/** Whoever tests a credential waits in front of it. */
const NO_RETRIES = { maxRetries: 0, firstPauseMs: 0 };

/** What each answer has proved where no token was sent, and what it has not. */
const WITHOUT_TOKEN: Record<TokenCheck, string> = {
	notRefused: 'Target knows the client code, and took a batch without rows that came without a token',
	saysNothing:
		'Target knows the client code. It refused a batch without rows for another reason than a missing token, so whether batches and updates need one is not known',
};

/** What each answer has proved of a token, and what it has not. */
const WITH_TOKEN: Record<TokenCheck, string> = {
	notRefused: 'Target knows the client code, and did not refuse the token for a batch without rows',
	saysNothing:
		'Target knows the client code. It refused a batch without rows for another reason than the token, so whether the token is good is not known',
};

function withToken(
	token: TokenCheck,
	{ asksForToken, profileDays }: AccountSettings = {},
	expiresAt: number | undefined,
): string {
	const parts = [WITH_TOKEN[token]];
	if (asksForToken !== undefined) {
		parts.push(
			asksForToken ? 'The account asks for a token' : 'The account asks for no token, so it may take any',
		);
	} else if (token === 'notRefused') {
		parts.push('An account that asks for no token may take any');
	}
	if (profileDays !== undefined)
		parts.push(`Profiles of this account live ${profileDays} days without a visit`);
	if (expiresAt !== undefined) {
		parts.push(
			`The Admin API calls the token valid until ${new Date(expiresAt).toISOString()}; it is renewed by itself`,
		);
	}
	return parts.join('. ');
}
