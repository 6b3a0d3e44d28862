import { clock } from './clock';
import type { Connection } from './connection';
import { edgeAddress, mayHaveToken } from './edge';
import type { Edge } from './edge';
import { unreadableAnswer } from './refusal';
import { sendToTarget } from './send';
import { TargetError } from './targetError';
import type { TargetAnswer } from './transport';
import { xmlElement } from './xml';

/** What Target says about a batch; the counts are there once it is complete, and only where they were asked for. */
export interface BatchStatus {
	readonly batchId: string | undefined;
	/** `incomplete`, `complete`, `stuck`, or whatever other word Target used. */
	readonly status: string;
	/** Rows of the batch. */
	readonly batchSize: number | undefined;
	readonly consumedCount: number | undefined;
	readonly successfulUpdates: number | undefined;
	readonly profilesNotFound: number | undefined;
	readonly failedUpdates: number | undefined;
	/** IDs of rows that Target lists as failed. */
	readonly failedProfiles: readonly string[];
}

/**
 * Asks for the status of a batch. One of the 50 calls a minute.
 *
 * @param statusUrl as {@link statusAddress} gives it
 * @param uploadedAt when the batch was uploaded, on {@link clock}, where that is known: the oldest is asked for first
 * @throws TargetError when no status came back
 */
export async function readBatchStatus(
	connection: Connection,
	statusUrl: string,
	includeCounts: boolean,
	uploadedAt = clock.now(),
): Promise<BatchStatus> {
	const url = includeCounts ? withDetails(statusUrl) : statusUrl;
	const request = { method: 'GET', url, headers: {} } as const;
	const read = (answer: TargetAnswer, edge: Edge) => {
		const status = parseBatchStatus(answer.text);
		if (status === undefined) throw unreadableAnswer(answer, edge);
		return status;
	};
	const { result } = await sendToTarget(connection, request, {
		metered: true,
		question: { uploadedAt },
		read,
	});
	return result;
}

/**
 * Where the status of a batch can be asked.
 *
 * @param batch a status address as Target gave it (its host differs from the edge's, and it says http), or a batch ID
 * @throws TargetError when the address is on a host that is neither the credential's edge nor one of Target's: the
 * token must not go there
 */
export function statusAddress(edge: Edge, batch: string): string {
	const text = batch.trim();
	if (text === '') {
		throw new TargetError('There is no batch to ask for', 'Give the status URL or the batch ID of a batch.');
	}
	if (!text.includes('://')) {
		const path = `/m2/${edge.clientCode}/profile/batchStatus?batchId=${encodeURIComponent(text)}`;
		return edgeAddress(edge, path);
	}
	const url = URL.canParse(text) ? new URL(text) : undefined;
	// Target's own answers say http; they are asked over https.
	if (url?.protocol === 'http:' && url.origin !== new URL(edge.baseUrl).origin) url.protocol = 'https:';
	if (url === undefined || !mayHaveToken(edge, url)) {
		throw new TargetError(
			'The status URL is not on a host of Target',
			`It must be on ${new URL(edge.baseUrl).host} or under tt.omtrdc.net, as the token is sent with it. Use the URL just as Bulk Update Profiles gives it, or the batch ID alone.`,
		);
	}
	url.hash = '';
	return url.href;
}

/** The address stays as Target gave it: what else is in its query has changed over the years. */
function withDetails(statusUrl: string): string {
	if (statusUrl.includes('showDetails=')) return statusUrl;
	return `${statusUrl}${statusUrl.includes('?') ? '&' : '?'}showDetails=true`;
}

/**
 * Reads the XML of a status. An answer with half a million failed rows is cut at its end, and still says the rest.
 *
 * @returns undefined when it is none
 */
export function parseBatchStatus(xml: string): BatchStatus | undefined {
	// Failed rows have a status of their own.
	const head = xml.replace(/<profile>.*/is, '');
	const status = xmlElement(head, 'status');
	if (!/<response\b/i.test(xml) || status === undefined || status === '') return undefined;
	const count = (name: string) => {
		const text = xmlElement(head, name);
		return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
	};
	const failed = Array.from(xml.matchAll(/<profile>(.*?)<\/profile>/gis), ([, profile = '']) => profile);
	return {
		batchId: xmlElement(head, 'batchId') || undefined,
		status,
		batchSize: count('batchSize'),
		consumedCount: count('consumedCount'),
		successfulUpdates: count('successfulUpdates'),
		profilesNotFound: count('profilesNotFound'),
		failedUpdates: count('failedUpdates'),
		failedProfiles: failed
			.filter((profile) => xmlElement(profile, 'status') !== 'success')
			.map((profile) => xmlElement(profile, 'id') ?? ''),
	};
}
