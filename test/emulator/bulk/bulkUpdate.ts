import { escapeXml, xml, type Answer } from '../http/answers';
import { BATCH_BYTES_LIMIT, decodeBatchFile, unexpected } from './batchFile';
import type { BatchFile } from './batchRow';
import type { BulkVersion } from './batchLedger';
import type { EarlyAnswer } from '../faults/earlyAnswer';
import type { EmulatedTarget, ReceivedRequest } from '../emulatedTarget';
import { requireFormContentType } from '../http/form';
import { Refusal } from '../http/refusal';

/** Bulk profile update. A batch that cannot be read is answered with HTTP 200 and `success` false, as Adobe does. */
export function bulkUpdate(version: BulkVersion, request: ReceivedRequest, target: EmulatedTarget): Answer {
	try {
		const batchId = target.batches.newId();
		takeBatch(batchId, version, request, target);
		return submitted(batchId, target);
	} catch (error) {
		if (error instanceof Refusal) return bulkAnswer(false, '', error.message);
		throw error;
	}
}

/** Success before the batch is read, and what is done with the batch then. */
export function earlyBulkUpdate(version: BulkVersion, target: EmulatedTarget): EarlyAnswer {
	const batchId = target.batches.newId();
	return {
		answer: submitted(batchId, target),
		finish: (request) => {
			takeBatch(batchId, version, request, target);
		},
	};
}

/** @throws Refusal */
function takeBatch(
	batchId: string,
	version: BulkVersion,
	request: ReceivedRequest,
	target: EmulatedTarget,
): void {
	const file = readBatch(request, target);
	target.batches.submit(batchId, version, file);
	target.counts.batches++;
	target.counts.rows += file.rows.length;
	target.counts.bytes += request.bodyBytes;
}

function submitted(batchId: string, target: EmulatedTarget): Answer {
	return bulkAnswer(true, statusUrl(target, batchId), 'Batch submitted for processing');
}

function readBatch(request: ReceivedRequest, { readings }: EmulatedTarget): BatchFile {
	try {
		requireFormContentType(request.headers);
	} catch (error) {
		throw error instanceof Refusal ? unexpected(error.message) : error;
	}
	if (request.query !== '') throw unexpected('the URL has a query');
	if (request.bodyBytes >= BATCH_BYTES_LIMIT) {
		throw unexpected(`the batch has ${BATCH_BYTES_LIMIT} bytes or more`);
	}
	return decodeBatchFile(request.body, readings);
}

/** Adobe's answers lead to another host than was asked, over http (bulk profile update API page). */
const OTHER_HOST = 'http://mboxedge31.tt.omtrdc.net';

/** Two parameters, as Adobe's answers have had, so that XML writes the `&` between them as `&amp;`. */
function statusUrl({ url, clientCode, readings }: EmulatedTarget, batchId: string): string {
	const host = readings.statusHost === 'same' ? url : OTHER_HOST;
	return `${host}/m2/${clientCode}/profile/batchStatus?batchId=${batchId}&m2Node=00`;
}

function bulkAnswer(success: boolean, batchStatus: string, message: string): Answer {
	return xml(
		`<response><success>${String(success)}</success><batchStatus>${escapeXml(batchStatus)}</batchStatus>` +
			`<message>${escapeXml(message)}</message></response>`,
		!success,
	);
}
