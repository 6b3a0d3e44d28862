import type { BatchStatus } from '../../api/calls/batchStatus';

/** The counts that Target gave, and the rows that it lists as failed. */
export function statusCounts(status: BatchStatus) {
	const { batchSize, consumedCount, successfulUpdates, profilesNotFound, failedUpdates, failedProfiles } =
		status;
	const counts = Object.entries({
		batchSize,
		consumedCount,
		successfulUpdates,
		profilesNotFound,
		failedUpdates,
	});
	return {
		...Object.fromEntries(counts.filter(([, count]) => count !== undefined)),
		...(failedProfiles.length > 0 && { failedProfiles }),
	};
}
