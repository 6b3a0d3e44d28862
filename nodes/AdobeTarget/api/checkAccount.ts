import type { Connection } from './connection';
import { fetchProfile } from './fetchProfile';
import { TargetError } from './targetError';

/** No customer has this ID; the answer to it tells whether the account does. */
const NO_PROFILE = 'n8n-credential-test';

/**
 * Asks for a profile that does not exist. Target says "No profile found for client …" with HTTP 404 when client code
 * and token are right (fetch page); fetches are not metered.
 *
 * @throws TargetError that says which part is wrong: host, client code or token
 */
export async function checkAccount(connection: Connection): Promise<void> {
	// Beforehand, so that what the Admin API does not know is not taken for the client code.
	await connection.tokens?.current(connection.signal);
	try {
		await fetchProfile(connection, 'thirdPartyId', NO_PROFILE);
	} catch (error) {
		throwForClientCode(error, connection.edge.clientCode);
	}
}

/** @throws what was caught; a 404 says here that the client code is not known */
function throwForClientCode(error: unknown, clientCode: string): never {
	if (!(error instanceof TargetError) || error.status !== 404) throw error;
	throw new TargetError(
		'The edge answers, but does not know this client code',
		`Target shows the client code under Administration > Implementation; the credential says "${clientCode}".`,
		{ status: 404 },
	);
}
