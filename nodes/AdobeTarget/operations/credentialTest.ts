import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { budgetOf } from '../api/callBudget';
import { checkAccount } from '../api/checkAccount';
import { TargetError } from '../api/targetError';
import { createTransport } from '../api/undiciTransport';
import { edgeOfCredential } from './targetConnection';

/** Tells which part of the credential is wrong: client code, address, host or token. n8n shows the message. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const transport = createTransport({ connections: 1, timeoutMs: 10_000 });
	try {
		const edge = edgeOfCredential(credential.data ?? {});
		await checkAccount({
			edge,
			transport,
			budget: budgetOf(edge.clientCode),
			retries: { maxRetries: 0, firstPauseMs: 0 },
		});
		return { status: 'OK', message: 'Target knows the client code and answers' };
	} catch (error) {
		const message =
			error instanceof TargetError
				? `${error.message}. ${error.advice}`
				: 'The test itself failed unexpectedly; please report it with the version of the node.';
		return { status: 'Error', message };
	} finally {
		await transport.close();
	}
}
