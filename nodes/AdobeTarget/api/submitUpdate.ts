import type { Connection } from './connection';
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
	const { clientCode } = connection.edge;
	const { result } = await submitForm(connection, `/m2/${clientCode}/profile/update`, form, false);
	return result.message;
}
