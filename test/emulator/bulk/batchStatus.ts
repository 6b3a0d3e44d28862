import { escapeXml, notFoundPage, xml, type Answer } from '../http/answers';
import type { BatchStatus, IngestedCounts } from './batchLedger';
import type { EmulatedTarget, ReceivedRequest } from '../emulatedTarget';
import { decodePairs } from '../http/form';
import type { Readings } from '../readings';
import { Refusal } from '../http/refusal';

/** Words that no page of Adobe's has, for the same. */
const OTHER_WORDS: Record<string, string> = { complete: 'finished', incomplete: 'processing' };

/**
 * Batch status. A batch that was never submitted or is no longer kept has the status `unknown`: the word has been
 * seen, and what it means is a guess.
 *
 * @throws Refusal
 */
export function batchStatus(request: ReceivedRequest, target: EmulatedTarget): Answer {
	const parameters = decodePairs(request.query);
	const batchId = parameters.get('batchId');
	if (!batchId) throw new Refusal('the batchId is missing');
	const { readings } = target;
	target.counts.statusCalls++;
	if (readings.statusWords === 'notFound') return notFoundPage();
	if (readings.statusWords === 'successFalse') {
		return xml('<response><success>false</success><message>Batch not found</message></response>', true);
	}
	const status = target.batches.status(batchId);
	return xml(statusXml(batchId, status, parameters.get('showDetails') === 'true', readings));
}

function statusXml(batchId: string, batch: BatchStatus, showDetails: boolean, readings: Readings): string {
	const headerLines = readings.batchSize === 'lines' ? 1 : 0;
	const batchSize = batch.status === 'unknown' ? 0 : batch.batchSize + headerLines;
	const word = statusWord(batch.status, readings);
	const parts = [element('batchId', batchId), element('status', word), element('batchSize', batchSize)];
	if (batch.status === 'complete' && word !== 'stuck') {
		if (showDetails) parts.push(...detailElements(batch.counts));
		parts.push(...batch.counts.failedIds.map(failedProfile));
	}
	return `<response>${parts.join('')}</response>`;
}

function statusWord(status: string, { statusWords }: Readings): string {
	switch (statusWords) {
		case 'otherCase':
			return status.toUpperCase();
		case 'otherWords':
			return OTHER_WORDS[status] ?? status;
		case 'stuck':
			return status === 'complete' ? 'stuck' : status;
		default:
			return status;
	}
}

function detailElements(counts: IngestedCounts): string[] {
	return [
		element('consumedCount', counts.consumedCount),
		element('successfulUpdates', counts.successfulUpdates),
		element('profilesNotFound', counts.profilesNotFound),
		element('failedUpdates', counts.failedIds.length),
	];
}

function failedProfile(id: string): string {
	return `<profile>${element('id', id)}<status>failed</status></profile>`;
}

function element(name: string, value: string | number): string {
	return `<${name}>${escapeXml(String(value))}</${name}>`;
}
