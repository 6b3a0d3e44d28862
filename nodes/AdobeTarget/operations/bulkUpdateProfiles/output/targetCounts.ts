import { fill } from '../../../say';
import { sentences } from '../../../sentences';
import { COUNTS, HINTS } from './messages';
import { shownNames } from '../../../shown';
import type { BatchOutcome } from '../submitBatches';

/** As many failed IDs are given of a run. */
const MOST_FAILED_PROFILES = 1_000;

/**
 * What Target has said of the profiles that were submitted, as far as it had done with them when the waiting ended. They
 * are its own counts, added up; what they leave open is said beside them.
 */
export interface TargetCounts {
	/** Profiles that it counts as updated. */
	updated: number;
	/** Profiles that it counts as not found. */
	notFound: number;
	/** Profiles that it counts as failed, or lists as failed where it gives no count. */
	failedInTarget: number;
	/** Profiles of batches that it did not call complete, but for those that it has counted. */
	unfinished: number;
	/** Profiles of complete batches that are in none of its counts. */
	uncounted: number;
	/** The first IDs that it lists as failed. */
	readonly failedProfiles: string[];
	/** Why the first status could not be had that could not. */
	readonly statusProblem: string | undefined;
}

/** Adds up what Target has said of all batches of a run. */
export function targetCounts(outcomes: readonly BatchOutcome[]): TargetCounts {
	const counts = { updated: 0, notFound: 0, failedInTarget: 0, unfinished: 0, uncounted: 0 };
	const failedProfiles: string[] = [];
	for (const { batch, submitted, status } of outcomes) {
		if (submitted === undefined) continue;
		const updated = status?.successfulUpdates ?? 0;
		const notFound = status?.profilesNotFound ?? 0;
		const listed = status?.failedProfiles ?? [];
		const failed = status?.failedUpdates ?? listed.length;
		const open = Math.max(0, batch.rows - updated - notFound - failed);
		counts.updated += updated;
		counts.notFound += notFound;
		counts.failedInTarget += failed;
		if (status?.status === 'complete') counts.uncounted += open;
		else counts.unfinished += open;
		failedProfiles.push(...listed.slice(0, MOST_FAILED_PROFILES - failedProfiles.length));
	}
	const { statusProblem } = outcomes.find((outcome) => outcome.statusProblem !== undefined) ?? {};
	return { ...counts, failedProfiles, statusProblem };
}

/** Whether Target has counted every profile of a run as updated. */
export function isAllUpdated({ notFound, failedInTarget, unfinished, uncounted }: TargetCounts): boolean {
	return notFound + failedInTarget + unfinished + uncounted === 0;
}

/** What Target has said, in sentences. */
export function targetCountsInWords(counts: TargetCounts): string {
	const { updated, notFound, failedInTarget, unfinished, uncounted, failedProfiles, statusProblem } = counts;
	const others = [
		[notFound, COUNTS.notFound],
		[failedInTarget, COUNTS.failed],
		[unfinished, COUNTS.unfinished],
		[uncounted, COUNTS.uncounted],
	] as const;
	const said = others.map(([count, text]) =>
		count > 0 ? fill(text, { count: count.toLocaleString('en') }) : '',
	);
	return sentences(
		fill(HINTS.counts.text, { updated: updated.toLocaleString('en'), others: said.join('') }),
		statusProblem ?? '',
		failedProfiles.length > 0 ? fill(COUNTS.failedIds, { ids: shownNames(failedProfiles) }) : '',
	);
}
