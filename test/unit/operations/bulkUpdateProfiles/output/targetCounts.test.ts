import type { BatchOutcome } from '../../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/submitBatches';
import {
	targetCounts,
	targetCountsInWords,
} from '../../../../../nodes/AdobeTarget/operations/bulkUpdateProfiles/output/targetCounts';

const PLACE = { item: 0, file: 0, line: 0 };

/** A complete batch of which Target lists so many rows as failed. */
function outcome(number: number, failed: number) {
	return {
		batch: {
			number,
			rows: failed,
			emptyRows: 0,
			inputRows: failed,
			firstIds: [],
			columns: 1,
			bytes: 1,
			first: PLACE,
			last: PLACE,
			items: [0],
		},
		submitted: { batchId: `b-${number}`, statusUrl: undefined, message: '', attempts: 1 },
		status: {
			batchId: `b-${number}`,
			status: 'complete',
			batchSize: failed,
			consumedCount: failed,
			successfulUpdates: 0,
			profilesNotFound: 0,
			failedUpdates: failed,
			failedProfiles: Array.from({ length: failed }, (_, row) => `${number}-${row}`),
		},
	} satisfies BatchOutcome;
}

test('a thousand failed IDs are kept of a run, and twenty named in words', () => {
	const counts = targetCounts([outcome(1, 600), outcome(2, 600)]);
	expect(counts).toMatchObject({ updated: 0, failedInTarget: 1_200, uncounted: 0 });
	expect(counts.failedProfiles).toHaveLength(1_000);
	expect(counts.failedProfiles.at(-1)).toBe('2-399');
	expect(targetCountsInWords(counts)).toMatch(/ 1,200 failed\. It lists as failed: .*"1-19" and 980 more\.$/);
});

test('an ID is quoted so that it can be no tag', () => {
	const { status, ...rest } = outcome(1, 1);
	const failed = { ...rest, status: { ...status, failedProfiles: ['<b>c1'] } };
	expect(targetCountsInWords(targetCounts([failed]))).toContain('"‹b>c1"');
});
