import type { Connection } from './connection';
import { edgeAddress } from './edge';
import type { Edge } from './edge';
import { submitForm } from './submit';

/**
 * Submits one profile update. An unknown profile gets the same answer and is not created, so success means
 * *submitted*, never *updated* (single profile API page).
 *
 * @param form the encoded form body, at most 60,000 bytes
 * @returns Target's message, e.g. "Request successfully submitted"
 * @throws TargetError when it was not submitted
 */
export async function submitUpdate(connection: Connection, form: string): Promise<string> {
	const { result } = await submitForm(connection, updatePath(connection.edge), form, false);
	return result.message;
}

/** Where single updates are sent. */
export function updateAddress(edge: Edge): string {
	return edgeAddress(edge, updatePath(edge));
}

function updatePath({ clientCode }: Edge): string {
	return `/m2/${clientCode}/profile/update`;
}
