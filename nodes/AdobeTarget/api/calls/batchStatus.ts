import { addressPart, checkAddressText } from '../sending/addressPart';
import { readResponse } from '../answers/response';
import { word } from '../answers/word';
import type { XmlListener } from '../answers/xml';
import { clock } from '../clock';
import type { Connection } from '../sending/connection';
import { edgeAddress, mayHaveToken } from '../edge';
import type { Edge } from '../edge';
import { MESSAGES } from './messages';
import { parseAddress } from '../parseAddress';
import { refusedBySuccess, unreadableAnswer } from '../sending/refusal';
import type { Sent } from '../sending/refusal';
import { messageOfNo } from '../sending/refusedToken';
import { say } from '../../say';
import type { StatusQuestion } from '../sending/budget/callLine';
import { sendToTarget } from '../sending/send';
import { TargetError } from '../targetError';
import type { TargetAnswer } from '../http/transport';

/** What Target says about a batch; the counts are there once it is complete, and only where they were asked for. */
export interface BatchStatus {
	readonly batchId: string | undefined;
	/** `incomplete`, `complete`, `stuck`, or whatever other word Target used. */
	readonly status: string;
	/** Rows of the batch, perhaps with the header's line. */
	readonly batchSize: number | undefined;
	readonly consumedCount: number | undefined;
	readonly successfulUpdates: number | undefined;
	readonly profilesNotFound: number | undefined;
	readonly failedUpdates: number | undefined;
	/** IDs of rows that Target lists as failed, the first 1,000. */
	readonly failedProfiles: readonly string[];
}

/** An answer with half a million failed rows is longer, and still tells what stands before its cut. */
const MAX_STATUS_BYTES = 4_000_000;

/** More IDs of failed rows are no use to anyone. */
const MOST_FAILED_PROFILES = 1_000;

/** The words of Adobe's page, however they are written. */
const KNOWN_WORDS: ReadonlySet<string> = new Set(['complete', 'incomplete', 'stuck']);

/** The batch, where it is named in errors. */
const BATCH = 'The batch ID or status URL';

/**
 * Asks for the status of a batch. It is counted among the 50 calls a minute, as Adobe does not say whether it is one.
 *
 * @param statusUrl as {@link statusAddress} gives it
 * @param question when the batch was uploaded, where that is known, and until when it is waited for
 * @throws TargetError when no status came back
 */
export async function readBatchStatus(
	connection: Connection,
	statusUrl: string,
	includeCounts: boolean,
	question: StatusQuestion = { uploadedAt: clock.now() },
): Promise<BatchStatus> {
	const url = includeCounts ? withDetails(statusUrl) : statusUrl;
	const headers = { accept: 'application/xml, */*;q=0.5' };
	const request = { method: 'GET', url, headers, maxAnswerBytes: MAX_STATUS_BYTES } as const;
	const read = async (answer: TargetAnswer, sent: Sent) => {
		const status = await parseBatchStatus(answer.text);
		if (status !== undefined) return status;
		const no = await messageOfNo(answer.text);
		if (no === undefined) throw unreadableAnswer(answer, 'status');
		throw refusedBySuccess(no, sent);
	};
	const { result } = await sendToTarget(connection, request, {
		asked: 'status',
		question,
		read,
	});
	return result;
}

/**
 * Where the status of a batch can be asked.
 *
 * @param batch a status address as Target gave it (its host differs from the edge's, and it says http), or a batch ID
 * @throws TargetError when it can be no part of an address, or the address is on a host that is neither the
 * credential's edge nor one of Target's: the token must not go there
 */
export function statusAddress(edge: Edge, batch: string): string {
	const text = batch.trim();
	if (text === '') {
		throw new TargetError(...say(MESSAGES.noBatch));
	}
	checkAddressText(BATCH, text);
	if (!text.includes('://')) {
		const path = `/m2/${edge.clientCode}/profile/batchStatus?batchId=${addressPart(BATCH, text)}`;
		return edgeAddress(edge, path);
	}
	const url = parseAddress(text);
	// Target's own answers say http; they are asked over https.
	if (url?.protocol === 'http:' && url.origin !== new URL(edge.baseUrl).origin) url.protocol = 'https:';
	if (url === undefined || !mayHaveToken(edge, url)) {
		throw new TargetError(...say(MESSAGES.notOnTarget, { edgeUrl: edge.baseUrl }));
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
 * @returns undefined when it is none, or says beside it that it is a no
 */
export async function parseBatchStatus(xml: string): Promise<BatchStatus | undefined> {
	const failedProfiles: string[] = [];
	const response = await readResponse(xml, failedRows(failedProfiles));
	const status = response?.field('status');
	if (response === undefined || status === undefined || status === '') return undefined;
	if (response.field('success')?.toLowerCase() === 'false') return undefined;
	const count = (name: string) => {
		const text = response.field(name) ?? '';
		return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
	};
	return {
		batchId: word(response.field('batchid') ?? '') || undefined,
		status: KNOWN_WORDS.has(status.toLowerCase()) ? status.toLowerCase() : word(status),
		batchSize: count('batchsize'),
		consumedCount: count('consumedcount'),
		successfulUpdates: count('successfulupdates'),
		profilesNotFound: count('profilesnotfound'),
		failedUpdates: count('failedupdates'),
		failedProfiles,
	};
}

/** Gathers the IDs of failed rows: `<profile><id>…</id><status>failed</status></profile>`, wherever they stand. */
function failedRows(ids: string[]): XmlListener {
	let row: { readonly depth: number; id: string; status: string | undefined } | undefined;
	return {
		opened(name, depth) {
			if (name === 'profile') row ??= { depth, id: '', status: undefined };
		},
		closed(name, depth, text) {
			if (row === undefined) return;
			if (depth === row.depth + 1 && name === 'id') row.id = text ?? '';
			if (depth === row.depth + 1 && name === 'status') row.status = text?.toLowerCase();
			if (depth !== row.depth) return;
			if (row.status !== 'success' && ids.length < MOST_FAILED_PROFILES) ids.push(apart(word(row.id)));
			row = undefined;
		},
	};
}

/** A copy: a part of a text keeps the whole text in memory. */
function apart(text: string): string {
	return Buffer.from(text, 'utf16le').toString('utf16le');
}
