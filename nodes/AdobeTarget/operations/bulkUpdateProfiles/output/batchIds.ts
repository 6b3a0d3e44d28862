import { fill } from '../../../say';
import { ADVICE as SHARED } from '../../shared/messages';
import type { BulkRun } from '../bulkRun';
import { ADVICE } from './messages';

/** Batches are named up to here. */
const MOST_NAMED = 20;

/**
 * The IDs of the batches that Target took, for the description of an error: the run has no output then, and their
 * status can be asked for by these only.
 *
 * @returns no sentence where there are none
 */
export function batchIdsInWords({ outcomes }: BulkRun): string[] {
	const ids = outcomes.flatMap(({ submitted }) => submitted?.batchId ?? []);
	if (ids.length === 0) return [];
	return [fill(ADVICE.submittedAs, { ids: firstOf(ids) })];
}

/** "2, 5, and 3 more": the IDs or numbers of batches, the first of them. */
export function firstOf(batches: ReadonlyArray<string | number>): string {
	const count = batches.length - MOST_NAMED;
	const more = count > 0 ? fill(SHARED.moreNames, { count }) : '';
	return `${batches.slice(0, MOST_NAMED).join(', ')}${more}`;
}
