import type { Connection } from './connection';
import { TOKEN_MARK } from './sending/withoutTokens';
import { submitForm } from './submit';

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
	const { clientCode } = connection.edge;
	const path =
		version === 'v2' ? `/m2/${clientCode}/v2/profile/batchUpdate` : `/m2/${clientCode}/profile/batchUpdate`;
	const { result, attempts } = await submitForm(connection, path, body, true);
	const { batchStatus, message } = result;
	const whole = (text?: string) => (text?.includes(TOKEN_MARK) ? undefined : text);
	return { batchId: whole(batchIdOf(batchStatus)), statusUrl: whole(batchStatus), message, attempts };
}

/** The `batchId` in a status address. */
export function batchIdOf(statusUrl: string | undefined): string | undefined {
	if (statusUrl === undefined || !URL.canParse(statusUrl)) return undefined;
	return new URL(statusUrl).searchParams.get('batchId') ?? undefined;
}
