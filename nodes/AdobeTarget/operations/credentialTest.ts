import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { checkAccount } from '../api/checkAccount';
import { TargetError } from '../api/targetError';
import { harmless } from '../shown';
import { egressOf } from './egressOf';
import { openTransport, partsOfCredential } from './targetConnection';

/** Tells which part of the credential is wrong: client code, address, host, sign-in or token. n8n shows the message. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const data = credential.data ?? {};
		// n8n gives no egress filter to a credential test.
		const egress = egressOf(data, {});
		const transport = openTransport({ connections: 1, timeoutMs: 10_000 }, egress);
		try {
			const parts = partsOfCredential(data, egress);
			const retries = { maxRetries: 0, firstPauseMs: 0 };
			await checkAccount({ ...parts, transport, retries });
			return { status: 'OK', message: okMessage(parts.tokens?.expiresAt) };
		} finally {
			await transport.close();
		}
	} catch (error) {
		const message =
			error instanceof TargetError
				? harmless(`${error.message}. ${error.advice}`)
				: 'The test itself failed unexpectedly; please report it with the version of the node.';
		return { status: 'Error', message };
	}
}

function okMessage(tokenExpiresAt: number | undefined): string {
	const fine = 'Target knows the client code and answers';
	if (tokenExpiresAt === undefined) return fine;
	return `${fine}. The profile token is good until ${new Date(tokenExpiresAt).toISOString()}, and is renewed by itself`;
}
