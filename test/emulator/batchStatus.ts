import { escapeXml, xml, type Answer } from './answers';
import type { BatchStatus, IngestedCounts } from './batchLedger';
import type { EmulatedTarget, ReceivedRequest } from './emulatedTarget';
import { decodePairs } from './form';
import { Refusal } from './refusal';

/**
 * Batch status. A batch that was never submitted or is no longer kept has the status `unknown`.
 *
 * @throws Refusal
 */
export function batchStatus(request: ReceivedRequest, target: EmulatedTarget): Answer {
	const parameters = decodePairs(request.query);
	const batchId = parameters.get('batchId');
	if (!batchId) throw new Refusal('the batchId is missing');
	const status = target.batches.status(batchId);
	target.counts.statusCalls++;
	return xml(statusXml(batchId, status, parameters.get('showDetails') === 'true'));
}

function statusXml(batchId: string, batch: BatchStatus, showDetails: boolean): string {
	const batchSize = batch.status === 'unknown' ? 0 : batch.batchSize;
	const parts = [
		element('batchId', batchId),
		element('status', batch.status),
		element('batchSize', batchSize),
	];
	if (batch.status === 'complete') {
		if (showDetails) parts.push(...detailElements(batch.counts));
		parts.push(...batch.counts.failedIds.map(failedProfile));
	}
	return `<response>${parts.join('')}</response>`;
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
