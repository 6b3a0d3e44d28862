import { edgeAddress, edgeHeaders } from './edge';
import type { Edge } from './edge';
import { refusedByStatus, unreadableAnswer } from './refusal';
import { TargetError } from './targetError';
import type { Transport } from './transport';

/** No customer has this ID; the answer to it tells whether the account does. */
const NO_PROFILE = 'n8n-credential-test';

/**
 * Asks for a profile that does not exist. Target says "No profile found for client …" with HTTP 404 when client code
 * and token are right (fetch page); fetches are not metered.
 *
 * @throws TargetError that says which part is wrong: host, client code or token
 */
export async function checkAccount(edge: Edge, transport: Transport): Promise<void> {
	const answer = await transport.send({
		method: 'GET',
		url: edgeAddress(
			edge,
			`/rest/v1/profiles/thirdPartyId/${NO_PROFILE}?client=${encodeURIComponent(edge.clientCode)}`,
		),
		headers: { ...edgeHeaders(edge), accept: 'application/json' },
	});
	if (answer.status === 404 && /no profile found for client/i.test(answer.text)) return;
	if (answer.status === 404) {
		throw new TargetError(
			'The edge answers, but does not know this client code',
			`Target shows the client code under Administration > Implementation; the credential says "${edge.clientCode}".`,
			{ status: 404 },
		);
	}
	if (answer.status !== 200) throw refusedByStatus(answer, edge, false);
	if (!isProfile(answer.text)) throw unreadableAnswer(answer, edge);
}

function isProfile(text: string): boolean {
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed !== null;
	} catch {
		return false;
	}
}
