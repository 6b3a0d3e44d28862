import type { Connection } from '../sending/connection';
import { edgeAddress } from '../edge';
import type { Edge } from '../edge';
import { parseAddress } from '../parseAddress';
import { TOKEN_MARK } from '../sending/withoutTokens';
import { submit } from './submitForm';

/** v1 updates existing profiles only; v2 also creates the missing ones (bulk profile API page). */
export type BulkApiVersion = 'v1' | 'v2';

/** A batch that Target has taken for processing; its rows are not applied yet. */
export interface SubmittedBatch {
	/** The `batchId` of the status address; undefined when Target gave none, or the token was in it. */
	readonly batchId: string | undefined;
	/**
	 * Where the status can be asked, as Target gave it: host and query differ from the edge's. Undefined when it gave
	 * none, or one with the token in it, which leads nowhere without it.
	 */
	readonly statusUrl: string | undefined;
	readonly message: string;
	/** How often it was sent until Target took it. */
	readonly attempts: number;
}

/**
 * Uploads one batch file.
 *
 * @param body the file, from `batch=` on, under 50,000,000 bytes and 500,000 rows
 * @throws TargetError when it was not submitted
 */
export async function submitBatch(
	connection: Connection,
	version: BulkApiVersion,
	body: Uint8Array,
): Promise<SubmittedBatch> {
	const url = edgeAddress(connection.edge, batchPath(connection.edge, version));
	const { result, attempts } = await submit(connection, { url, body }, 'batch');
	const { batchStatus, message } = result;
	const whole = (text?: string) => (text?.includes(TOKEN_MARK) ? undefined : text);
	return { batchId: whole(batchIdOf(batchStatus)), statusUrl: whole(batchStatus), message, attempts };
}

/** Where batches are sent, below the edge's address. */
export function batchPath({ clientCode }: Edge, version: BulkApiVersion): string {
	return version === 'v2'
		? `/m2/${clientCode}/v2/profile/batchUpdate`
		: `/m2/${clientCode}/profile/batchUpdate`;
}

/** The `batchId` in a status address. */
export function batchIdOf(statusUrl: string | undefined): string | undefined {
	const url = statusUrl === undefined ? undefined : parseAddress(statusUrl);
	return url?.searchParams.get('batchId') ?? undefined;
}
