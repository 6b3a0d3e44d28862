import type { Connection } from '../sending/connection';
import { edgeAddress } from '../edge';
import type { Edge } from '../edge';
import { submit } from './submitForm';

/**
 * The page prints the parameters in the address, for POST as for GET, and names 8 KB for GET: an address of more may be
 * refused on the way. It is counted whole, and 8 KB as 8,000 bytes.
 */
export const LONGEST_ADDRESS = 8_000;

/** How an update is sent: by POST, its parameters in the address or in the body. */
interface UpdateRequest {
	readonly url: string;
	/** Empty where the parameters are in the address. */
	readonly body: string;
}

/**
 * Submits one profile update. An unknown profile gets the same answer and is not created, so success means
 * *submitted*, never *updated* (single profile API page).
 *
 * @param form the parameters, encoded; at most 60,000 bytes
 * @returns Target's message, e.g. "Request successfully submitted"
 * @throws TargetError when it was not submitted
 */
export async function submitUpdate(connection: Connection, form: string): Promise<string> {
	const { result } = await submit(connection, updateRequest(connection.edge, form), 'update');
	return result.message;
}

/**
 * What is sent for an update. All senders that are known to work have the parameters in the address. That Target also
 * reads a form in the body is likely, as it takes 60 KB by POST, but nobody has shown it. So only what no address can
 * hold goes into the body.
 */
export function updateRequest(edge: Edge, form: string): UpdateRequest {
	const url = edgeAddress(edge, `/m2/${edge.clientCode}/profile/update`);
	const whole = `${url}?${form}`;
	return whole.length <= LONGEST_ADDRESS ? { url: whole, body: '' } : { url, body: form };
}
